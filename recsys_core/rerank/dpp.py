"""Determinantal point process: a list that spans as much of the space as it can."""

from __future__ import annotations

import numpy as np

from recsys_core.rerank.checks import check_inputs, check_similarity
from recsys_core.rerank.engine.arrays import Lists, Person, Problem
from recsys_core.rerank.engine.projection import FLOOR, project, residuals, start_projection
from recsys_core.rerank.greedy import greedy
from recsys_core.rerank.method import SPACE, CompiledGain, Reranker
from recsys_core.runtime.compilation import borrowing, inlined
from recsys_core.types import FloatArray, IndexArray


def dpp(relevance: FloatArray, similarity: FloatArray, k: int, *, lambda_: float) -> IndexArray:
    """Rerank by greedy MAP inference of a DPP (Chen, Zhang & Zhou, NeurIPS 2018).

    Each step takes the largest
    ``(1 - lambda_) * relevance + lambda_ * log(det(L[list + item]) / det(L[list]))``, L the similarity.
    The paper's θ is our ``1 - lambda_``. The ratio of determinants is the squared length of the item outside
    the span of the list, not less than 1e-6: past the rank of the vectors every item adds the same, and the
    order is that of relevance.

    Args:
        relevance: (n_candidates,), in [0, 1].
        similarity: (n_candidates, n_candidates) positive semi-definite inner products, an item that nothing
            is known about a zero row and column.
        k: list length; fewer come back when candidates are fewer.
        lambda_: 0 keeps relevance order, 1 looks at diversity alone.

    Returns:
        (min(k, n_candidates),) positions, best first; a tie goes to the lower position.

    Raises:
        ValueError: shapes disagree, k < 1, or lambda_ is outside [0, 1].

    The second item repeats the first, so the third is shown in its place:

    >>> similarity = np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> dpp(np.array([1.0, 0.9, 0.3]), similarity, 2, lambda_=0.5).tolist()
    [0, 2]
    """
    check_inputs(relevance, k, lambda_)
    check_similarity(similarity, len(relevance))
    return greedy(relevance, k, lambda_, lambda selected: dpp_gain(similarity, selected))


def dpp_gain(similarity: FloatArray, selected: IndexArray) -> FloatArray:
    """(n_candidates,) natural logarithm of the squared length outside the span of the list, in [-13.8, 0]."""
    return np.log(residuals(similarity, selected))


@borrowing
def gain_dpp(lists: Lists, n: int, depth: int) -> None:
    """The gains of a list of ``depth`` items from its residuals."""
    level, gain = lists.level[depth], lists.gain[depth]
    for i in range(n):
        gain[i] = np.log(max(level[i], FLOOR))


@borrowing
def start_dpp(problem: Problem, person: Person, lists: Lists, n: int) -> None:
    """The gains of the empty list."""
    start_projection(problem, person, lists, n)
    gain_dpp(lists, n, np.int64(0))


@inlined
def add_dpp(problem: Problem, person: Person, lists: Lists, n: int, depth: int) -> None:
    """The gains after the pick of rank ``depth``."""
    project(person, lists, n, depth, np.int64(0))
    gain_dpp(lists, n, depth + 1)


DPP = Reranker(
    name="dpp",
    title="Broad coverage (DPP)",
    good_at="Each item adds a direction that the list does not have yet; strong on rich descriptions.",
    function=dpp,
    needs=SPACE,
    gain=lambda candidates: lambda listed: dpp_gain(candidates.similarity, listed),
    compiled=CompiledGain(add_dpp, start_dpp, reads_similarity=True),
)
