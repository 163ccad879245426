"""Candidates: each user's best-scored items, and a folder that keeps them between restarts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from recsys_core.runtime.array_store import ArrayStore
from recsys_core.types import BoolArray, Candidates, FloatArray, Interactions

SCORING_VERSION = 2
"""Raise this when a score, the split or the choice of candidates changes: stored candidates of another
version are not reused. ``tests/models/test_golden_scores.py`` fails until it rises, and its docstring holds
the command that records the new scores."""

KEPT_FILES = 12  # two stages of each compared model
_USERS_PER_BLOCK = 2048  # bounds the boolean work arrays at about 100 MB for a catalogue of 20,000 items


def top_candidates(scores: FloatArray, seen: Interactions, n: int = 200) -> Candidates:
    """The ``n`` best-scored items of each user, without those already in ``seen``.

    Ties go to the lower item index, also at the cut-off, so equal scores always give equal candidates.

    Args:
        scores: (n_users, n_items), finite.
        seen: interactions to leave out, over the same users and items.
        n: candidates per user, at least 1; a user with fewer unseen items gets fewer.

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
    for start in range(0, seen.n_users, _USERS_PER_BLOCK):
        users = slice(start, min(start + _USERS_PER_BLOCK, seen.n_users))
        block = scores[users].astype(np.float64)
        rows = slice(seen.offsets[users.start], seen.offsets[users.stop])
        block[seen.user_idx[rows] - start, seen.item_idx[rows]] = -np.inf
        items[users], best[users] = _largest(block, width)
    items[best == -np.inf] = -1
    return Candidates(items, best)


def largest_in_rows(values: FloatArray, n: int) -> BoolArray:
    """(rows, columns) bool: each row's ``n`` largest, ties by lower column; ``n`` is at most the columns."""
    cutoff = np.partition(values, values.shape[1] - n, axis=1)[:, [values.shape[1] - n]]
    above = values > cutoff
    tied = values == cutoff
    room = n - above.sum(axis=1, keepdims=True)
    return above | (tied & (np.cumsum(tied, axis=1) <= room))


def _largest(scores: FloatArray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Columns and values of each row's ``width`` largest, descending, ties by lower column."""
    columns = np.nonzero(largest_in_rows(scores, width))[1].reshape(len(scores), width)
    values = np.take_along_axis(scores, columns, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    return np.take_along_axis(columns, order, axis=1), np.take_along_axis(values, order, axis=1)


class CandidateStore:
    """Candidates by key, kept between restarts; see ``ArrayStore``."""

    def __init__(self, folder: Path) -> None:
        self._store = ArrayStore(folder, KEPT_FILES)

    def get(self, key: tuple[str, ...], make: Callable[[], Candidates]) -> Candidates:
        """The candidates of ``key``, read from disk or computed by ``make()``.

        Args:
            key: everything the candidates depend on.
            make: computes them when they are not on disk.
        """
        return self._store.get(
            key,
            make,
            lambda made: {"items": made.items, "scores": made.scores},
            lambda stored: Candidates(stored["items"], stored["scores"]),
        )
