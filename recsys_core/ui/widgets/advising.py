"""The advised setting of every loss budget, in the visitor's words."""

from __future__ import annotations

from collections.abc import Sequence

from recsys_core.ui.shell.choice import BUDGETS, Choice
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import ConfirmedAdvice


def computed(bench: Workbench, choice: Choice) -> list[ConfirmedAdvice] | None:
    """The advice if it has been computed, else None: rendering must not wait for it."""
    return bench.advice.computed(choice.reranker, BUDGETS, k=choice.k)


def compute(bench: Workbench, choice: Choice) -> list[ConfirmedAdvice]:
    """The advice for every budget; takes a second or two the first time."""
    return bench.advice.compute(choice.reranker, BUDGETS, k=choice.k)


def label(budget: float) -> str:
    """A budget as its button shows it: 2%, 0.5%."""
    return f"{budget:g}%"


def advice_text(found: ConfirmedAdvice, words: Words) -> str:
    """Where the advice comes from and whether it was confirmed."""
    if len(found.advice.lambdas) == 1:
        return words("advice.still")
    if found.advice.lambda_ == 0:
        return words("advice.none", budget=label(found.budget))
    values = {"position": words.position(found.position)}
    for name, effect in (("", found.advice.accuracy), ("later_", found.confirmation.accuracy)):
        share = effect.relative
        for end, value in (("change", share.value), ("low", share.low), ("high", share.high)):
            values[name + end] = words.signed(value * 100, 1)
    verdict = words(f"advice.{found.confirmation.verdict}", budget=label(found.budget), **values)
    return verdict + words("advice.counts")


def no_advice_text(advice: list[ConfirmedAdvice] | None, words: Words) -> str:
    """The text shown when there is no advice; "" if there is some."""
    if advice is None:
        return words("slider.advice_waiting")
    return "" if advice else words("advice.nothing")


def payload_rows(found: Sequence[ConfirmedAdvice], words: Words) -> list[dict[str, object]]:
    """The component's ``budgets``."""
    return [
        {
            "value": f"{one.budget:g}", "label": label(one.budget), "t": round(one.position, 6),
            "lambda": one.advice.lambda_, "said": advice_text(one, words),
        }
        for one in found
    ]  # fmt: skip
