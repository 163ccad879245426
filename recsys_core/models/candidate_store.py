"""Keep scored candidates on disk, so that a restarted dashboard scores nobody twice."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from recsys_core.leftovers import drop_unused, mark_used
from recsys_core.types import Candidates

logger = logging.getLogger(__name__)

MOST_OLD = 12  # two stages of each model that is compared

_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def scoring_code() -> str:
    """Twelve hex digits over the code that scores and splits: candidates of other code are not reused."""
    digest = hashlib.sha256()
    for path in [*sorted((_PACKAGE / "models").glob("*.py")), _PACKAGE / "data" / "split.py"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


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
