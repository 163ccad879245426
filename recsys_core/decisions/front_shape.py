"""The shape of a front: what is dominated, where it bends, and how much area it covers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.types import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class FrontShape:
    """Where a front is dominated and where it bends.

    Attributes:
        dominated: (n,) settings that another one beats, see ``dominated``.
        knee: position where the front bends most, see ``knee_point``.
    """

    dominated: BoolArray
    knee: int

    @classmethod
    def of(cls, accuracy: FloatArray, variety: FloatArray) -> FrontShape:
        """The shape of the front through (n,) accuracies and varieties."""
        return cls(dominated(accuracy, variety), knee_point(accuracy, variety))


def dominated(accuracy: FloatArray, variety: FloatArray) -> BoolArray:
    """Settings that another one beats: at least as good in both, better in one.

    Args:
        accuracy: (n,) higher is better.
        variety: (n,) higher is better.

    Returns:
        (n,) bool; equal points do not dominate each other.
    """
    order = np.lexsort((accuracy, variety))[::-1]  # most variety first, then most accuracy
    y, x = np.asarray(accuracy, np.float64)[order], np.asarray(variety, np.float64)[order]
    best_before = np.maximum.accumulate(np.concatenate([[-np.inf], y[:-1]]))
    first = np.ones(len(y), np.bool_)
    first[1:] = (y[1:] != y[:-1]) | (x[1:] != x[:-1])
    # Equal points are judged by the first of them: only what comes before the whole group counts.
    group = np.maximum.accumulate(np.where(first, np.arange(len(y)), 0))
    out = np.zeros(len(y), np.bool_)
    out[order] = (best_before >= y)[group]
    return out


def knee_point(accuracy: FloatArray, variety: FloatArray) -> int:
    """The setting where the front bends most: beyond it, variety becomes expensive.

    The point of the non-dominated front farthest above the straight line between its ends, both axes scaled
    to [0, 1] (Kneedle, Satopää et al., ICDCS Workshops 2011). A tie, and a front without a bend, goes to the
    end with more accuracy.

    Args:
        accuracy: (n,), n >= 1.
        variety: (n,).

    Returns:
        Its position.
    """
    best = np.flatnonzero(~dominated(accuracy, variety))
    best = best[np.argsort(variety[best], kind="stable")]
    y, x = np.asarray(accuracy)[best], np.asarray(variety)[best]
    if x[-1] <= x[0] or y[0] <= y[-1]:
        return int(best[0])
    above = (x - x[0]) / (x[-1] - x[0]) + (y - y[-1]) / (y[0] - y[-1]) - 1.0
    return int(best[np.argmax(np.where(above > 1e-12, above, 0.0))])


def hypervolume(accuracy: FloatArray, variety: FloatArray, reference: tuple[float, float]) -> FloatArray:
    """Area that a front dominates beyond a reference point (Zitzler & Thiele, IEEE TEVC 1999).

    Fronts are comparable only with one reference, e.g. the accuracy and variety that all of them exceed.

    Args:
        accuracy: (..., n) points along the last axis; leading axes are separate fronts, e.g. resamples.
        variety: (..., n).
        reference: (accuracy, variety) of the corner; points below it in either count for nothing.

    Returns:
        (...) area in accuracy times variety.
    """
    low_y, low_x = reference
    x, y = np.maximum(variety, low_x), np.asarray(accuracy, np.float64)
    y = np.where(variety < low_x, low_y, np.maximum(y, low_y))
    order = np.argsort(x, axis=-1)
    x, y = np.take_along_axis(x, order, -1), np.take_along_axis(y, order, -1)
    reached = np.maximum.accumulate(y[..., ::-1], axis=-1)[..., ::-1]
    width = np.diff(x, axis=-1, prepend=low_x)
    return ((reached - low_y) * width).sum(axis=-1)
