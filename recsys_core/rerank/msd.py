"""Max-sum diversification: far from the list as a whole."""

from __future__ import annotations

import numpy as np

from recsys_core.rerank.checks import check_inputs, check_similarity
from recsys_core.rerank.engine.arrays import Lists, Person, Problem
from recsys_core.rerank.greedy import greedy
from recsys_core.rerank.method import SPACE, CompiledGain, Reranker
from recsys_core.runtime.compilation import inlined
from recsys_core.types import FloatArray, IndexArray


def msd(relevance: FloatArray, similarity: FloatArray, k: int, *, lambda_: float) -> IndexArray:
    """Rerank by Max-Sum Diversification (Gollapudi & Sharma, WWW 2009; greedy of Borodin et al., PODS 2012).

    Each step takes the largest
    ``(1 - lambda_) * relevance + lambda_ * (sum of distances to the list so far)``,
    distance = 1 - similarity. The sum is the increase of the list's total pairwise distance: it grows with
    the list.

    Args:
        relevance: (n_candidates,), in [0, 1].
        similarity: (n_candidates, n_candidates), in [-1, 1]; row: item in the list, column: candidate.
        k: list length; fewer come back when candidates are fewer.
        lambda_: 0 keeps relevance order, 1 looks at diversity alone.

    Returns:
        (min(k, n_candidates),) positions, best first; a tie goes to the lower position.

    Raises:
        ValueError: shapes disagree, k < 1, or lambda_ is outside [0, 1].

    The second item repeats the first, so the third is shown in its place:

    >>> similarity = np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> msd(np.array([1.0, 0.9, 0.3]), similarity, 2, lambda_=0.5).tolist()
    [0, 2]
    """
    check_inputs(relevance, k, lambda_)
    check_similarity(similarity, len(relevance))
    return greedy(relevance, k, lambda_, lambda selected: msd_gain(similarity, selected))


def msd_gain(similarity: FloatArray, selected: IndexArray) -> FloatArray:
    """(n_candidates,) sum of distances to the list; 0 for an empty list."""
    return (1.0 - similarity[selected].astype(np.float64)).sum(axis=0)


@inlined
def add_msd(problem: Problem, person: Person, lists: Lists, n: int, depth: int) -> None:
    """The gains after the pick of rank ``depth``."""
    row = person.similarity[lists.chosen[depth]]
    before, after = lists.gain[depth], lists.gain[depth + 1]
    for i in range(n):
        after[i] = before[i] + (1.0 - row[i])


MSD = Reranker(
    name="msd",
    title="Maximise overall difference (MSD)",
    good_at="Raises the average difference between any two items shown.",
    function=msd,
    needs=SPACE,
    gain=lambda candidates: lambda listed: msd_gain(candidates.similarity, listed),
    compiled=CompiledGain(add_msd, reads_similarity=True),
    repeats=1.0,
)
