"""A folder that keeps results as arrays between restarts: it saves time and is never needed."""

from __future__ import annotations

import hashlib
import logging
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from recsys_core.runtime.files import UNFINISHED, atomic_write, drop_unused, mark_used

logger = logging.getLogger(__name__)

_PACKAGE = Path(__file__).resolve().parents[1]
_DIGEST = "digest"
_UNREADABLE = (OSError, EOFError, ValueError, TypeError, KeyError, RuntimeError, zipfile.BadZipFile)

Arrays = dict[str, np.ndarray]
T = TypeVar("T")


class ArrayStore:
    """Results by key, one file each. Nothing is ever unpickled.

    An unreadable or changed file is computed again, and an unwritable folder is ignored. Files that are
    unused for a number of days are deleted, except the most recent ones.

    Args:
        folder: made when something is stored.
        kept: number of files that are always kept.
        days: how long further ones are kept; 0 bounds the room on disk.
    """

    def __init__(self, folder: Path, kept: int, days: float = 30) -> None:
        self.folder, self.kept, self.days = folder, kept, days

    def get(
        self,
        key: tuple[str, ...],
        make: Callable[[], T],
        pack: Callable[[T], Arrays],
        unpack: Callable[[Arrays], T],
    ) -> T:
        """The result of ``key``, read from disk or computed by ``make()``.

        Args:
            key: everything that the result depends on, its code included.
            make: computes it when it is not on disk.
            pack: the result as arrays of numbers, in an order that is kept.
            unpack: the result from such arrays; a ValueError or KeyError of it means that they are unusable.
        """
        path = self._path(key)
        try:
            if path.exists():
                with np.load(path, allow_pickle=False) as stored:
                    found = unpack(_checked({name: stored[name] for name in stored.files}))
                mark_used(path)
                return found
        except _UNREADABLE as error:
            logger.warning("%s cannot be read (%s); computing it again", path, error)
        made = make()
        try:
            self._write(path, pack(made))
        except OSError as error:
            logger.warning("%s is not stored: %s", path, error)
        return made

    def holds(self, key: tuple[str, ...]) -> bool:
        """Whether there is a file for ``key``; it may still turn out to be unusable."""
        return self._path(key).is_file()

    def _path(self, key: tuple[str, ...]) -> Path:
        return self.folder / f"{hashlib.sha256(repr(key).encode()).hexdigest()[:24]}.npz"

    def _write(self, path: Path, arrays: Arrays) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        whole: dict[str, Any] = arrays | {_DIGEST: _digest(arrays)}
        with atomic_write(path) as file:
            np.savez(file, allow_pickle=False, **whole)
        # Old data, models or code, and the half-written files of killed processes.
        drop_unused(self.folder, "*.npz", kept=self.kept, days=self.days)
        drop_unused(self.folder, f"*{UNFINISHED}", kept=0, days=1)


@cache
def code_fingerprint(*parts: str) -> str:
    """Hash of all Python files of some packages or files of the project: "stats", "types.py".

    For results that take seconds to compute again and would mislead if they were of other code.
    """
    digest = hashlib.sha256()
    for part in parts:
        whole = _PACKAGE / part
        for path in [whole] if whole.is_file() else sorted(whole.rglob("*.py")):
            digest.update(str(path.relative_to(_PACKAGE)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _checked(arrays: Arrays) -> Arrays:
    stored = arrays.pop(_DIGEST)
    if not np.array_equal(stored, _digest(arrays)):
        raise ValueError("its contents have changed")
    return arrays


def _digest(arrays: Mapping[str, np.ndarray]) -> np.ndarray:
    """A hash of names and contents: a zip file protects its contents alone."""
    whole = hashlib.blake2b()
    for name, values in arrays.items():
        whole.update(f"{name} {values.dtype} {values.shape}".encode())
        whole.update(np.ascontiguousarray(values).data)
    return np.frombuffer(whole.digest(), np.uint8)
