"""Figures of methods, kept between restarts so that a first visitor need not wait."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from recsys_core.decisions.figures import PositionFigures
from recsys_core.runtime.array_store import Arrays, ArrayStore, code_fingerprint
from recsys_core.stats.interval import Interval
from recsys_core.types import FloatArray

KEPT_FILES = 48  # a few methods and lengths of a few data sets: some 100 kB each
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


def _pack(figures: Figures) -> Arrays:
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
    return out


def _unpack(stored: Arrays) -> Figures:
    found: Figures = {}
    for start in (name.rpartition("/lambdas")[0] for name in stored if name.endswith("/lambdas")):
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
