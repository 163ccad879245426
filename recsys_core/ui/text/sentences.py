"""The headline of Tune for one position of the slider; the component fills the same templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.slider.payload import CASES, for_budget

if TYPE_CHECKING:
    from recsys_core.ui.widgets.tuning import Tuning

_NO_MORE = 0.0005  # a smaller share of variety would be printed as 0.0%
_SAME = 0.0005  # of the slider: half a step of its grid


def difference(more: float, less: float, digits: int) -> float:
    """The difference of two numbers as they are shown, so that readers who subtract get the same."""
    return round(round(more, digits) - round(less, digits), digits)


def setting_sentences(view: Tuning, row: int, words: Words, k: int, budget: float) -> tuple[str, str]:
    """Headline and second sentence at a row of the grid, for a loss budget in percent."""
    accuracy, variety = view.measures[0], view.measures[1]
    lowest = None if accuracy.low is None else float(accuracy.low[row])
    case = for_budget(CASES[int(view.cases[row])], lowest, budget)
    change, more = float(accuracy.change[row]), float(variety.change[row])
    moved = "same" if abs(more) < _NO_MORE else "more" if more > 0 else "less"
    values = {
        "kept": words.plain((1 + change) * 100, 1) + "%",
        "cost": words.plain(-change * 100, 1) + "%",
        "gain": words.percent(change),
        "change": words.signed(change * 100, 1) + "%",
        "variety": words(f"slider.variety_{moved}", more=words.percent(more)),
        "users": str(view.users),
        "low": "",
        "high": "",
        "k": str(k),
        "budget": f"{budget:g}%",
    }
    template = f"slider.sub_{case}"
    if accuracy.low is not None and accuracy.high is not None:
        low, high = (float(bound[row]) * 100 for bound in (accuracy.low, accuracy.high))
        if case == "cost":
            values["low"], values["high"] = words.plain(-high, 1), words.plain(-low, 1)
        else:
            values["low"], values["high"] = words.signed(low, 1), words.signed(high, 1)
    elif case not in ("start", "still"):
        template = "slider.sub_plain"
    said_low, said_high = values["low"] + "%", values["high"] + "%"
    sub = words(template, **values)
    if less_catalogue(view, row):
        sub += words("slider.less_catalogue")
    headline = words(f"slider.say_{case}", **(values | {"low": said_low, "high": said_high}))
    return headline, sub


def verdict(view: Tuning, row: int, words: Words, budget: float, position: float, advised: float) -> str:
    """The verdict as a sentence, "" without one; the component shows the same while it is dragged."""
    kind = verdict_at(view, row, budget, position, advised)
    if not kind:
        return ""
    cost, worst = (words.plain(-end * 100, 1) + "%" for end in _loss(view, row))
    values = {"cost": cost, "worst": worst, "advised": words.position(advised)}
    return words(f"slider.verdict_{kind}", budget=f"{budget:g}%", **values)


def verdict_at(view: Tuning, row: int, budget: float, position: float, advised: float) -> str:
    """Whether a setting is inside a loss budget.

    Args:
        view: the trade-off.
        row: of the grid, whose figures hold.
        budget: accuracy that may be lost, in percent.
        position: of the setting on the slider.
        advised: how far up the slider the validation period found the budget kept.

    Returns:
        A kind as ``verdict_kind`` names it; "" where there is nothing to set or no accuracy to lose.
    """
    if CASES[int(view.cases[row])] == "still" or not view.measures[0].values[0]:
        return ""
    change, lowest = _loss(view, row)
    return verdict_kind(change, lowest, budget, proven=position <= advised + _SAME)


def verdict_kind(change: float, lowest: float, budget: float, *, proven: bool) -> str:
    """Which verdict holds for a change of accuracy (a share), its interval and a budget in percent."""
    if change < -budget / 100:
        return "outside"
    if lowest < -budget / 100:
        return "unsafe"
    return "inside" if proven else "unproven"


def _loss(view: Tuning, row: int) -> tuple[float, float]:
    """Change of accuracy at a row, and its interval's lower end; without an interval the change again."""
    accuracy = view.measures[0]
    change = float(accuracy.change[row])
    return change, change if accuracy.low is None else float(accuracy.low[row])


def less_catalogue(view: Tuning, row: int) -> bool:
    """Whether all lists together certainly show less of the catalogue than at relevance only."""
    found = [one.high for one in view.measures if one.key.startswith("coverage@") and one.high is not None]
    return bool(row > 0 and found and found[0][row] < 0)
