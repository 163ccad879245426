"""Sliding spectrum decomposition: fresh against the last few items."""

from __future__ import annotations

import numpy as np

from recsys_core.rerank.checks import check_inputs, check_similarity
from recsys_core.rerank.engine.arrays import Lists, Person, Problem
from recsys_core.rerank.engine.projection import FLOOR, project, residuals, start_projection
from recsys_core.rerank.greedy import greedy
from recsys_core.rerank.method import SPACE, CompiledGain, Reranker
from recsys_core.runtime.compilation import borrowing
from recsys_core.types import FloatArray, IndexArray

WINDOW = 5
"""How many of the last items an item must differ from; about what a reader has on the screen."""


def ssd(
    relevance: FloatArray, similarity: FloatArray, k: int, *, lambda_: float, window: int = WINDOW
) -> IndexArray:
    """Rerank by Sliding Spectrum Decomposition (Huang et al., KDD 2021), the stabilised form of its eq. 12.

    Each step takes the largest ``(1 - lambda_) * relevance + lambda_ * (length of the item outside the span
    of the last window items)``: the factor by which it widens the volume that they span.

    Args:
        relevance: (n_candidates,), in [0, 1].
        similarity: (n_candidates, n_candidates) positive semi-definite inner products, an item that nothing
            is known about a zero row and column.
        k: list length; fewer come back when candidates are fewer.
        lambda_: 0 keeps relevance order, 1 looks at diversity alone.
        window: at least 1; directions of older items come back.

    Returns:
        (min(k, n_candidates),) positions, best first; a tie goes to the lower position.

    Raises:
        ValueError: shapes disagree, k < 1, window < 1, or lambda_ is outside [0, 1].

    The second item repeats the first, so the third is shown in its place:

    >>> similarity = np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> ssd(np.array([1.0, 0.9, 0.3]), similarity, 2, lambda_=0.9).tolist()
    [0, 2]
    """
    check_inputs(relevance, k, lambda_)
    check_similarity(similarity, len(relevance))
    if window < 1:
        raise ValueError(f"window must be at least 1, got {window}")
    return greedy(relevance, k, lambda_, lambda selected: ssd_gain(similarity, selected, window))


def ssd_gain(similarity: FloatArray, selected: IndexArray, window: int = WINDOW) -> FloatArray:
    """(n_candidates,) length outside the span of the last ``window`` items, in [0.001, 1]."""
    return np.sqrt(residuals(similarity, selected, window))


@borrowing
def gain_ssd(lists: Lists, n: int, depth: int) -> None:
    """The gains of a list of ``depth`` items from its residuals."""
    level, gain = lists.level[depth], lists.gain[depth]
    for i in range(n):
        gain[i] = np.sqrt(max(level[i], FLOOR))


@borrowing
def start_ssd(problem: Problem, person: Person, lists: Lists, n: int) -> None:
    """The gains of the empty list."""
    start_projection(problem, person, lists, n)
    gain_ssd(lists, n, np.int64(0))


@borrowing
def add_ssd(problem: Problem, person: Person, lists: Lists, n: int, depth: int) -> None:
    """The gains after the pick of rank ``depth``; the direction that leaves the window is given back."""
    window = int(problem.parameter)
    project(person, lists, n, depth, max(0, depth - window))
    if depth >= window:
        leaving, level = lists.basis[depth - window], lists.level[depth + 1]
        for i in range(n):
            level[i] += leaving[i] * leaving[i]
    gain_ssd(lists, n, depth + 1)


SSD = Reranker(
    name="ssd",
    title="Fresh after the last few (SSD)",
    good_at="Varies neighbours in a feed: an item differs from the few just before it, themes may come back.",
    function=ssd,
    needs=SPACE,
    gain=lambda candidates: lambda listed: ssd_gain(candidates.similarity, listed, int(candidates.parameter)),
    compiled=CompiledGain(add_ssd, start_ssd, reads_similarity=True),
    parameter=float(WINDOW),
)
