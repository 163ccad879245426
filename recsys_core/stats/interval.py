"""The one shape of a figure with uncertainty: its value and both ends of its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np

from recsys_core.types import FloatArray

Values = TypeVar("Values", float, FloatArray)


@dataclass(frozen=True)
class Interval(Generic[Values]):
    """A figure, or an array of figures, with the ends of its interval in the same unit, 95% unless stated.

    Attributes:
        value: as measured.
        low: lower end.
        high: upper end.

    Three floats, or three arrays of one shape; NaN where there is no figure.
    """

    value: Values
    low: Values
    high: Values

    @classmethod
    def certain(cls, value: Values) -> Interval[Values]:
        """An interval without width."""
        return Interval(value, value, value)

    def __len__(self) -> int:
        return len(np.atleast_1d(self.value))

    def __getitem__(self, rows: Any) -> Interval[Any]:
        """The figures at ``rows``; one row gives an interval of floats.

        >>> Interval(np.array([1.0, 2.0]), np.array([0.5, 1.5]), np.array([1.5, 2.5]))[1]
        Interval(value=2.0, low=1.5, high=2.5)
        """
        ends = [np.asarray(end)[rows] for end in (self.value, self.low, self.high)]
        return Interval(*(end if np.ndim(end) else float(end) for end in ends))

    @property
    def below_zero(self) -> bool | Any:
        """Whether the whole interval lies below 0; an array for arrays."""
        return self.high < 0

    @property
    def above_zero(self) -> bool | Any:
        """Whether the whole interval lies above 0; an array for arrays."""
        return self.low > 0

    @property
    def includes_zero(self) -> bool | Any:
        """Whether the interval does not exclude 0, ends included; an array for arrays; true for NaN."""
        return np.logical_not(self.below_zero | self.above_zero)

    def scaled(self, factor: float) -> Interval[Values]:
        """Value and ends times a positive ``factor``, for another unit.

        >>> Interval(0.02, 0.01, 0.03).scaled(100)
        Interval(value=2.0, low=1.0, high=3.0)
        """
        return Interval(self.value * factor, self.low * factor, self.high * factor)

    def to_dict(self) -> dict[str, Any]:
        """``value``, ``low`` and ``high``, ready for JSON."""
        ends = {"value": self.value, "low": self.low, "high": self.high}
        return {name: np.asarray(end, np.float64).tolist() for name, end in ends.items()}
