"""The plan of an A/B test: arms, what is measured, how many people and how long it takes."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, isfinite, sqrt
from typing import Any, Final, Literal

from pydantic import AliasChoices, Field

from recsys_core.errors import HandoffError
from recsys_core.handoff.record import Figure, Guardrail, Part, Record
from recsys_core.handoff.trial.sequence import ERROR, POWERS, people_needed
from recsys_core.messages import message
from recsys_core.workbench import Workbench, shipping
from recsys_core.workbench.results import Interval, Limits

FORMAT: Final = "equipoise-ab-plan"
NOW: Final = "now"
RECOMMENDED: Final = "recommended"
BOLDER: Final = "bolder"
BOLDER_STEP = 10.0
"""How much further the bolder arm goes where the decision itself changes next to nothing, of 100."""


class Arm(Part):
    """What one part of the people is shown, and what is expected of it offline."""

    name: Literal["now", "recommended", "bolder"]
    position: float
    lambda_: float = Field(validation_alias=AliasChoices("lambda", "lambda_"), serialization_alias="lambda")
    accuracy: Figure = Field(description="Relative change of NDCG against now, offline.")


class Needed(Part):
    """People in each arm for one power, and the days that takes."""

    power: float
    people_once: int = Field(description="If the test is read once, at the end.")
    people_daily: int = Field(description="If it may be read on any day, and stopped.")
    days: int = Field(description="Until people_daily are in each arm.")


class Outcome(Part):
    """What is counted for each person, as it is now."""

    name: str
    mean: float
    deviation: float
    smallest_loss: float = Field(description="The smallest loss that matters, as a share of the mean.")
    people_a_day: int = Field(description="New people a day, all arms together.")


class Plan(Part):
    """The whole plan."""

    format: Literal["equipoise-ab-plan"] = FORMAT
    decision: str
    method: str
    k: int
    arms: tuple[Arm, ...]
    outcome: Outcome
    error: float = Field(description="Two-sided, of each comparison with now.")
    needed: tuple[Needed, ...]
    watch: tuple[Guardrail, ...] = Field(
        description="The decision's limits, to be watched beside the outcome."
    )

    @property
    def loss(self) -> float:
        """The smallest loss that matters, in the outcome's own unit."""
        return self.outcome.smallest_loss * abs(self.outcome.mean)

    @property
    def planned(self) -> int:
        """People in each arm at which the intervals are narrowest."""
        return self.needed[0].people_daily

    def to_dict(self) -> dict[str, Any]:
        """The plan as plain JSON types."""
        return self.model_dump(mode="json", by_alias=True)


def outcome_of(
    *,
    rate: float | None = None,
    mean: float | None = None,
    deviation: float | None = None,
    smallest_loss: float,
    people_a_day: int,
    name: str = "",
) -> Outcome:
    """What is measured online, from what is known of it now.

    Args:
        rate: share of people with the outcome, for a yes or no; else
        mean: of one person's outcome, and
        deviation: its standard deviation.
        smallest_loss: the smallest loss that matters, as a share of the rate or mean.
        people_a_day: new people a day, all arms together.
        name: of the outcome.

    Raises:
        HandoffError: a number is missing or impossible.
    """
    if (rate is None) == (mean is None):
        raise _unfit("rate", rate, "give a rate, or a mean and its standard deviation")
    if rate is not None:
        if not 0 < rate < 1:
            raise _unfit("rate", rate, "a share between 0% and 100%")
        mean, deviation = rate, sqrt(rate * (1 - rate))
    if mean is None or not isfinite(mean) or mean == 0:
        raise _unfit("mean", mean, "a number other than 0")
    if deviation is None or not isfinite(deviation) or deviation <= 0:
        raise _unfit("deviation", deviation, "the standard deviation of one person's outcome, above 0")
    if not 0 < smallest_loss < 1:
        raise _unfit("smallest loss", smallest_loss, "a share between 0% and 100%")
    if people_a_day < 1:
        raise _unfit("people a day", people_a_day, "at least 1")
    return Outcome(
        name=name or ("rate" if rate is not None else "mean"),
        mean=mean,
        deviation=deviation,
        smallest_loss=smallest_loss,
        people_a_day=people_a_day,
    )


def plan_of(bench: Workbench, record: Record, decision: str, outcome: Outcome) -> Plan:
    """Plan the test of a decision against what is shown now, beside one bolder position.

    An arm that would show the lists of another one is left out: the decision itself where it is relevance
    only, the bolder one where nothing is bolder.
    """
    setting, level = record.setting, record.evidence.level
    limits = Limits(**record.limits.model_dump())
    bolder = min(100.0, max(2 * setting.position, setting.position + BOLDER_STEP))
    scale = bench.scale(setting.method, k=setting.k)
    further = shipping.sturdy_lambda(bench, setting.method, scale.lambda_for(bolder / 100), k=setting.k)

    def expected(lambda_: float) -> Figure:
        if lambda_ == 0.0:
            return Figure(value=0.0, low=0.0, high=0.0)
        here = shipping.certificate_at(
            bench, setting.method, limits, lambda_, k=setting.k, level=level
        ).accuracy
        return _figure(here)

    arms = [Arm(name=NOW, position=0.0, lambda_=0.0, accuracy=expected(0.0))]
    own = Arm(
        name=RECOMMENDED,
        position=setting.position,
        lambda_=setting.lambda_,
        accuracy=record.evidence.accuracy,
    )
    bold = Arm(name=BOLDER, position=bolder, lambda_=further, accuracy=expected(further))
    for arm in (own, bold):  # an arm that shows the lists of another one tests nothing
        if arm.lambda_ not in [other.lambda_ for other in arms]:
            arms.append(arm)
    error = ERROR / max(len(arms) - 1, 1)  # each of the others is compared with now
    loss = outcome.smallest_loss * abs(outcome.mean)
    needed = []
    for power in POWERS:
        once, daily = (
            people_needed(outcome.deviation, loss, power, error, daily=daily) for daily in (False, True)
        )
        days = ceil(len(arms) * daily / outcome.people_a_day)
        needed.append(Needed(power=power, people_once=once, people_daily=daily, days=days))
    return Plan(
        decision=decision,
        method=setting.method,
        k=setting.k,
        arms=tuple(arms),
        outcome=outcome,
        error=error,
        needed=tuple(needed),
        watch=record.evidence.guardrails,
    )


def parse_plan(document: Mapping[str, Any], where: str) -> Plan:
    """Read a plan back.

    Raises:
        HandoffError: it is none.
    """
    try:
        return Plan.model_validate(document)
    except ValueError as error:
        raise HandoffError(
            message("handoff.no_plan", "{where} is no plan that Equipoise has written.", where=where)
        ) from error


def _figure(figure: Interval[float]) -> Figure:
    ends = (float(end) if isfinite(end) else None for end in (figure.value, figure.low, figure.high))
    return Figure(**dict(zip(("value", "low", "high"), ends, strict=True)))


def _unfit(name: str, value: object, expected: str) -> HandoffError:
    return HandoffError(
        message(
            "handoff.plan_number",
            "The plan cannot use {name} {value}: expected {expected}.",
            name=name,
            value="-" if value is None else value,
            expected=expected,
        )
    )
