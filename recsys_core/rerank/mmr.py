"""Maximal marginal relevance: no item that is too close to one already shown."""

from __future__ import annotations

import numpy as np

from recsys_core.rerank.checks import check_inputs, check_similarity
from recsys_core.rerank.engine.arrays import Lists, Person, Problem
from recsys_core.rerank.greedy import greedy
from recsys_core.rerank.method import SPACE, CompiledGain, Reranker
from recsys_core.runtime.compilation import inlined
from recsys_core.types import FloatArray, IndexArray


def mmr(relevance: FloatArray, similarity: FloatArray, k: int, *, lambda_: float) -> IndexArray:
    """Rerank by Maximal Marginal Relevance (Carbonell & Goldstein, SIGIR 1998).

    Each step takes the largest
    ``(1 - lambda_) * relevance - lambda_ * (max similarity to the list so far)``.
    The paper's λ is our ``1 - lambda_``. Similarity keeps its sign: an item opposite to the whole list is
    more welcome than an unrelated one.

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
    >>> mmr(np.array([1.0, 0.9, 0.3]), similarity, 2, lambda_=0.5).tolist()
    [0, 2]
    """
    check_inputs(relevance, k, lambda_)
    check_similarity(similarity, len(relevance))
    return greedy(relevance, k, lambda_, lambda selected: mmr_gain(similarity, selected))


def mmr_gain(similarity: FloatArray, selected: IndexArray) -> FloatArray:
    """(n_candidates,) minus the largest similarity to the list; an empty list repeats nothing: 0."""
    if len(selected) == 0:
        return np.zeros(len(similarity))
    return -similarity[selected].max(axis=0).astype(np.float64)


@inlined
def add_mmr(problem: Problem, person: Person, lists: Lists, n: int, depth: int) -> None:
    """The gains after the pick of rank ``depth``."""
    row = person.similarity[lists.chosen[depth]]
    before, after = lists.gain[depth], lists.gain[depth + 1]
    if depth == 0:
        for i in range(n):
            after[i] = -row[i]
    else:
        for i in range(n):
            after[i] = min(before[i], -row[i])


MMR = Reranker(
    name="mmr",
    title="Avoid near-duplicates (MMR)",
    good_at="Stops near-duplicates: an item waits when one much like it is already shown.",
    function=mmr,
    needs=SPACE,
    gain=lambda candidates: lambda listed: mmr_gain(candidates.similarity, listed),
    compiled=CompiledGain(add_mmr, reads_similarity=True),
    repeats=1.0,
    raises="dissimilarity",
)
