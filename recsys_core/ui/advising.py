"""The advised setting of every loss budget, worked out after the first screen is drawn and then shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
import streamlit as st

from recsys_core.tradeoff.advice import Advice, Confirmation, advise, confirm
from recsys_core.tradeoff.price import Price
from recsys_core.tradeoff.scale import SliderScale
from recsys_core.ui import session
from recsys_core.ui.choice import BUDGETS, Choice
from recsys_core.ui.language import Words
from recsys_core.ui.sentences import signed
from recsys_core.workbench import Workbench

_SETTINGS = 101  # tried in steps of one percent of the reachable variety


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


class _Store:
    """Advice by trade-off; each is worked out once, whoever asks first."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.known: dict[tuple[str, str, int], list[Advised]] = {}


@st.cache_resource(show_spinner=False)
def _store() -> _Store:
    return _Store()


def known(bench: Workbench, choice: Choice) -> list[Advised] | None:
    """The advice where it has been worked out, else None: drawing must not wait for it."""
    return _store().known.get(_key(bench, choice))


def work_out(bench: Workbench, choice: Choice) -> list[Advised]:
    """The advice of every budget; takes a second or two the first time."""
    store, key = _store(), _key(bench, choice)
    with store.lock:
        if key not in store.known:
            store.known[key] = advised(bench, choice.reranker, choice.k)
        return store.known[key]


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
    people = len(confirmed_on.trade_off.users)
    first = advise(chosen_on, budget=budgets[0] / 100, people_later=people, n_settings=_SETTINGS)
    found = []
    for budget in budgets:
        advice = within(first, chosen_on, budget / 100)
        found.append(Advised(budget, advice, confirm(advice, confirmed_on), scale.achieved(advice.lambda_)))
    return found


def within(advice: Advice, price: Price, budget: float) -> Advice:
    """The advice for another budget: the bounds that were computed once hold for every budget."""
    k = price.trade_off.k
    lambdas, bound = advice.lambdas, advice.bound
    allowed = np.logical_and.accumulate((bound >= -budget) | (lambdas == 0.0))
    safe = np.flatnonzero(allowed)
    reached = price.trade_off.curve.sample(lambdas)[f"ild@{k}"][safe]
    chosen = float(lambdas[safe[np.argmax(reached)]])
    accuracy, variety = (price.difference(f"{name}@{k}", chosen)[0] for name in ("ndcg", "ild"))
    return replace(advice, budget=budget, lambda_=chosen, accuracy=accuracy, variety=variety, allowed=allowed)


def label(budget: float) -> str:
    """A budget as its button says it: 2%, 0.5%."""
    return f"{budget:g}%"


def in_words(found: Advised, words: Words) -> str:
    """Where the advice comes from and whether it held."""
    if found.advice.lambda_ == 0:
        return words("advice.none", budget=label(found.budget))
    values = {}
    for name, tag in (("", found.advice.accuracy), ("later_", found.confirmation.accuracy)):
        for end, share in (
            ("change", tag.relative), ("low", tag.relative_low), ("high", tag.relative_high),
        ):  # fmt: skip
            values[name + end] = signed(float(share) * 100, 1)
    return words(f"advice.{found.confirmation.verdict}", budget=label(found.budget), **values)


def payload_rows(found: Sequence[Advised], words: Words) -> list[dict[str, object]]:
    """The component's ``budgets``."""
    return [
        {
            "value": f"{one.budget:g}", "label": label(one.budget), "t": round(one.position, 6),
            "lambda": one.advice.lambda_, "said": in_words(one, words),
        }
        for one in found
    ]  # fmt: skip
