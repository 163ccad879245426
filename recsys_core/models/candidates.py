"""Keep scored candidates on disk, so that a restarted dashboard scores nobody twice."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from recsys_core.runtime.files import drop_unused, mark_used
from recsys_core.types import Candidates, FloatArray, Interactions

# --- The best items of each person: what is handed to a reranker

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


logger = logging.getLogger(__name__)

MOST_OLD = 12  # two stages of each model that is compared

SCORING_VERSION = 1
"""Raise it when any score or the split changes: stored candidates of other versions are not reused."""


class CandidateStore:
    """A folder of candidates, one file for each distinct key.

    A file that cannot be read is made again, and a folder that cannot be written is done without: the
    store only saves time. Files that nobody used for a month go, but for the newest few.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: tuple[str, ...], make: Callable[[], Candidates]) -> Candidates:
        """The candidates of ``key`` (everything they depend on), from disk or from ``make()``."""
        path = self.folder / f"{hashlib.sha256(repr(key).encode()).hexdigest()[:24]}.npz"
        if path.exists():
            try:
                with np.load(path, allow_pickle=False) as stored:
                    found = Candidates(stored["items"], stored["scores"])
                mark_used(path)
                return found
            except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
                logger.warning("%s cannot be read (%s) and is made again", path, error)
        candidates = make()
        try:
            self._write(path, candidates)
        except OSError as error:
            logger.warning("candidates are not kept on disk: %s", error)
        return candidates

    def _write(self, path: Path, candidates: Candidates) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self.folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, items=candidates.items, scores=candidates.scores)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        # Of data, models or code that are no more; and what a process that was killed left half written.
        drop_unused(self.folder, "*.npz", kept=MOST_OLD)
        drop_unused(self.folder, "*.part", kept=0, days=1)
