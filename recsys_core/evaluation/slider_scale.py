"""The slider's own unit: the share of the variety that a reranker can reach."""

from __future__ import annotations

import numpy as np

from recsys_core.evaluation.curves import Curve
from recsys_core.types import FloatArray


class SliderScale:
    """Translates between λ and achieved diversity: 0 = relevance only, 1 = the most this reranker reaches.

    λ means something different for each reranker: at the same λ one has covered a tenth of its range, another
    nine tenths. Achieved diversity is the running maximum of the mean metric, so it never falls while λ
    rises; it stays put where the mean itself falls. 1 is reached at the first λ with the maximum: beyond it
    there is only more loss.

    Attributes:
        key: the metric in whose steps the slider moves.
        top: the first λ at which the metric is at its highest.
    """

    def __init__(self, curve: Curve, key: str) -> None:
        self.key = key
        self._breakpoints = curve.breakpoints  # not the curve: whoever keeps the scale would keep all of it
        reached = np.maximum.accumulate(curve.values[key])
        span = reached[-1] - reached[0]
        self._share: FloatArray = (reached - reached[0]) / span if span > 0 else np.zeros(len(reached))
        # Only the steps that lead higher can be targets; from λ = 0 on their shares rise strictly.
        self._steps = np.flatnonzero(np.diff(self._share, prepend=-1.0) > 0)
        self.top = float(curve.breakpoints[self._steps[-1]])

    def achieved(self, lambda_: float) -> float:
        """Share of the reachable variety at λ, in [0, 1]; 0 everywhere if the reranker gains nothing."""
        return float(self._share[Curve(self._breakpoints, {}).index_at(lambda_)])

    def lambda_for(self, achieved: float) -> float:
        """The λ whose achieved share is nearest to ``achieved``; a tie goes to the lower λ.

        Non-decreasing in ``achieved``. Where the curve jumps (few users, or a reranker that leaps at 0) the
        nearer side of the jump is taken. A reranker that gains nothing stays at 0.

        Raises:
            ValueError: the share is outside [0, 1].
        """
        if not 0 <= achieved <= 1:
            raise ValueError(f"achieved must lie in [0, 1], got {achieved}")
        shares = self._share[self._steps]
        above = min(int(np.searchsorted(shares, achieved)), len(shares) - 1)
        below = max(above - 1, 0)
        nearest = below if achieved - shares[below] <= shares[above] - achieved else above
        return float(self._breakpoints[self._steps[nearest]])

    def steps(self, n: int) -> FloatArray:
        """(n,) λ at ``n`` equally spaced shares from 0 to 1, ascending."""
        return np.array([self.lambda_for(float(share)) for share in np.linspace(0.0, 1.0, n)])
