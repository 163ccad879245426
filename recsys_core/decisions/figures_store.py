"""Figures of methods, kept between restarts so that a first visitor need not wait."""

from __future__ import annotations

import hashlib
import logging
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import numpy as np

from recsys_core.decisions.figures import PositionFigures
from recsys_core.runtime.files import UNFINISHED, atomic_write, drop_unused, mark_used
from recsys_core.stats.interval import Interval
from recsys_core.types import FloatArray

logger = logging.getLogger(__name__)

KEPT_FILES = 48  # a few methods and lengths of a few data sets: some 100 kB each
_INTERVALS = ("accuracy", "coverage", "worse_off")
_PACKAGE = Path(__file__).resolve().parents[1]
_CODE = ("types.py", "data", "rerank", "evaluation", "metrics", "stats", "decisions", "workbench")
_DIGEST = "digest"

_UNREADABLE = (OSError, EOFError, ValueError, TypeError, KeyError, RuntimeError, zipfile.BadZipFile)

Figures = dict[str, PositionFigures]


class FiguresStore:
    """A folder of figures by method, one file for each key; figures of groups are not kept.

    The store only saves time: an unreadable file is computed again, and an unwritable folder is ignored.
    Figures of other code are never used.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: tuple[str, ...], make: Callable[[], Figures]) -> Figures:
        """The figures of ``key``, everything they depend on but the code, read or computed by ``make()``."""
        path = self.folder / f"{hashlib.sha256(repr((key, _code())).encode()).hexdigest()[:24]}.npz"
        try:
            if path.exists():
                with np.load(path, allow_pickle=False) as stored:
                    found = _unpack({name: stored[name] for name in stored.files})
                mark_used(path)
                return found
        except (
            OSError,
            EOFError,
            ValueError,
            TypeError,
            KeyError,
            RuntimeError,
            zipfile.BadZipFile,
        ) as error:
            logger.warning("%s cannot be read (%s); computing it again", path, error)
        figures = make()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with atomic_write(path) as file:
                np.savez(file, allow_pickle=False, **_pack(figures))
            drop_unused(self.folder, "*.npz", kept=KEPT_FILES)
            drop_unused(self.folder, f"*{UNFINISHED}", kept=0, days=1)
        except OSError as error:
            logger.warning("figures are not stored: %s", error)
        return figures


@cache
def _code() -> str:
    """Hash of all code between candidates and figures: a stale verdict would lie, computing takes seconds."""
    digest = hashlib.sha256()
    for part in _CODE:
        whole = _PACKAGE / part
        for path in [whole] if whole.is_file() else sorted(whole.rglob("*.py")):
            digest.update(str(path.relative_to(_PACKAGE)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _pack(figures: Figures) -> dict[str, FloatArray]:
    out: dict[str, FloatArray] = {}
    for place, (method, one) in enumerate(figures.items()):
        start = f"{place}/{method}"
        out[f"{start}/lambdas"] = one.lambdas
        out[f"{start}/measured"] = np.array([one.level, one.n_users])
        for name, values in one.objectives.items():
            out[f"{start}/objective/{name}"] = values
        for name in _INTERVALS:
            interval: Interval[FloatArray] = getattr(one, name)
            out[f"{start}/{name}"] = np.stack([interval.value, interval.low, interval.high])
    return out | {_DIGEST: _digest(out)}


def _digest(arrays: Mapping[str, FloatArray]) -> FloatArray:
    """A hash of names and contents: a zip file protects its contents alone."""
    whole = hashlib.sha256()
    for name in sorted(arrays):
        whole.update(name.encode() + b"\0" + arrays[name].tobytes())
    return np.frombuffer(whole.digest(), np.uint8)


def _unpack(arrays: dict[str, FloatArray]) -> Figures:
    stored = dict(arrays)
    if not np.array_equal(stored.pop(_DIGEST), _digest(stored)):
        raise ValueError("its contents have changed")
    found: Figures = {}
    starts = {name.rpartition("/lambdas")[0] for name in stored if name.endswith("/lambdas")}
    for start in sorted(starts, key=lambda start: int(start.partition("/")[0])):
        prefix = f"{start}/objective/"
        level, n_users = stored[f"{start}/measured"]
        accuracy, coverage, worse_off = (Interval(*stored[f"{start}/{name}"]) for name in _INTERVALS)
        found[start.partition("/")[2]] = PositionFigures(
            stored[f"{start}/lambdas"],
            {name.removeprefix(prefix): stored[name] for name in stored if name.startswith(prefix)},
            accuracy,
            coverage,
            worse_off,
            float(level),
            int(n_users),
        )
    if not found:
        raise ValueError("it holds no figures")
    return found
