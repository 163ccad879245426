"""What Tune says about one position of the slider; the component fills the same templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from recsys_core.types import FloatArray
from recsys_core.ui.text.joining import joined
from recsys_core.ui.text.words import Words, rounded
from recsys_core.ui.widgets.slider.measure import as_sent

if TYPE_CHECKING:
    from recsys_core.ui.shell.choice import Choice
    from recsys_core.ui.widgets.tuning import Tuning
    from recsys_core.ui.widgets.verdicts import Limit, Verdicts

_NO_MORE = 0.0005  # a smaller share of variety would be printed as 0.0%
_MOST_DIGITS = 4


@dataclass(frozen=True)
class Sentences:
    """The texts about a setting.

    Attributes:
        state: "recommended", "inside", "unproven", or "" where nothing can be judged; no language changes it.
        badge: the state in words.
        headline: method and position.
        cost: what it costs and what it gains.
        basis: what that rests on, or what would prove it.
    """

    state: str
    badge: str
    headline: str
    cost: str
    basis: str


def difference(more: float, less: float, digits: int) -> float:
    """The difference of two numbers as they are shown, so that readers who subtract get the same."""
    return round(round(more, digits) - round(less, digits), digits)


def manner(found: Verdicts | None, choice: Choice) -> str:
    """The manner of everything that is said of the verdicts: certain only of what was declared and proposed.

    Figures are without the visitor's rules, so nothing is said to be ready where there are any.
    """
    return "explored" if found is not None and found.explored else "rules" if choice.rules else ""


def best_manner(found: Verdicts | None, choice: Choice) -> str:
    """The same of what is recommended, which may be another method than the one looked at."""
    return "explored" if found is not None and not found.is_declared else "rules" if choice.rules else ""


def sentences(
    view: Tuning, choice: Choice, method: str, words: Words, verdicts: Verdicts | None
) -> Sentences:
    """Everything said about a setting.

    Args:
        view: the trade-off.
        choice: the setting.
        method: title of the reranker.
        words: the language.
        verdicts: None until they are known, or where there is no accuracy to limit.
    """
    words = words.in_manner(manner(verdicts, choice))
    row, lambda_ = view.row(choice), view.lambda_of(choice)
    state = "" if verdicts is None or view.still else verdicts.state(row, lambda_)
    headline = words(
        "slider.title_still" if view.still
        else "slider.title_keep" if view.lambdas[row] == 0 and state == "recommended"
        else "slider.title_start" if view.lambdas[row] == 0
        else "slider.title_ship" if state == "recommended"
        else "slider.title",
        method=method,
        position=words.position(choice.variety),
    )  # fmt: skip
    outside = state == "unproven" and verdicts is not None and _first_outside(row, verdicts)
    badge = words(f"slider.badge_{'outside' if outside else state}") if state else ""
    cost = ""
    if not view.still:
        spent = cost_text(view, row, words, choice.limits.accuracy_loss)
        cost = joined(spent, raised_text(view, row, words))
    basis = "" if verdicts is None or view.still else basis_text(view, row, state, words, verdicts)
    return Sentences(state, badge, headline, cost, basis)


def cost_text(view: Tuning, row: int, words: Words, limit: float) -> str:
    """What a setting does to accuracy, see ``spent_text``; "" where there is none, or nothing changes."""
    accuracy = view.measures[0]
    if not accuracy.values[0] or view.lambdas[row] == 0:
        return ""
    change = float(accuracy.change[row])
    return spent_text(change, change if accuracy.low is None else float(accuracy.low[row]), limit, words)


def spent_text(change: float, low: float, limit: float, words: Words) -> str:
    """A relative change of accuracy in a sentence, at worst as far as the bad end of its interval.

    A loss beyond ``limit`` has as many digits as show that it is.
    """
    change, low = (float(as_sent(end)) for end in (change, low))
    values = {
        "cost": beyond_text(-change * 100, limit * 100, words) + "%",
        "gain": words.plain(change * 100, 1) + "%",
        "worst": beyond_text(-low * 100, limit * 100, words) + "%",
        "least": words.plain(low * 100, 1) + "%",
    }
    kind = "cost" if change < 0 else "cost_free" if low < 0 else "cost_gain"
    if change == 0:
        kind = "cost_same" if low < 0 else "cost_none"
    return words(f"slider.{kind}", **values)


def raised_text(view: Tuning, row: int, words: Words) -> str:
    """What a setting does to what should rise, at least as far as the bad end of its interval.

    Variety is told in its own space and, in brackets, in the others; the catalogue in points.
    """
    if view.lambdas[row] == 0:
        return ""
    raised = view.measures[view.raised]
    name = raised.key.partition("@")[0]
    more = float(raised.change[row])
    moved = "same" if abs(more) < _NO_MORE else "more" if more > 0 else "less"
    values = {"more": words.plain(abs(more) * 100, 1), "least": ""}
    if moved == "more" and raised.low is not None:
        low = float(as_sent(raised.low[row]))
        unit = " " + words("slider.points") if raised.percent else "%"
        least = beyond_text(low * 100, 0.0, words) + unit
        values["least"] = words("slider.at_least", least=least) if low > 0 else words("slider.no_rise")
    if name == "coverage":
        return words(f"slider.shown_{moved}", **values)
    space = view.space if name == "ild" else name.removeprefix("ild_")
    changes = {view.space: view.measures[1].change, **view.spaces}
    others = words("slider.comma").join(
        words(f"slider.other_{other}", change=words.signed(float(as_sent(change[row])) * 100, 1) + "%")
        for other, change in changes.items()
        if other != space
    )
    brackets = words("slider.others", others=others) if others else ""
    return words(f"slider.variety_{moved}", by=words(f"slider.by_{space}"), others=brackets, **values)


def basis_text(view: Tuning, row: int, state: str, words: Words, verdicts: Verdicts) -> str:
    """What the verdict rests on, or what would prove the setting."""
    stretch = words.position(verdicts.stretch / (len(view.lambdas) - 1))
    values = {"users": words.count(view.users), "stretch": stretch, "methods": str(verdicts.n_methods)}
    if state == "unproven":
        if outside := _first_outside(row, verdicts):
            return _limit_text("outside", outside, outside.best, row, words)
        reason = reason_text(row, words, verdicts, stretch)
        return joined(reason, _need_text(row, words, verdicts, view.users))
    if view.lambdas[row] == 0:
        found = verdicts.nothing or words("slider.basis_start", **values)
    else:
        found = words(f"slider.basis_{state}", **values)
        found = joined(found, verdicts.ends)
    return joined(found, verdicts.explored, verdicts.left_out)


def reason_text(row: int, words: Words, verdicts: Verdicts, stretch: str) -> str:
    """The first limit that a row is not proven to keep."""
    for limit in verdicts.guardrails:
        if limit.fails(row):
            return _limit_text("reason", limit, limit.bound, row, words)
    return words("slider.reason_earlier", stretch=stretch)


def _first_outside(row: int, verdicts: Verdicts) -> Limit | None:
    """The first limit that even the good end of its interval lies beyond."""
    return next((limit for limit in verdicts.guardrails if limit.outside[row]), None)


def _limit_text(kind: str, limit: Limit, ends: FloatArray, row: int, words: Words) -> str:
    """A sentence about one limit with the bad or the good ends of its interval."""
    unit = "" if limit.name == "coverage" else "%"
    return words(
        f"slider.{kind}_{limit.name}",
        bound=beyond_text(float(as_sent(ends[row])) * 100, limit.limit * 100, words) + unit,
        limit=words.short(limit.limit * 100) + unit,
        group=limit.group(row),
    )


def beyond_text(value: float, limit: float, words: Words) -> str:
    """A figure with as many digits as show on which side of its limit it lies: 2.04 where the limit is 2."""
    digits, limit = 1, float(rounded(limit, _MOST_DIGITS))
    while digits < _MOST_DIGITS and (float(rounded(value, digits)) > limit) != (value > limit):
        digits += 1
    return words.plain(value, digits)


def _need_text(row: int, words: Words, verdicts: Verdicts, users: int) -> str:
    needed = verdicts.needed[row]
    if not np.isfinite(needed):
        return words("slider.need_never")
    return words("slider.need", needed=words.count(int(needed)), users=words.count(users))
