"""Compare: is another model or method better? Fronts, the area under each, and the same person's lists."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations, product

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.ui import controls, frame
from recsys_core.ui.compare import personal
from recsys_core.ui.compare.chart import chart
from recsys_core.ui.compare.fronts import Front, Standing, difference, front_of, standings
from recsys_core.ui.frame import Page
from recsys_core.ui.sentences import plain, signed

FIRST_METHODS = ("mmr", "dpp", "calibration")
MOST = 8
_MODELS, _METHODS = "compare_models", "compare_methods"


def begin() -> Page:
    """Open the page; ``models`` and ``methods`` of its address are what is compared."""
    own = {}
    for key, name in ((_MODELS, "models"), (_METHODS, "methods")):
        asked = st.session_state.get(key) or st.query_params.get(name, "").split(",")
        own[name] = ",".join(word for word in asked if word)
    return frame.begin("compare", {name: text for name, text in own.items() if text})


def draw(page: Page) -> None:
    """Everything below the header."""
    words = page.words
    st.title(words("compare.title"), anchor=False)
    try:
        pairs = _choose(page)
        if not pairs:
            st.info(words("compare.empty"))
            return
        fronts = []
        for model, reranker in pairs:
            with st.spinner(words("compare.working", name=_name(page, model, reranker, pairs))):
                fronts.append(front_of(page.bench, model, reranker, page.choice.k))
        _show(page, fronts)
        with st.container(key="card_compare_personal"):
            personal.draw(page)
    except RecsysError as error:
        frame.stop(words, error)


def _choose(page: Page) -> list[tuple[str, str]]:
    """Models and methods to compare; what the address names comes first."""
    words, bench = page.words, page.bench
    methods = [name for name in bench.rerankers if name != "none"]
    with st.container(key="card_compare_choose"):
        chosen_models = st.pills(
            words("compare.models"), bench.model_names, selection_mode="multi", key=_MODELS,
            default=_asked("models", bench.model_names, [bench.model]),
            format_func=lambda name: controls.model_title(page, name),
        )  # fmt: skip
        chosen_methods = st.pills(
            words("compare.methods"), methods, selection_mode="multi", key=_METHODS,
            default=_asked("methods", methods, [name for name in FIRST_METHODS if name in methods]),
            format_func=lambda name: controls.method_title(page, name),
        )  # fmt: skip
        controls.setting(page, "compare")
    pairs = list(product(chosen_models, chosen_methods))
    if len(pairs) > MOST:
        st.info(words("compare.too_many", most=MOST, asked=len(pairs)))
    return pairs[:MOST]


def _asked(name: str, known: Collection[str], otherwise: list[str]) -> list[str]:
    asked = [word for word in st.query_params.get(name, "").split(",") if word in known]
    return asked or otherwise


def _name(page: Page, model: str, reranker: str, pairs: list[tuple[str, str]]) -> str:
    """A pair's short name: the model is left out where all have the same."""
    method = controls.method_short(page, reranker)
    if len({model for model, _ in pairs}) == 1:
        return method
    return f"{controls.model_title(page, model)} · {method}"


def _show(page: Page, fronts: list[Front]) -> None:
    words, choice = page.words, page.choice
    pairs = [(front.model, front.reranker) for front in fronts]
    names = [_name(page, *pair, pairs) for pair in pairs]
    found = standings(fronts)
    left, right = st.columns([3, 2], gap="medium")
    with left.container(key="card_compare_fronts"):
        st.subheader(words("compare.fronts"), anchor=False)
        st.caption(words("compare.fronts_note"))
        figure = chart(fronts, found, names, choice.variety, words, choice.k)
        st.plotly_chart(
            figure, key="compare_fronts", alt=_in_words(page, names, found), config={"displayModeBar": False}
        )
    with right.container(key="card_compare_table"):
        st.subheader(words("compare.area"), anchor=False)
        st.caption(words("compare.area_note"))
        st.dataframe(_areas(page, fronts, names, found), hide_index=True, alt=words("compare.area"))
        if len(fronts) > 1:
            st.caption(words("compare.pairs_note"))
            st.dataframe(_differences(page, names, found), hide_index=True, alt=words("compare.pairs_note"))
    with st.container(key="card_compare_lists"):
        st.subheader(words("compare.lists", user=choice.user), anchor=False)
        st.caption(words("compare.lists_note", percent=f"{choice.variety:.0%}"))
        st.dataframe(
            _lists(page, fronts, names), hide_index=True, alt=words("compare.lists", user=choice.user)
        )


def _areas(page: Page, fronts: list[Front], names: list[str], found: list[Standing]) -> pd.DataFrame:
    words, here = page.words, page.choice.variety
    order = np.argsort([-standing.area for standing in found], kind="stable")
    rows = []
    for i in order:
        front, standing = fronts[i], found[i]
        rows.append(
            {
                words("compare.method"): names[i],
                words("compare.area_column"): _interval(standing.area, standing.low, standing.high),
                words("measure.ndcg", k=page.choice.k): plain(float(front.accuracy[front.at(here)]), 3),
                words("measure.ild"): plain(float(front.variety[front.at(here)]), 3),
            }
        )
    return pd.DataFrame(rows)


def _differences(page: Page, names: list[str], found: list[Standing]) -> pd.DataFrame:
    words = page.words
    rows = []
    for (one, left), (two, right) in combinations(zip(names, found, strict=True), 2):
        value, low, high = difference(left, right)
        if low <= 0 <= high:
            verdict = words("compare.no_difference")
        else:
            verdict = words("compare.better", name=one if value > 0 else two)
        ends = words("slider.interval", low=signed(low * 100, 1), high=signed(high * 100, 1))
        rows.append(
            {
                words("compare.pair"): f"{one} − {two}",
                words("compare.difference"): f"{signed(value * 100, 1)} ({ends})",
                words("compare.verdict"): verdict,
            }
        )
    return pd.DataFrame(rows)


def _lists(page: Page, fronts: list[Front], names: list[str]) -> pd.DataFrame:
    """The person's list under every pair at the same share of what each can reach."""
    choice = page.choice
    columns: dict[str, pd.Series] = {}
    for front, name in zip(fronts, names, strict=True):
        lambda_ = float(front.lambdas[front.at(choice.variety)])
        ranking = page.bench.ranking(
            choice.user, front.reranker, lambda_=lambda_, k=choice.k, model=front.model
        )
        columns[name] = ranking["title"].reset_index(drop=True)
    table = pd.DataFrame(columns)
    table.insert(0, page.words("plain.rank"), np.arange(1, len(table) + 1))
    return table


def _interval(value: float, low: float, high: float) -> str:
    return f"{plain(value * 100, 1)}% ({plain(low * 100, 1)} – {plain(high * 100, 1)})"


def _in_words(page: Page, names: list[str], found: list[Standing]) -> str:
    best = int(np.argmax([standing.area for standing in found]))
    return page.words("compare.alt", n=len(names), best=names[best])
