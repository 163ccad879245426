"""Which setting to ship: the most variety that a stated loss budget allows, with proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recsys_core.decisions.effects import Price, PriceTag
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.stats.bootstrap import quantile
from recsys_core.types import BoolArray, FloatArray

Verdict = Literal["kept", "kept_on_average", "broken"]


@dataclass(frozen=True)
class Advice:
    """The advised setting and why no further.

    Attributes:
        budget: allowed loss as a share of accuracy at the reference (0.02 is 2%).
        lambda_: the advised setting; 0 where nothing beyond it is safe.
        accuracy: price of the setting where it was chosen.
        variety: what it buys there.
        lambdas: (n,) settings that were tried, ascending from 0.
        bound: (n,) the loss side that had to stay inside the budget, as a share (negative is a loss).
        allowed: (n,) whether the setting and all before it stay inside: the safe stretch.
    """

    budget: float
    lambda_: float
    accuracy: PriceTag
    variety: PriceTag
    lambdas: FloatArray
    bound: FloatArray
    allowed: BoolArray


@dataclass(frozen=True)
class Confirmation:
    """The advised setting on people's later behaviour, with the model fitted anew.

    Attributes:
        accuracy: price of the setting there.
        variety: what it buys there.
        verdict: "kept" where the whole interval stays inside the budget, "kept_on_average" where only the
            value does, "broken" where the value lies beyond it.
    """

    accuracy: PriceTag
    variety: PriceTag
    verdict: Verdict


class Advisor:
    """Finds the setting with most variety whose loss stays inside a budget; any budget, one computation.

    Settings are tried in equal steps of achieved variety from relevance only upwards and the search stops at
    the first that fails, so trying many of them does not wear the 95% out (a fixed-sequence test, Maurer et
    al., 1995). A setting passes when two bounds stay inside the budget: the lower end of its 95% interval,
    and the loss that a second measurement on ``people_later`` other people would exceed with 5% probability.
    The second is the stricter one: both measurements have noise, and it is the later one that is held
    against the budget.

    Attributes:
        lambdas: (n,) settings that are tried, ascending from 0.
        accuracy: (n,) price of each in accuracy.
        bound: (n,) the loss side of each, as a share (negative is a loss).
    """

    def __init__(
        self,
        price: Price,
        *,
        accuracy: str | None = None,
        variety: str | None = None,
        people_later: int | None = None,
        n_settings: int = 201,
    ) -> None:
        """Price all settings.

        Args:
            price: prices on validation, with relevance only as reference.
            accuracy: key of the measure that must not fall, NDCG by default.
            variety: key of the measure to raise, ILD by default.
            people_later: how many people it will be confirmed on; as many as here by default.
            n_settings: how finely the axis is tried.

        Raises:
            ValueError: accuracy at the reference is 0.
        """
        k = price.trade_off.k
        key, self._variety = accuracy or f"ndcg@{k}", variety or f"ild@{k}"
        self._price = price
        scale = SliderScale(price.trade_off.curve, self._variety)
        self.lambdas = np.unique([scale.lambda_for(share) for share in np.linspace(0.0, 1.0, n_settings)])
        self.accuracy = price.difference(key, self.lambdas)
        if np.isnan(self.accuracy.relative).any():
            raise ValueError(f"{key} is 0 at the reference: no share of it can be lost")
        later = _later_bound(price, key, self.accuracy, self.lambdas, people_later)
        self.bound = np.minimum(self.accuracy.relative_low, later)

    def advise(self, budget: float) -> Advice:
        """The advised setting for an allowed relative loss.

        Raises:
            ValueError: the budget is outside [0, 1).
        """
        if not 0 <= budget < 1:
            raise ValueError(f"budget must lie in [0, 1), got {budget}")
        # At the reference itself nothing changes, so λ = 0 always passes.
        allowed = np.logical_and.accumulate((self.bound >= -budget) | (self.lambdas == 0.0))
        safe = np.flatnonzero(allowed)
        reached = self._price.trade_off.curve.sample(self.lambdas)[self._variety][safe]
        chosen = int(safe[np.argmax(reached)])
        lambda_ = float(self.lambdas[chosen])
        bought = self._price.difference(self._variety, lambda_)[0]
        return Advice(
            budget, lambda_, self.accuracy[chosen], bought, self.lambdas, self.bound, allowed
        )


def advise(price: Price, *, budget: float = 0.02, people_later: int | None = None) -> Advice:
    """Advise on NDCG against ILD for one budget, see ``Advisor``."""
    return Advisor(price, people_later=people_later).advise(budget)


def confirm(
    advice: Advice, price: Price, *, accuracy: str | None = None, variety: str | None = None
) -> Confirmation:
    """Hold the advised setting against the budget on test."""
    k = price.trade_off.k
    cost = price.difference(accuracy or f"ndcg@{k}", advice.lambda_)[0]
    gain = price.difference(variety or f"ild@{k}", advice.lambda_)[0]
    verdict: Verdict = "broken"
    if cost.relative_low >= -advice.budget:
        verdict = "kept"
    elif cost.relative >= -advice.budget:
        verdict = "kept_on_average"
    return Confirmation(cost, gain, verdict)


def _later_bound(
    price: Price, accuracy: str, tag: PriceTag, lambdas: FloatArray, people_later: int | None
) -> FloatArray:
    """(n,) what a second measurement falls below with 5% probability: both have noise."""
    _, shares = price.resamples(accuracy, lambdas)
    here = price.resampling.n_people
    reach = tag.relative - quantile(shares, 0.05)
    return tag.relative - reach * np.sqrt(1.0 + here / (people_later or here))
