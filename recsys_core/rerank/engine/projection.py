"""What remains of each candidate once the directions of the listed items are taken out.

Both determinantal reranking and the sliding spectrum need it. Only inner products are used (the Cholesky form
of Chen et al., NeurIPS 2018), so any positive semi-definite similarity serves, not only cosines.
"""

from __future__ import annotations

import numpy as np

from recsys_core.rerank.engine.arrays import Lists, Person, Problem
from recsys_core.runtime.compilation import borrowing
from recsys_core.types import FloatArray, IndexArray

FLOOR = 1e-6
"""Squared length under which nothing new is left.

The vectors are float32; beyond their rank the rounding of their places leaves less than this (similarities
themselves are float64 here, see ``similarity.is_fine``), and an order made of rounding is no order. At the
floor all are equal, and relevance decides.
"""


def residuals(similarity: FloatArray, selected: IndexArray, window: int | None = None) -> FloatArray:
    """Squared length of each candidate outside the span of the list, by explicit Gram-Schmidt.

    Args:
        similarity: (n_candidates, n_candidates) inner products; an item nothing is known about is a zero row
            and column, so nothing is left of it from the start.
        selected: positions in the list, in order.
        window: only the last ``window`` directions count (each taken orthogonal to those then in the window).

    Returns:
        (n_candidates,) in [FLOOR, 1].
    """
    similarity = np.asarray(similarity, dtype=np.float64)
    own = np.diagonal(similarity)
    directions: list[FloatArray] = []
    reach = len(selected) + 1 if window is None else window
    for pick in selected:
        recent = directions[max(0, len(directions) - reach) :]
        left = own[pick] - sum(direction[pick] ** 2 for direction in recent)
        if left > FLOOR:
            shared = similarity[pick] - sum(direction * direction[pick] for direction in recent)
            directions.append(shared / np.sqrt(left))
        else:  # nothing new was added, so nothing is taken out
            directions.append(np.zeros(len(similarity)))
    recent = directions[max(0, len(directions) - reach) :]
    return np.maximum(own - sum((direction**2 for direction in recent), np.zeros(len(own))), FLOOR)


@borrowing
def start_projection(problem: Problem, person: Person, lists: Lists, n: int) -> None:
    """Squared lengths of the candidates themselves: 1, or 0 where nothing is known."""
    for i in range(n):
        lists.level[0, i] = 1.0 if problem.known[person.items[i]] else 0.0


@borrowing
def project(person: Person, lists: Lists, n: int, depth: int, first: int) -> None:
    """Take out the direction of the pick of rank ``depth``; those of ranks ``first``.. are in the window."""
    pick = lists.chosen[depth]
    row = person.similarity[pick]
    direction, before, after = lists.basis[depth], lists.level[depth], lists.level[depth + 1]
    if before[pick] > FLOOR:
        for i in range(n):
            direction[i] = row[i]
        for rank in range(first, depth):
            earlier = lists.basis[rank]
            share = earlier[pick]
            if share != 0.0:
                for i in range(n):
                    direction[i] -= earlier[i] * share
        scale = 1.0 / np.sqrt(before[pick])
        for i in range(n):
            direction[i] *= scale
            after[i] = before[i] - direction[i] * direction[i]
    else:
        for i in range(n):
            direction[i] = 0.0
            after[i] = before[i]
