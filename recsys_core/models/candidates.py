"""The best items of each person: what is handed to a reranker."""

from __future__ import annotations

import numpy as np

from recsys_core.types import Candidates, FloatArray, Interactions

_ROWS_AT_ONCE = 2048  # bounds the boolean work arrays at some 100 MB for a catalogue of 20,000


def top_candidates(scores: FloatArray, seen: Interactions, n: int = 200) -> Candidates:
    """The ``n`` best items of each person that are not among those they have seen.

    Ties go to the lower item index, at the border too, so equal scores always give equal candidates.

    Args:
        scores: (n_users, n_items), finite.
        seen: what to leave out, over the same people and items.
        n: candidates a person, at least 1; fewer where fewer are left.

    Returns:
        Candidates of shape (n_users, min(n, n_items)), best first, padded with -1 and -inf.

    Raises:
        ValueError: shapes disagree, n < 1, or a score is not finite.
    """
    if scores.shape != (seen.n_users, seen.n_items):
        raise ValueError(f"scores must be {(seen.n_users, seen.n_items)}, got {scores.shape}")
    if n < 1:
        raise ValueError(f"n must be at least 1, got {n}")
    if not np.isfinite(scores).all():
        raise ValueError("scores must be finite, got NaN or infinity")
    width = min(n, seen.n_items)
    items = np.empty((seen.n_users, width), np.int32)
    best = np.empty((seen.n_users, width), np.float64)
    for start in range(0, seen.n_users, _ROWS_AT_ONCE):
        rows = slice(start, min(start + _ROWS_AT_ONCE, seen.n_users))
        block = scores[rows].astype(np.float64)
        of_block = slice(seen.offsets[rows.start], seen.offsets[rows.stop])
        block[seen.user_idx[of_block] - start, seen.item_idx[of_block]] = -np.inf
        items[rows], best[rows] = _top(block, width)
    items[best == -np.inf] = -1
    return Candidates(items, best)


def _top(scores: FloatArray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """The ``width`` largest of each row, descending, ties by lower column."""
    border = np.partition(scores, scores.shape[1] - width, axis=1)[:, [scores.shape[1] - width]]
    above = scores > border
    at_border = scores == border
    room = width - above.sum(axis=1, keepdims=True)
    keep = above | (at_border & (np.cumsum(at_border, axis=1) <= room))
    columns = np.nonzero(keep)[1].reshape(len(scores), width)
    values = np.take_along_axis(scores, columns, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    return np.take_along_axis(columns, order, axis=1), np.take_along_axis(values, order, axis=1)
