"""Draw people again and again: how much would a figure move with other people of the same kind?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from recsys_core.types import FloatArray

SEED = 20261124
N_RESAMPLES = 2000
_BLOCK = 4_000_000  # weights held at a time: 32 MB


@dataclass(frozen=True)
class Resampling:
    """A fixed set of bootstrap resamples of people (Efron & Tibshirani, 1993).

    The same people are drawn for every metric and setting, so differences are paired.

    Attributes:
        n_people: how many are drawn, and from how many, at least 1.
        n_resamples: how often.
        seed: the same seed draws the same people.
    """

    n_people: int
    n_resamples: int = N_RESAMPLES
    seed: int = SEED

    def __post_init__(self) -> None:
        if self.n_people < 1 or self.n_resamples < 1:
            raise ValueError(
                f"people and resamples must be at least 1, got {self.n_people} and {self.n_resamples}"
            )

    def means(self, values: FloatArray) -> FloatArray:
        """(n_resamples, m) mean of each column of ``values`` (n_people, m) over the people drawn.

        One matrix product of multinomial weights and values, in blocks of resamples so that memory stays
        bounded for any number of people.

        Raises:
            ValueError: values have another number of rows.
        """
        if values.ndim != 2 or len(values) != self.n_people:
            raise ValueError(f"expected values ({self.n_people}, m), got {values.shape}")
        out = np.empty((self.n_resamples, values.shape[1]))
        start = 0
        for weights in self._blocks():
            out[start : start + len(weights)] = weights @ values
            start += len(weights)
        return out / self.n_people

    def _blocks(self) -> Iterator[FloatArray]:
        """Counts of how often each person is drawn, (block, n_people) each."""
        rng = np.random.default_rng(self.seed)
        size = max(1, _BLOCK // self.n_people)
        for start in range(0, self.n_resamples, size):
            rows = min(size, self.n_resamples - start)
            drawn = rng.integers(0, self.n_people, (rows, self.n_people))
            drawn += np.arange(rows)[:, None] * self.n_people
            counts = np.bincount(drawn.ravel(), minlength=rows * self.n_people)
            yield counts.reshape(rows, self.n_people).astype(np.float64)


def percentile_interval(resampled: FloatArray, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """(m,) lower and upper end that hold the middle ``level`` of each column of ``resampled`` (n, m)."""
    tail = (1.0 - level) / 2.0
    return quantile(resampled, tail), quantile(resampled, 1.0 - tail)


def quantile(resampled: FloatArray, share: float) -> FloatArray:
    """(m,) quantile of each column of ``resampled`` (n, m), linear between neighbours as in numpy.

    Numpy's own percentile walks the columns with strides; here each becomes a contiguous row first. A column
    with a NaN gives NaN.
    """
    rows = np.ascontiguousarray(resampled.T)
    place = share * (rows.shape[1] - 1)
    below = int(np.floor(place + 1e-9))
    above = min(below + 1, rows.shape[1] - 1)
    ordered = np.partition(rows, (below, above, rows.shape[1] - 1), axis=1)
    part = max(place - below, 0.0)
    ends = ordered[:, below] * (1.0 - part) + ordered[:, above] * part
    return np.where(np.isnan(ordered[:, -1]), np.nan, ends)
