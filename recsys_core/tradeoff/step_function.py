"""Measures of everybody's lists as exact step functions of λ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.types import FloatArray


@dataclass(frozen=True)
class Curve:
    """Step functions over λ: ``values[key][i]`` holds from ``breakpoints[i]`` up to the next breakpoint.

    Attributes:
        breakpoints: (m,) float64, ascending from 0.0, each the λ at which somebody's list changes.
        values: by metric key ("ndcg@10"), (m,) float64 each, finite.
    """

    breakpoints: FloatArray
    values: dict[str, FloatArray]

    def index_at(self, lambdas: FloatArray | float) -> np.ndarray:
        """(n,) the step in force at each λ, right-continuous: at a breakpoint the new lists are shown.

        Raises:
            ValueError: a λ is outside [0, 1] or not a number.
        """
        lambdas = np.asarray(lambdas, dtype=np.float64)
        if not np.all((lambdas >= 0) & (lambdas <= 1)):
            raise ValueError(f"lambda must lie in [0, 1], got {lambdas}")
        return np.searchsorted(self.breakpoints, lambdas, side="right") - 1

    def at(self, lambda_: float) -> dict[str, float]:
        """Every measure at one λ."""
        step = int(self.index_at(lambda_))
        return {key: float(values[step]) for key, values in self.values.items()}

    def sample(self, lambdas: FloatArray) -> dict[str, FloatArray]:
        """Every measure at each of ``lambdas`` (n,): (n,) by key."""
        steps = self.index_at(lambdas)
        return {key: values[steps] for key, values in self.values.items()}

    def extremes(self, key: str) -> tuple[float, float]:
        """Smallest and largest value of a measure over the whole axis."""
        return float(self.values[key].min()), float(self.values[key].max())
