"""Candidates: each user's best-scored items, and a folder that keeps them between restarts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from recsys_core.models.base import Recommender
from recsys_core.models.best_items import best_items
from recsys_core.runtime.array_store import ArrayStore
from recsys_core.types import Candidates, FloatArray, Interactions

SCORING_VERSION = 2
"""Raise this when a score, the split or the choice of candidates changes: stored candidates of another
version are not reused. ``tests/models/test_golden_scores.py`` fails until it rises, and its docstring holds
the command that records the new scores."""

KEPT_FILES = 12  # two stages of each compared model
_CELLS_PER_BLOCK = 1 << 23
"""Scores held at a time: 34 MB."""


def best_of_model(model: Recommender, history: Interactions, n: int = 200) -> Candidates:
    """The ``n`` best items of each user by a fitted model, scored in blocks of users.

    Scores of all users for all items are never held at once: memory grows with users plus items, not with
    their product.

    Args:
        model: fitted over the same items.
        history: what it knows of the users; these items are left out.
        n: candidates per user, at least 1.

    Returns:
        See ``top_candidates``.

    Raises:
        ValueError: n < 1, or a score is not finite.
    """
    if n < 1:
        raise ValueError(f"n must be at least 1, got {n}")
    width, step = min(n, history.n_items), users_per_block(history.n_items)
    items = np.empty((history.n_users, width), np.int32)
    scores = np.empty((history.n_users, width), np.float64)
    for start in range(0, history.n_users, step):
        users = slice(start, min(start + step, history.n_users))
        block = history.of_range(users.start, users.stop)
        best = _best_unseen(model.score(block), block, width)
        items[users], scores[users] = best.items, best.scores
    return Candidates(items, scores)


def users_per_block(n_items: int) -> int:
    """How many users are scored together over a catalogue of ``n_items``, at least 1."""
    return max(1, _CELLS_PER_BLOCK // max(1, n_items))


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
    copy = scores.astype(scores.dtype if scores.dtype == np.float32 else np.float64)
    return _best_unseen(copy, seen, min(n, seen.n_items))


def _best_unseen(scores: FloatArray, seen: Interactions, width: int) -> Candidates:
    """``top_candidates``, which overwrites the scores of what a user has seen."""
    if scores.size and not (np.isfinite(scores.min()) and np.isfinite(scores.max())):
        raise ValueError("scores must be finite, got NaN or infinity")
    scores[seen.user_idx, seen.item_idx] = -np.inf
    return Candidates(*best_items(scores, width))


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
