"""Fronts of accuracy against variety, the area under each, and how sure their differences are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from recsys_core.decisions.front import dominated, hypervolume, resampled_points
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.stats.bootstrap import Resampling, percentile_interval
from recsys_core.types import BoolArray, FloatArray
from recsys_core.ui.shell import session
from recsys_core.workbench import Workbench

_POINTS = 51
_ORIGIN = (0.0, 0.0)


@dataclass(frozen=True)
class Front:
    """One model with one method at equal steps of its reachable variety.

    Attributes:
        model: name.
        reranker: name.
        lambdas: (n,) λ of each point.
        accuracy: (n,) mean NDCG.
        variety: (n,) mean variety within a list.
        resampled: accuracy and variety in every resample of people, (n_resamples, n) each.
    """

    model: str
    reranker: str
    lambdas: FloatArray
    accuracy: FloatArray
    variety: FloatArray
    resampled: tuple[FloatArray, FloatArray]

    def at(self, variety: float) -> int:
        """The point at a slider position in [0, 1]."""
        return round(variety * (len(self.lambdas) - 1))


def front_of(bench: Workbench, model: str, reranker: str, k: int) -> Front:
    """The front of one pair; worked out once."""
    return _front_of(session.fingerprint(bench), model, reranker, k, bench)


@st.cache_resource(show_spinner=False, max_entries=64)
def _front_of(fingerprint: str, model: str, reranker: str, k: int, _bench: Workbench) -> Front:
    trade_off = _bench.trade_off(reranker, model=model, k=k)
    keys = (f"ndcg@{k}", f"ild@{k}")
    scale = SliderScale(trade_off.curve, keys[1])
    lambdas = np.array([scale.lambda_for(float(at)) for at in np.linspace(0, 1, _POINTS)])
    sampled = trade_off.curve.sample(lambdas)
    resampling = Resampling(len(trade_off.users), _bench.protocol.n_resamples, _bench.protocol.seed)
    drawn = resampled_points(trade_off, lambdas, keys, resampling)
    return Front(model, reranker, lambdas, sampled[keys[0]], sampled[keys[1]], drawn)


@dataclass(frozen=True)
class Standing:
    """How a front compares with others.

    Attributes:
        area: hypervolume of the front from 0 accuracy and 0 variety.
        low: lower end of its 95% interval.
        high: upper end.
        beaten: (n,) points that a point of any front beats in both.
        drawn: (n_resamples,) the area in every resample, for paired differences.
    """

    area: float
    low: float
    high: float
    beaten: BoolArray
    drawn: FloatArray


def standings(fronts: Sequence[Front]) -> list[Standing]:
    """Compare fronts that were measured on the same people.

    A front's area is measured from the origin, as Zitzler & Thiele (IEEE TEVC 1999) define the space covered
    by points that are to be maximised. Both measures have a zero of their own, so the area does not depend on
    what else is compared. It is the best accuracy that the front still reaches where lists must have at least
    a given variety, averaged over the levels of variety from 0 to 1; a level out of reach counts 0. Perfect
    NDCG at variety 1 would be 1. (A mean cosine distance over k items may exceed 1, by at most 1 / (k - 1).)

    Only ``beaten`` looks at the other fronts.
    """
    accuracy = np.concatenate([front.accuracy for front in fronts])
    variety = np.concatenate([front.variety for front in fronts])
    beaten = np.split(dominated(accuracy, variety), np.cumsum([len(front.lambdas) for front in fronts])[:-1])
    found = []
    for front, lost in zip(fronts, beaten, strict=True):
        area = float(hypervolume(front.accuracy, front.variety, _ORIGIN))
        drawn = hypervolume(*front.resampled, _ORIGIN)
        low, high = (float(end[0]) for end in percentile_interval(drawn[:, None]))
        found.append(Standing(area, low, high, lost, drawn))
    return found


def difference(left: Standing, right: Standing) -> tuple[float, float, float]:
    """Area of ``left`` minus ``right`` with its 95% interval over the same resamples of people."""
    low, high = percentile_interval((left.drawn - right.drawn)[:, None])
    return left.area - right.area, float(low[0]), float(high[0])
