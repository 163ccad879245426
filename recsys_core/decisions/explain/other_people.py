"""What an interval means: draw other people of the same kind, again and again, and see what it misses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.stats.interval import Interval
from recsys_core.stats.relative_change import mean_difference
from recsys_core.types import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Draws:
    """Intervals of a mean, each from other people, and the mean of everybody.

    Attributes:
        intervals: (m,) the mean of those drawn with its 95% interval.
        truth: the mean of everybody.
        n: people in a draw.
    """

    intervals: Interval[FloatArray]
    truth: float
    n: int

    @property
    def missed(self) -> BoolArray:
        """(m,) whether the interval leaves the truth out."""
        return (self.intervals.low > self.truth) | (self.intervals.high < self.truth)


def draw_people(figures: FloatArray, n: int, times: int, seed: int) -> Draws:
    """Draw ``n`` people with replacement, ``times`` times, and take the mean with Student's interval.

    Everybody in ``figures`` is taken for the whole population, so that the truth is known.

    Args:
        figures: (n_people,) one figure a person, at least two people.
        n: people in a draw, at least 2.
        times: number of draws, at least 1. A longer series begins with the same draws.
        seed: the same seed draws the same people.

    Raises:
        ValueError: too few people, or a number below its least.
    """
    if figures.ndim != 1 or len(figures) < 2 or n < 2 or times < 1:
        raise ValueError(
            f"expected two people, n of 2 and one draw at least, got {figures.shape}, {n}, {times}"
        )
    rows = np.random.default_rng(seed).integers(0, len(figures), size=(times, n))
    drawn = figures[rows].T  # (n, times): every draw is one column
    found = mean_difference(np.zeros(n), drawn, typical=np.zeros(times))
    return Draws(found, float(figures.mean()), n)
