"""The advised setting of every loss budget, worked out after the first screen is drawn and then shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from recsys_core.decisions.advice import Advice, Advisor, Confirmation, confirm
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.runtime.cache import Once
from recsys_core.ui.shell import session
from recsys_core.ui.shell.choice import BUDGETS, Choice
from recsys_core.ui.text.sentences import reach, signed
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench

_SETTINGS = 101  # tried in steps of one percent of the reachable variety
_MOST_KEPT = 512  # a few numbers each


@dataclass(frozen=True)
class Advised:
    """One budget's advice.

    Attributes:
        budget: in percent, one of ``choice.BUDGETS``.
        advice: chosen on validation.
        confirmation: the same setting on test.
        position: where it lies on the slider, in [0, 1].
    """

    budget: float
    advice: Advice
    confirmation: Confirmation
    position: float


@st.cache_resource(show_spinner=False)
def _advice() -> Once:
    """Advice by trade-off: worked out once whoever asks first, nobody waiting for somebody else's."""
    return Once(_MOST_KEPT)


def known(bench: Workbench, choice: Choice) -> list[Advised] | None:
    """The advice where it has been worked out, else None: drawing must not wait for it."""
    found: list[Advised] | None = _advice().known(_key(bench, choice))
    return found


def work_out(bench: Workbench, choice: Choice) -> list[Advised]:
    """The advice of every budget; takes a second or two the first time."""
    found: list[Advised] = _advice().get(
        _key(bench, choice), lambda: advised(bench, choice.reranker, choice.k)
    )
    return found


def _key(bench: Workbench, choice: Choice) -> tuple[str, str, int]:
    return session.fingerprint(bench), choice.reranker, choice.k


def advised(bench: Workbench, reranker: str, k: int, budgets: Sequence[float] = BUDGETS) -> list[Advised]:
    """Choose on validation, confirm on test, for each of ``budgets`` (percent).

    Nothing where the model finds no liked item at all: no share of that accuracy could be lost.
    """
    chosen_on, confirmed_on = bench.price(reranker, k=k, stage="valid"), bench.price(reranker, k=k)
    if any(price.trade_off.curve.at(0.0)[f"ndcg@{k}"] == 0 for price in (chosen_on, confirmed_on)):
        return []
    scale = SliderScale(confirmed_on.trade_off.curve, f"ild@{k}")
    advisor = Advisor(
        chosen_on, people_later=len(confirmed_on.trade_off.users), variety=f"ild@{k}", n_settings=_SETTINGS
    )
    found = []
    for budget in budgets:
        advice = advisor.advise(budget / 100)
        position = scale.achieved(advice.lambda_)
        found.append(Advised(budget, advice, confirm(advice, confirmed_on), position))
    return found


def label(budget: float) -> str:
    """A budget as its button says it: 2%, 0.5%."""
    return f"{budget:g}%"


def in_words(found: Advised, words: Words) -> str:
    """Where the advice comes from and whether it held."""
    if len(found.advice.lambdas) == 1:
        return words("advice.still")
    if found.advice.lambda_ == 0:
        return words("advice.none", budget=label(found.budget))
    values = {"position": reach(found.position)}
    for name, tag in (("", found.advice.accuracy), ("later_", found.confirmation.accuracy)):
        for end, share in (
            ("change", tag.relative), ("low", tag.relative_low), ("high", tag.relative_high),
        ):  # fmt: skip
            values[name + end] = signed(float(share) * 100, 1)
    verdict = words(f"advice.{found.confirmation.verdict}", budget=label(found.budget), **values)
    return verdict + words("advice.counts")


def unadvised(advice: list[Advised] | None, words: Words) -> str:
    """What is said in place of advice; "" where there is some."""
    if advice is None:
        return words("slider.advice_waiting")
    return "" if advice else words("advice.nothing")


def payload_rows(found: Sequence[Advised], words: Words) -> list[dict[str, object]]:
    """The component's ``budgets``."""
    return [
        {
            "value": f"{one.budget:g}", "label": label(one.budget), "t": round(one.position, 6),
            "lambda": one.advice.lambda_, "said": in_words(one, words),
        }
        for one in found
    ]  # fmt: skip
