"""Figures of methods, kept between restarts so that a first visitor need not wait."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from recsys_core.decisions.figures import PositionFigures
from recsys_core.runtime.array_store import Arrays, ArrayStore, code_fingerprint
from recsys_core.stats.interval import Interval
from recsys_core.types import FloatArray

KEPT_FILES = 128  # some methods, models and lengths of a few data sets: some 40 to 200 kB each
_INTERVALS = ("accuracy", "coverage", "worse_off")
_CODE = ("types.py", "data", "rerank", "evaluation", "metrics", "stats", "decisions", "workbench")

Figures = dict[str, PositionFigures]


class FiguresStore:
    """Figures by method, one file for each key; figures of groups are not kept, nor those of other code.

    Args:
        folder: where they are kept.
    """

    def __init__(self, folder: Path) -> None:
        self._store = ArrayStore(folder, KEPT_FILES)

    def get(self, key: tuple[str, ...], make: Callable[[], Figures]) -> Figures:
        """The figures of ``key``, everything they depend on but the code, read or computed by ``make()``."""
        return self._store.get((*key, code_fingerprint(*_CODE)), make, _pack, _unpack)

    def holds(self, key: tuple[str, ...]) -> bool:
        """Whether there is a file for ``key``."""
        return self._store.holds((*key, code_fingerprint(*_CODE)))


def _pack(figures: Figures) -> Arrays:
    out: dict[str, FloatArray] = {}
    for place, (method, one) in enumerate(figures.items()):
        start = f"{place}/{method}"
        out[f"{start}/lambdas"] = one.lambdas
        out[f"{start}/measured"] = np.array([one.level, one.n_users, one.from_reference])
        for name, values in one.objectives.items():
            out[f"{start}/objective/{name}"] = values
        for name, value in one.starts.items():
            out[f"{start}/start/{name}"] = np.array([value])
        intervals: dict[str, Interval[FloatArray]] = {name: getattr(one, name) for name in _INTERVALS}
        intervals |= {f"gain/{name}": gain for name, gain in one.gains.items()}
        for name, interval in intervals.items():
            out[f"{start}/{name}"] = np.stack([interval.value, interval.low, interval.high])
    return out


def _unpack(stored: Arrays) -> Figures:
    found: Figures = {}
    for start in (name.rpartition("/lambdas")[0] for name in stored if name.endswith("/lambdas")):
        level, n_users, from_reference = stored[f"{start}/measured"]
        objectives, gains, starts = (
            _under(f"{start}/{kind}/", stored) for kind in ("objective", "gain", "start")
        )
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
            starts={name: float(value) for name, (value,) in starts.items()},
            from_reference=bool(from_reference),
        )
    if not found:
        raise ValueError("it holds no figures")
    return found


def _under(prefix: str, stored: Arrays) -> Arrays:
    """Every array whose name starts with ``prefix``, by the rest of its name."""
    return {name.removeprefix(prefix): values for name, values in stored.items() if name.startswith(prefix)}
