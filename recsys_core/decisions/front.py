"""The front of accuracy against variety: its settings, the area it covers, and how fronts compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from recsys_core.decisions.figures import POSITIONS
from recsys_core.decisions.front_shape import dominated, hypervolume
from recsys_core.evaluation.curves import TradeOff
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.stats.bootstrap import Resampling, percentile_interval
from recsys_core.stats.interval import Interval
from recsys_core.types import BoolArray, FloatArray

_ORIGIN = (0.0, 0.0)

StandingVerdict = Literal["alone", "best", "first", "as_good", "worse"]


@dataclass(frozen=True)
class Setting:
    """One setting of a front.

    Attributes:
        lambda_: the λ of the lists.
        accuracy: mean NDCG.
        variety: mean variety within a list.
    """

    lambda_: float
    accuracy: float
    variety: float


@dataclass(frozen=True, eq=False)
class Points:
    """A front at equal steps of its reachable variety.

    Attributes:
        lambdas: (n,) λ of each point.
        accuracy: (n,) mean NDCG.
        variety: (n,) mean variety within a list.
    """

    lambdas: FloatArray
    accuracy: FloatArray
    variety: FloatArray

    def at(self, variety: float) -> Setting:
        """The setting at a slider position in [0, 1]; the nearest point counts."""
        row = round(variety * (len(self.lambdas) - 1))
        return Setting(*(float(values[row]) for values in (self.lambdas, self.accuracy, self.variety)))


@dataclass(frozen=True, eq=False)
class Front:
    """One model with one reranker.

    Attributes:
        model: name.
        reranker: name.
        drawn: as many points as a chart needs; the area is theirs.
        positions: a point for each position of the slider.
        area: hypervolume from 0 accuracy and 0 variety.
        resampled: (n_resamples,) the area in every resample of users, for paired differences.
    """

    model: str
    reranker: str
    drawn: Points
    positions: Points
    area: float
    resampled: FloatArray

    @classmethod
    def of(
        cls,
        model: str,
        reranker: str,
        drawn: Points,
        positions: Points,
        resampled: tuple[FloatArray, FloatArray],
    ) -> Front:
        """The front through ``drawn``.

        Args:
            model: name.
            reranker: name.
            drawn: n points.
            positions: of the slider.
            resampled: accuracy and variety of ``drawn`` in every resample of users, (n_resamples, n) each.
        """
        area = float(hypervolume(drawn.accuracy, drawn.variety, _ORIGIN))
        return cls(model, reranker, drawn, positions, area, hypervolume(*resampled, _ORIGIN))


@dataclass(frozen=True, eq=False)
class Standing:
    """How a front compares with others.

    Attributes:
        area: hypervolume of the front, with its interval.
        dominated: (n,) drawn points that a point of any compared front beats in both.
        resampled: (n_resamples,) the area in every resample, for paired differences.
        rank: 0 has the largest area; of equal areas the first front comes first.
        verdict: "alone" without another front. The front of rank 0 is "best" if its area is certainly larger
            than every other, else "first". Any other is "worse" than that one if certainly smaller, else
            "as_good". Certain means that the interval of the difference leaves out 0.
    """

    area: Interval[float]
    dominated: BoolArray
    resampled: FloatArray
    rank: int = 0
    verdict: StandingVerdict = "alone"

    def minus(self, other: Standing) -> Interval[float]:
        """Difference of the areas with its interval over the same resamples of users."""
        value = np.asarray(self.area.value - other.area.value)
        return percentile_interval(value, self.resampled - other.resampled)


def front(
    trade_off: TradeOff,
    model: str,
    reranker: str,
    resampling: Resampling,
    n_drawn: int,
    n_positions: int = POSITIONS,
) -> Front:
    """The front of a trade-off, drawn with ``n_drawn`` points; it needs NDCG and variety alone."""
    keys = (trade_off.accuracy, f"ild@{trade_off.k}")
    scale = SliderScale(trade_off.curve, keys[1])

    def points(n: int) -> Points:
        lambdas = scale.steps(n)
        sampled = trade_off.curve.sample(lambdas)
        return Points(lambdas, sampled[keys[0]], sampled[keys[1]])

    drawn = points(n_drawn)
    resampled = resampled_points(trade_off, drawn.lambdas, keys, resampling)
    return Front.of(model, reranker, drawn, points(n_positions), resampled)


def standings(fronts: Sequence[Front]) -> list[Standing]:
    """Compare fronts that were measured on the same users.

    A front's area is measured from the origin, as Zitzler & Thiele (IEEE TEVC 1999) define the space covered
    by points to be maximised. Both metrics have a zero of their own, so the area does not depend on what else
    is compared. It is the best accuracy that the front still reaches where lists must have at least a given
    variety, averaged over levels of variety from 0 to 1; a level out of reach counts 0. Perfect NDCG at
    variety 1 would be 1. (A mean cosine distance over k items may exceed 1, by at most 1 / (k - 1).)

    ``area`` and ``resampled`` do not depend on the other fronts.
    """
    if not fronts:
        return []
    accuracy = np.concatenate([each.drawn.accuracy for each in fronts])
    variety = np.concatenate([each.drawn.variety for each in fronts])
    ends = np.cumsum([len(each.drawn.lambdas) for each in fronts])[:-1]
    beaten = np.split(dominated(accuracy, variety), ends)
    return _ranked(
        [
            Standing(percentile_interval(np.asarray(each.area), each.resampled), points, each.resampled)
            for each, points in zip(fronts, beaten, strict=True)
        ]
    )


def _ranked(found: list[Standing]) -> list[Standing]:
    """The same standings with rank and verdict."""
    order = sorted(range(len(found)), key=lambda at: -found[at].area.value)
    if len(order) < 2:
        return found
    best = found[order[0]]
    leads = all(best.minus(found[at]).above_zero for at in order[1:])
    ranked = list(found)
    ranked[order[0]] = replace(best, rank=0, verdict="best" if leads else "first")
    for rank, at in enumerate(order[1:], start=1):
        verdict: StandingVerdict = "as_good" if best.minus(found[at]).includes_zero else "worse"
        ranked[at] = replace(found[at], rank=rank, verdict=verdict)
    return ranked


def resampled_points(
    trade_off: TradeOff, lambdas: FloatArray, keys: tuple[str, str], resampling: Resampling
) -> tuple[FloatArray, FloatArray]:
    """Accuracy and variety at each of ``lambdas`` (n,) in every resample of users: (n_resamples, n) twice.

    With one ``Resampling``, differences between the fronts of several rerankers are paired.
    """
    rows = np.stack([trade_off.rows(lambda_) for lambda_ in lambdas], axis=1)
    both = np.concatenate([trade_off.per_list[key][rows] for key in keys], axis=1)
    means = resampling.means(both)
    return means[:, : len(lambdas)], means[:, len(lambdas) :]
