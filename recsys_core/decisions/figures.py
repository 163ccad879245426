"""What limits speak of, measured once at every position of a method's slider."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from recsys_core.decisions.effects import Effects
from recsys_core.decisions.impact import losing_share
from recsys_core.decisions.protection import LeftOut, Protection, protection
from recsys_core.decisions.segments import Segmentation
from recsys_core.evaluation.curves import unknown_metrics
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
    """Figures of one method at equal steps of the variety that it can reach, against a reference.

    The reference is relevance only: that of the same model, or that of the model in use.

    Attributes:
        lambdas: (n,) λ of each position; equal ones where the method's curve jumps.
        objectives: by name of the metric, (n,) its value. They depend on lists alone, not on outcomes.
        accuracy: (n,) relative change of NDCG, without outcomes of the relevance kept; NaN where it is 0 at
            relevance only.
        coverage: (n,) change of the share of the catalogue that is shown.
        worse_off: (n,) share of users who lose more than a tenth of their own NDCG.
        groups: by name of a group, (n,) relative change of its own NDCG.
        left_out: people whom no group of ``groups`` holds, where people are divided.
        gains: by name of an objective, (n,) relative change of it; NaN where it is 0 at the reference.
        starts: by name of an objective, its value at the reference.
        from_reference: whether position 0 is the reference itself: not where that is another model.
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
    starts: dict[str, float] = field(default_factory=dict)
    from_reference: bool = True
    left_out: tuple[LeftOut, ...] = ()

    @property
    def positions(self) -> FloatArray:
        """(n,) the positions, 0 to 1."""
        return np.linspace(0.0, 1.0, len(self.lambdas))


def figures_of(
    effects: Effects,
    *,
    n: int = POSITIONS,
    at: FloatArray | None = None,
    level: float | None = None,
    divided: Segmentation | None = None,
) -> PositionFigures:
    """Measure a method at ``n`` positions.

    Args:
        effects: of the method, against relevance only of this model or of another.
        n: number of positions.
        at: (m,) values of λ, ascending, that are measured in place of positions.
        level: of the two-sided intervals, that of ``effects`` by default.
        divided: groups whose accuracy is measured too, if any, see ``protection``.

    Raises:
        SettingError: the trade-off was measured without NDCG, ILD or coverage.
    """
    trade_off, k, level = effects.trade_off, effects.trade_off.k, level or effects.level
    accuracy, variety, shown = trade_off.accuracy, f"ild@{k}", f"coverage@{k}"
    if missing := [key for key in (accuracy, variety, shown) if key not in trade_off.curve.values]:
        raise unknown_metrics(missing, trade_off.curve.values)
    lambdas = SliderScale(trade_off.curve, variety).steps(n) if at is None else at
    sampled = trade_off.curve.sample(lambdas)
    same = f"ild_{trade_off.ground_truth.variety_space}"  # another name for ``ild``
    names = {key: key.partition("@")[0] for key in sampled}
    objectives = {name: key for key, name in names.items() if name.startswith(OBJECTIVES) and name != same}
    found = effects.table(lambdas, list(dict.fromkeys((accuracy, shown, *objectives.values()))), level=level)
    reference = effects.against.curve.at(effects.reference)
    own = effects.against is trade_off
    before = effects.against.per_user(accuracy, effects.reference)
    split = Protection({}, ()) if divided is None else protection(divided, trade_off.users, before)
    groups = {
        name: effects.within(inside, accuracy, lambdas, level=level).relative
        for name, inside in split.groups.items()
    }
    return PositionFigures(
        lambdas,
        {name: sampled[key] for name, key in objectives.items()},
        found[accuracy].relative,
        found[shown].change,
        losing_share(trade_off, lambdas, start=None if own else before, level=level),
        level,
        len(trade_off.users),
        groups,
        {name: found[key].relative for name, key in objectives.items()},
        {name: reference[key] for name, key in objectives.items()},
        own,
        split.left_out,
    )
