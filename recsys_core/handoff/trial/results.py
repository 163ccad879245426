"""Read what the test has counted so far, and say: ship, wait, or roll back."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any, BinaryIO, Literal

import pandas as pd

from recsys_core.errors import HandoffError
from recsys_core.handoff.record import Figure
from recsys_core.handoff.trial.plan import NOW, Plan
from recsys_core.handoff.trial.sequence import multiplier, narrowest_at
from recsys_core.messages import message

COLUMNS = ("arm", "people", "total")
SQUARES = "total_of_squares"
_TOO_LARGE = 1e100  # its square is still finite
FEWEST = 200
"""People in each arm from which the intervals may be relied on: they rest on the central limit theorem."""

Verdict = Literal["ship", "wait", "roll_back"]


@dataclass(frozen=True)
class Counted:
    """What was counted in one arm.

    Attributes:
        people: who were shown it, each once.
        mean: of one person's outcome.
        variance: of one person's outcome.
    """

    people: int
    mean: float
    variance: float


@dataclass(frozen=True)
class Reading:
    """One arm against now.

    Attributes:
        arm: its name.
        people: in this arm.
        change, low, high: relative to the mean of now; the interval holds at every look at once.
        verdict: ship: a loss that matters is ruled out; roll_back: it loses; wait: neither.
        offline: what was foretold offline, the relative change of accuracy.
        foretold: whether the two intervals have a value in common; None where there is nothing to compare.
    """

    arm: str
    people: int
    change: float
    low: float
    high: float
    verdict: Verdict
    offline: Figure
    foretold: bool | None


def read_results(source: Path | BinaryIO, name: str = "") -> dict[str, Counted]:
    """Read the counts of a test.

    Args:
        source: a CSV file with the columns arm, people, total (of the outcome) and, where the outcome is no
            yes or no, total_of_squares. Several rows of an arm, one a day for example, are added up; each
            person counts once, on the first day.
        name: what messages call it, that of the file by default.

    Raises:
        HandoffError: the file cannot be read, or a row is impossible.
    """
    path = Path(name or getattr(source, "name", "") or "results.csv")
    try:
        table = pd.read_csv(source)
    except (OSError, ValueError) as error:
        raise _unfit(path, f"it cannot be read as CSV: {error}") from error
    missing = [name for name in COLUMNS if name not in table]
    if missing:
        found = ", ".join(map(str, table.columns))
        raise _unfit(path, f"there is no column {missing[0]!r} (found: {found})")
    names = [name for name in (*COLUMNS[1:], SQUARES) if name in table]
    numbers = table[names].apply(pd.to_numeric, errors="coerce")
    if numbers.isna().any(axis=None):
        row = int(numbers.isna().any(axis=1).to_numpy().argmax())
        raise _unfit(path, f"row {row + 2} has no number where one is expected")
    added = numbers.groupby(table["arm"].astype(str).str.strip()).sum()
    return {str(arm): _counted(path, str(arm), row) for arm, row in added.iterrows()}


def judge(plan: Plan, results: dict[str, Counted]) -> tuple[Reading, ...]:
    """Compare every arm with what is shown now.

    Raises:
        HandoffError: an arm is missing, or one is not in the plan.
    """
    wanted = [arm.name for arm in plan.arms]
    unknown = [name for name in results if name not in wanted]
    missing = [name for name in wanted if name not in results]
    if unknown or missing:
        raise HandoffError(
            message(
                "handoff.trial_arms",
                "The results must have the arms {wanted}; {found} came.",
                wanted=", ".join(wanted),
                found=", ".join(results) or "-",
            )
        )
    return tuple(_reading(plan, arm.name, results) for arm in plan.arms if arm.name != NOW)


def _reading(plan: Plan, name: str, results: dict[str, Counted]) -> Reading:
    now, here = results[NOW], results[name]
    offline = next(arm.accuracy for arm in plan.arms if arm.name == name)
    difference = here.mean - now.mean
    if min(now.people, here.people) < FEWEST or not now.variance + here.variance or not now.mean:
        return Reading(name, here.people, 0.0, float("-inf"), float("inf"), "wait", offline, None)
    deviation = sqrt(now.variance / now.people + here.variance / here.people)
    pairs = 2 / (1 / now.people + 1 / here.people)
    reach = deviation * multiplier(pairs, narrowest_at(plan.planned, plan.error), plan.error)
    low, high = difference - reach, difference + reach
    verdict: Verdict = "ship" if low > -plan.loss else "roll_back" if high < 0 else "wait"
    scale = abs(now.mean)
    change, low, high = difference / scale, low / scale, high / scale
    foretold = None
    if offline.low is not None and offline.high is not None:
        foretold = low <= offline.high and offline.low <= high
    return Reading(name, here.people, change, low, high, verdict, offline, foretold)


def _counted(path: Path, arm: str, row: Any) -> Counted:
    people, total = float(row["people"]), float(row["total"])
    squares = float(row.get(SQUARES, total))
    if not all(abs(number) < _TOO_LARGE for number in (people, total, squares)):
        raise _unfit(path, f"arm {arm!r} has a number that no test counts")
    if people < 1 or people != int(people):
        raise _unfit(path, f"arm {arm!r} has {people:g} people")
    mean = total / people
    variance = squares / people - mean**2
    if SQUARES not in row and not 0 <= total <= people:
        raise _unfit(path, f"arm {arm!r} counts {total:g} of {people:g} people; add {SQUARES}")
    if variance < -1e-9 * max(1.0, mean**2):
        raise _unfit(path, f"arm {arm!r} has squares that are too small for its total")
    return Counted(int(people), mean, max(variance, 0.0) * people / max(people - 1, 1))


def _unfit(path: Path, why: str) -> HandoffError:
    return HandoffError(
        message("handoff.trial_file", "{file} cannot be used: {why}.", file=path.name, why=why)
    )
