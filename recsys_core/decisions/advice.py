"""Which setting to ship: the most variety that a stated loss budget allows, with proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from recsys_core.decisions.effects import Effect, Effects
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.stats.bootstrap import quantile
from recsys_core.types import BoolArray, FloatArray

Verdict = Literal["kept", "kept_on_average", "broken"]


@dataclass(frozen=True)
class Advice:
    """The advised setting and what limits it.

    Attributes:
        budget: allowed loss as a share of accuracy at the reference (0.02 is 2%).
        lambda_: the advised setting; 0 where nothing beyond it is safe.
        accuracy: effect on accuracy where the setting was chosen.
        variety: effect on variety there.
        lambdas: (n,) settings tried, ascending from 0.
        bound: (n,) the loss side that had to stay inside the budget, as a share (negative is a loss).
        allowed: (n,) whether the setting and all before it stay inside: the safe stretch.
    """

    budget: float
    lambda_: float
    accuracy: Effect
    variety: Effect
    lambdas: FloatArray
    bound: FloatArray
    allowed: BoolArray


@dataclass(frozen=True)
class Confirmation:
    """The advised setting measured on users' later behaviour, with the model refitted.

    Attributes:
        accuracy: effect on accuracy there.
        variety: effect on variety there.
        verdict: "kept" where the whole interval stays inside the budget, "kept_on_average" where only the
            value does, "broken" where the value lies beyond it.
    """

    accuracy: Effect
    variety: Effect
    verdict: Verdict


@dataclass(frozen=True)
class ConfirmedAdvice:
    """The advice for one budget.

    Attributes:
        budget: in percent.
        advice: chosen on validation.
        confirmation: the same setting on test.
        position: of the setting on the slider, in [0, 1].
    """

    budget: float
    advice: Advice
    confirmation: Confirmation
    position: float


class Advisor:
    """Finds the setting with the most variety whose loss stays inside a budget; any budget, one computation.

    Settings are tried in equal steps of achieved variety from relevance only upwards, and the search stops at
    the first that fails, so trying many of them does not use up the 95% (a fixed-sequence test, Maurer et
    al., 1995). A setting passes when two bounds stay inside the budget: the lower end of its 95% interval,
    and the loss that a second measurement on ``users_later`` other users would exceed with 5% probability.
    The second is the stricter one: both measurements have noise, and it is the later one that is compared
    with the budget.

    Attributes:
        lambdas: (n,) settings tried, ascending from 0.
        accuracy: (n,) effect of each on accuracy.
        bound: (n,) the loss side of each, as a share (negative is a loss).
    """

    def __init__(
        self,
        effects: Effects,
        *,
        accuracy: str | None = None,
        variety: str | None = None,
        users_later: int | None = None,
        n_settings: int = 201,
    ) -> None:
        """Compute the bounds of all settings.

        Args:
            effects: on validation, with relevance only as reference.
            accuracy: key of the metric that must not fall, NDCG by default.
            variety: key of the metric to raise, ILD by default.
            users_later: number of users it will be confirmed on; as many as here by default.
            n_settings: how finely the axis is tried.

        Raises:
            ValueError: accuracy at the reference is 0.
        """
        k = effects.trade_off.k
        key, self._variety = accuracy or f"ndcg@{k}", variety or f"ild@{k}"
        self._effects = effects
        scale = SliderScale(effects.trade_off.curve, self._variety)
        self.lambdas = np.unique(scale.steps(n_settings))
        self.accuracy = effects.of(key, self.lambdas)
        if np.isnan(self.accuracy.relative.value).any():
            raise ValueError(f"{key} is 0 at the reference: no share of it can be lost")
        later = _later_bound(effects, key, self.accuracy, self.lambdas, users_later)
        self.bound = np.minimum(self.accuracy.relative.low, later)

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
        reached = self._effects.trade_off.curve.sample(self.lambdas)[self._variety][safe]
        chosen = int(safe[np.argmax(reached)])
        lambda_ = float(self.lambdas[chosen])
        gained = self._effects.of(self._variety, lambda_)[0]
        return Advice(budget, lambda_, self.accuracy[chosen], gained, self.lambdas, self.bound, allowed)


def confirm(
    advice: Advice, effects: Effects, *, accuracy: str | None = None, variety: str | None = None
) -> Confirmation:
    """Compare the advised setting with the budget on test."""
    k = effects.trade_off.k
    cost = effects.of(accuracy or f"ndcg@{k}", advice.lambda_)[0]
    gain = effects.of(variety or f"ild@{k}", advice.lambda_)[0]
    verdict: Verdict = "broken"
    if cost.relative.low >= -advice.budget:
        verdict = "kept"
    elif cost.relative.value >= -advice.budget:
        verdict = "kept_on_average"
    return Confirmation(cost, gain, verdict)


def advise_and_confirm(
    chosen_on: Effects, confirmed_on: Effects, budgets: Sequence[float], *, n_settings: int
) -> list[ConfirmedAdvice]:
    """Choose a setting on validation and confirm it on test, for each of ``budgets`` (percent).

    Empty where the model finds no liked item: no share of an accuracy of 0 can be lost.
    """
    k = confirmed_on.trade_off.k
    if any(effects.trade_off.curve.at(0.0)[f"ndcg@{k}"] == 0 for effects in (chosen_on, confirmed_on)):
        return []
    scale = SliderScale(confirmed_on.trade_off.curve, f"ild@{k}")
    advisor = Advisor(chosen_on, users_later=len(confirmed_on.trade_off.users), n_settings=n_settings)
    found = []
    for budget in budgets:
        advice = advisor.advise(budget / 100)
        confirmation = confirm(advice, confirmed_on)
        found.append(ConfirmedAdvice(budget, advice, confirmation, scale.achieved(advice.lambda_)))
    return found


def _later_bound(
    effects: Effects, accuracy: str, effect: Effect, lambdas: FloatArray, users_later: int | None
) -> FloatArray:
    """(n,) value that a second measurement falls below with 5% probability: both have noise."""
    _, shares = effects.resamples(accuracy, lambdas)
    n_users = effects.resampling.n_users
    reach = effect.relative.value - quantile(shares, 0.05)
    return effect.relative.value - reach * np.sqrt(1.0 + n_users / (users_later or n_users))
