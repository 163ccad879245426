"""Which models and methods are compared: what was chosen last stays when there are too many for one chart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import product

import streamlit as st

from recsys_core.ui import controls
from recsys_core.ui.frame import Page

FIRST_METHODS = ("mmr", "dpp", "calibration")
MOST = 8
MOST_NAMED = 4
MODELS, METHODS, _ORDER = "compare_models", "compare_methods", "compare_order"

Pair = tuple[str, str]
"""A model and a method."""


def asked() -> dict[str, str]:
    """The page's own keys of the address: what is chosen, or what the address says when it is opened."""
    own = {}
    for key, name in ((MODELS, "models"), (METHODS, "methods")):
        wanted = st.session_state.get(key) or st.query_params.get(name, "").split(",")
        own[name] = ",".join(word for word in wanted if word)
    return {name: text for name, text in own.items() if text}


def choose(page: Page) -> list[Pair]:
    """Draw the choice; returns the pairs to compare, and says which are left out."""
    words, bench = page.words, page.bench
    methods = [name for name in bench.rerankers if name != "none"]
    models = st.pills(
        words("compare.models"), bench.model_names, selection_mode="multi", key=MODELS,
        default=_in_address("models", bench.model_names, [bench.model]),
        format_func=lambda name: controls.model_title(page, name),
    )  # fmt: skip
    chosen = st.pills(
        words("compare.methods"), methods, selection_mode="multi", key=METHODS,
        default=_in_address("methods", methods, [name for name in FIRST_METHODS if name in methods]),
        format_func=lambda name: controls.method_title(page, name),
    )  # fmt: skip
    kept, dropped = newest(list(product(models, chosen)), st.session_state.get(_ORDER, []))
    st.session_state[_ORDER] = dropped + kept
    if dropped:
        names = [name(page, pair, [*kept, *dropped]) for pair in dropped[::-1][:MOST_NAMED]]
        listed = words("slider.comma").join(names)
        if len(dropped) > MOST_NAMED:
            listed = words("compare.and_more", names=listed, n=len(dropped) - MOST_NAMED)
        st.info(words("compare.too_many", asked=len(kept) + len(dropped), most=MOST, names=listed))
    return sorted(kept, key=list(product(bench.model_names, methods)).index)


def newest(pairs: Sequence[Pair], order: Sequence[Pair], most: int = MOST) -> tuple[list[Pair], list[Pair]]:
    """The ``most`` pairs that were chosen last, and those that were chosen before them.

    Args:
        pairs: all that are chosen now; those new at once count as chosen in this order.
        order: those chosen when this was last asked, the oldest first.
        most: how many to keep.
    """
    now = [pair for pair in order if pair in pairs] + [pair for pair in pairs if pair not in order]
    at = max(0, len(now) - most)
    return now[at:], now[:at]


def name(page: Page, pair: Pair, pairs: Sequence[Pair]) -> str:
    """A pair's short name: the model is left out where all have the same."""
    model, reranker = pair
    method = controls.method_short(page, reranker)
    if len({model for model, _ in pairs}) == 1:
        return method
    return f"{controls.model_title(page, model)} · {method}"


def _in_address(key: str, known: Collection[str], otherwise: list[str]) -> list[str]:
    found = [word for word in st.query_params.get(key, "").split(",") if word in known]
    return found or otherwise
