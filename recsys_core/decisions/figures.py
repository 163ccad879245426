"""What limits speak of, measured once at every position of a method's slider."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from recsys_core.decisions.effects import Effects
from recsys_core.decisions.impact import FEWEST, losing_share
from recsys_core.decisions.segments import Segmentation
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.stats.interval import Interval
from recsys_core.types import FloatArray

POSITIONS = 1001
"""Positions of the slider: 0 to 100 in steps of a tenth. What is shown at each is what is tested there."""
COARSE = 101
"""Positions that are enough to compare methods on validation."""

OBJECTIVES = ("ild", "coverage")
"""Metrics that can be raised; ``ild`` also in its variants, one for each item space."""


@dataclass(frozen=True, eq=False)
class PositionFigures:
    """Figures of one method at equal steps of the variety that it can reach, against relevance only.

    Attributes:
        lambdas: (n,) λ of each position; equal ones where the method's curve jumps.
        objectives: by name of the metric, (n,) its value. They depend on lists alone, not on outcomes.
        accuracy: (n,) relative change of NDCG; NaN where it is 0 at relevance only.
        coverage: (n,) change of the share of the catalogue that is shown.
        worse_off: (n,) share of users who lose more than a tenth of their own NDCG.
        groups: by name of a group, (n,) relative change of its own NDCG.
        gains: by name of an objective, (n,) relative change of it; NaN where it is 0 at relevance only.
        start: NDCG at relevance only.
        level: of every interval.
        n_users: users measured.
    """

    lambdas: FloatArray
    objectives: dict[str, FloatArray]
    accuracy: Interval[FloatArray]
    coverage: Interval[FloatArray]
    worse_off: Interval[FloatArray]
    level: float
    n_users: int
    groups: dict[str, Interval[FloatArray]] = field(default_factory=dict)
    gains: dict[str, Interval[FloatArray]] = field(default_factory=dict)
    start: float = np.nan

    @property
    def positions(self) -> FloatArray:
        """(n,) the positions, 0 to 1."""
        return np.linspace(0.0, 1.0, len(self.lambdas))


def figures_of(
    effects: Effects, *, n: int = POSITIONS, level: float = 0.95, divided: Segmentation | None = None
) -> PositionFigures:
    """Measure a method at ``n`` positions.

    Args:
        effects: of the method, with relevance only as the reference.
        n: number of positions.
        level: of the two-sided intervals.
        divided: groups whose accuracy is measured too, if any; groups of fewer than ten users are left out.

    Raises:
        SettingError: the trade-off was measured without NDCG, ILD or coverage.
    """
    trade_off, k = effects.trade_off, effects.trade_off.k
    accuracy, variety, shown = f"ndcg@{k}", f"ild@{k}", f"coverage@{k}"
    lambdas = SliderScale(trade_off.curve, variety).steps(n)
    sampled = trade_off.curve.sample(lambdas)
    names = {key: key.partition("@")[0] for key in sampled}
    raised = [key for key in sampled if names[key].startswith(OBJECTIVES)]
    found = effects.table(lambdas, list(dict.fromkeys((accuracy, shown, *raised))), level=level)
    groups = {}
    if divided is not None:
        labels = divided.labels[trade_off.users]
        for position, name in enumerate(divided.names):
            inside = labels == position
            if np.count_nonzero(inside) >= FEWEST:
                groups[name] = effects.within(inside, accuracy, lambdas, level=level).relative
    return PositionFigures(
        lambdas,
        {names[key]: sampled[key] for key in raised},
        found[accuracy].relative,
        found[shown].change,
        losing_share(trade_off, lambdas, level=level),
        level,
        len(trade_off.users),
        groups,
        {names[key]: found[key].relative for key in raised},
        float(sampled[accuracy][0]),
    )
