"""Figures of every method on validation, kept between restarts so that a first visitor need not wait."""

from __future__ import annotations

import hashlib
import logging
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from recsys_core.decisions.figures import PositionFigures
from recsys_core.runtime.files import UNFINISHED, atomic_write, drop_unused, mark_used
from recsys_core.stats.interval import Interval
from recsys_core.types import FloatArray

logger = logging.getLogger(__name__)

KEPT_FILES = 96  # some 40 kB each: a dozen models with every method
_INTERVALS = ("accuracy", "coverage", "worse_off")
_PACKAGE = Path(__file__).resolve().parents[1]
_CODE = ("rerank", "evaluation", "metrics", "stats", "decisions")

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
        if path.exists():
            try:
                with np.load(path, allow_pickle=False) as stored:
                    found = _unpack(stored)
                mark_used(path)
                return found
            except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
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
    for package in _CODE:
        for path in sorted((_PACKAGE / package).rglob("*.py")):
            digest.update(str(path.relative_to(_PACKAGE)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _pack(figures: Figures) -> dict[str, FloatArray]:
    out: dict[str, FloatArray] = {}
    for place, (method, one) in enumerate(figures.items()):
        start = f"{place}/{method}"
        out[f"{start}/lambdas"] = one.lambdas
        out[f"{start}/measured"] = np.array([one.level, one.n_users, one.start])
        for name, values in one.objectives.items():
            out[f"{start}/objective/{name}"] = values
        intervals: dict[str, Interval[FloatArray]] = {name: getattr(one, name) for name in _INTERVALS}
        intervals |= {f"gain/{name}": gain for name, gain in one.gains.items()}
        for name, interval in intervals.items():
            out[f"{start}/{name}"] = np.stack([interval.value, interval.low, interval.high])
    return out


def _unpack(stored: np.lib.npyio.NpzFile) -> Figures:
    found: Figures = {}
    starts = {name.rpartition("/lambdas")[0] for name in stored.files if name.endswith("/lambdas")}
    for start in sorted(starts, key=lambda start: int(start.partition("/")[0])):
        level, n_users, accuracy_at_start = stored[f"{start}/measured"]
        objectives, gains = (_under(f"{start}/{kind}/", stored) for kind in ("objective", "gain"))
        accuracy, coverage, worse_off = (Interval(*stored[f"{start}/{name}"]) for name in _INTERVALS)
        found[start.partition("/")[2]] = PositionFigures(
            stored[f"{start}/lambdas"],
            objectives,
            accuracy,
            coverage,
            worse_off,
            float(level),
            int(n_users),
            gains={name: Interval(*ends) for name, ends in gains.items()},
            start=float(accuracy_at_start),
        )
    if not found:
        raise ValueError("it holds no figures")
    return found


def _under(prefix: str, stored: np.lib.npyio.NpzFile) -> dict[str, FloatArray]:
    """Every array whose name starts with ``prefix``, by the rest of its name."""
    return {name.removeprefix(prefix): stored[name] for name in stored.files if name.startswith(prefix)}
