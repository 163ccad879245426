"""The paired bootstrap over users: how much would a figure move with other users of the same kind?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from recsys_core.protocol import STANDARD, MeasurementProtocol
from recsys_core.stats.interval import Interval
from recsys_core.types import FloatArray

_BLOCK = 4_000_000  # weights held at a time: 32 MB


@dataclass(frozen=True)
class Resampling:
    """A fixed set of bootstrap resamples of users (Efron & Tibshirani, 1993).

    The same users are drawn for every metric and setting, so differences are paired.

    Attributes:
        n_users: number of users, and of draws in each resample; at least 1.
        n_resamples: number of resamples, at least 1.
        seed: the same seed draws the same users.

    Raises:
        ValueError: a number is below 1.
    """

    n_users: int
    n_resamples: int = STANDARD.n_resamples
    seed: int = STANDARD.seed

    def __post_init__(self) -> None:
        if self.n_users < 1 or self.n_resamples < 1:
            raise ValueError(
                f"users and resamples must be at least 1, got {self.n_users} and {self.n_resamples}"
            )

    @classmethod
    def under(cls, protocol: MeasurementProtocol, n_users: int) -> Resampling:
        """The resamples of ``n_users`` users that a protocol asks for."""
        return cls(n_users, protocol.n_resamples, protocol.seed)

    def means(self, values: FloatArray) -> FloatArray:
        """(n_resamples, m) mean of each column of ``values`` (n_users, m) over the users drawn.

        One matrix product of multinomial weights and values, in blocks of resamples so that memory stays
        bounded for any number of users.

        Raises:
            ValueError: values have another number of rows.
        """
        if values.ndim != 2 or len(values) != self.n_users:
            raise ValueError(f"expected values ({self.n_users}, m), got {values.shape}")
        out = np.empty((self.n_resamples, values.shape[1]))
        start = 0
        for weights in self._blocks():
            out[start : start + len(weights)] = weights @ values
            start += len(weights)
        return out / self.n_users

    def interval(self, values: FloatArray) -> Interval[FloatArray]:
        """(m,) mean of each column of ``values`` (n_users, m) with its 95% percentile interval."""
        return percentile_interval(values.mean(axis=0), self.means(values))

    def _blocks(self) -> Iterator[FloatArray]:
        """How often each user is drawn, (block, n_users) each."""
        rng = np.random.default_rng(self.seed)
        size = max(1, _BLOCK // self.n_users)
        for start in range(0, self.n_resamples, size):
            rows = min(size, self.n_resamples - start)
            drawn = rng.integers(0, self.n_users, (rows, self.n_users))
            drawn += np.arange(rows)[:, None] * self.n_users
            counts = np.bincount(drawn.ravel(), minlength=rows * self.n_users)
            yield counts.reshape(rows, self.n_users).astype(np.float64)


def percentile_interval(value: FloatArray, resampled: FloatArray, level: float = 0.95) -> Interval[Any]:
    """Measured figures with the middle ``level`` of their resamples.

    Args:
        value: (m,) as measured.
        resampled: (n_resamples, m), or (n_resamples,) for a single figure, which gives floats.
        level: share of the resamples between the ends.
    """
    tail = (1.0 - level) / 2.0
    columns = resampled if resampled.ndim == 2 else resampled[:, None]
    found = Interval(np.atleast_1d(value), quantile(columns, tail), quantile(columns, 1.0 - tail))
    return found if resampled.ndim == 2 else found[0]


def quantile(resampled: FloatArray, share: float) -> FloatArray:
    """(m,) quantile of each column of ``resampled`` (n, m), interpolated linearly like numpy's.

    numpy's own percentile walks the columns with strides; here each becomes a contiguous row first. A column
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
