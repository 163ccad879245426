"""The warning that variety rises in the space that is optimised and nowhere else."""

from __future__ import annotations

import streamlit as st

from recsys_core.decisions.transfer import OnPaper, on_paper
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.runtime.cache import Once
from recsys_core.ui.shell import session
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.sentences import plain
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench

_STEPS = 10  # the warning is worked out once at every tenth of the axis: moves look up the nearest
_MOST_KEPT = 64


def draw(page: Page) -> None:
    """One sentence where the variety at this setting is on paper only; nothing otherwise."""
    found = at_setting(page.bench, page.choice)
    if found is not None and found.flagged:
        st.warning(said(found, page.words))


def at_setting(bench: Workbench, choice: Choice) -> OnPaper | None:
    """The finding near the setting; None where there is nothing to compare or nothing is optimised."""
    needs = bench.rerankers[choice.reranker].needs
    step = round(choice.variety * _STEPS)
    if not needs or len(bench.space_names) < 2 or step == 0:
        return None
    optimised = "categories" if "aspects" in needs else bench.space_names[0]
    key = (session.fingerprint(bench), choice.reranker, choice.k, optimised)
    found: tuple[OnPaper, ...] = _findings().get(key, lambda: _compared(bench, choice, optimised))
    return found[step - 1]


@st.cache_resource(show_spinner=False)
def _findings() -> Once:
    """Findings by trade-off."""
    return Once(_MOST_KEPT)


def _compared(bench: Workbench, choice: Choice, optimised: str) -> tuple[OnPaper, ...]:
    """The finding at every step of the axis but its start."""
    reranker, k = choice.reranker, choice.k
    trade_off = bench.trade_off(reranker, k=k)
    scale = SliderScale(trade_off.curve, f"ild@{k}")
    lambdas = [scale.lambda_for(step / _STEPS) for step in range(1, _STEPS + 1)]
    return on_paper(trade_off, lambdas, optimised=optimised, chance=bench.trade_off("random", k=k))


def said(found: OnPaper, words: Words) -> str:
    """The warning in words, with the most that another space shows of the gain."""
    best = max(found.carried, key=lambda space: space.share)
    return words(
        "on_paper.flagged",
        optimised=words(f"on_paper.{found.optimised}"),
        others=words("on_paper.or").join(words(f"on_paper.{space.space}") for space in found.carried),
        share=plain(max(0.0, best.share) * 100, 0) + "%",
        high=plain(max(0.0, best.high) * 100, 0) + "%",
    )
