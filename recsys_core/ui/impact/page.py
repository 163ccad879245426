"""Who pays: segments of people, the people worst off, and which items are shown instead."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.ui.impact import figures, groups, people
from recsys_core.ui.shell import frame
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.sentences import difference
from recsys_core.ui.widgets import controls, group_names
from recsys_core.ui.widgets.tuning import tuning

_MOST_ITEM_GROUPS = 12


def draw(page: Page) -> None:
    """Everything below the header."""
    words = page.words
    st.title(words("pays.title"), anchor=False)
    try:
        with st.container(key="card_pays_setting"):
            left, right = st.columns([3, 2], gap="medium")
            with left:
                controls.setting(page, "pays")
            with right:
                controls.method(page, "pays")
        with st.spinner(words("frame.working")):
            lambda_ = tuning(page.bench, page.choice).lambda_of(page.choice)
            setting = (page.choice.reranker, lambda_)
            effects = page.bench.impact.group_effects(*setting, k=page.choice.k)
            worst = page.bench.impact.worst_off(*setting, k=page.choice.k)
        st.subheader(group_names.headline(worst, effects, words), anchor=False)
        left, right = st.columns([3, 2], gap="medium")
        with left.container(key="card_pays_segments"):
            groups.draw(page, effects, worst.relative_of_all)
        with right.container(key="card_pays_worst"):
            people.draw(page, worst, lambda_)
        with st.container(key="card_pays_items"):
            _items(page, lambda_)
    except RecsysError as error:
        frame.stop(words, error)


def _items(page: Page, lambda_: float) -> None:
    """Exposure of groups of items before and at the setting."""
    words, impact = page.words, page.bench.impact
    ways = impact.item_groups()
    st.subheader(words("pays.items"), anchor=False)
    st.caption(words("pays.items_note"))
    by = st.segmented_control(
        words("pays.by"), list(ways), default=next(iter(ways)), required=True, key="pays_by",
        format_func=lambda name: words(f"pays.by_{name}"), label_visibility="collapsed",
    )  # fmt: skip
    rows = impact.exposure_change(by, page.choice.reranker, lambda_, k=page.choice.k)
    shown = rows.largest(_MOST_ITEM_GROUPS)
    names = [words.known(f"exposure.{row.name}", row.name) for row in shown]
    st.plotly_chart(
        figures.exposure(shown, names, words), key="pays_exposure", config={"displayModeBar": False},
        alt=words("pays.items_alt"),
    )  # fmt: skip
    with st.expander(words("pays.table"), key="pays_items_table"):
        table = [
            {
                words("pays.group"): words.known(f"exposure.{row.name}", row.name),
                words("pays.shift"): words(
                    "plain.change", change=words.signed(difference(row.after * 100, row.before * 100, 1), 1),
                    low=words.signed(row.change.low * 100, 1), high=words.signed(row.change.high * 100, 1),
                ),
                words("pays.before"): words.plain(row.before * 100, 1) + "%",
                words("pays.after"): words.plain(row.after * 100, 1) + "%",
                words("pays.catalogue"): words.plain(row.catalogue * 100, 1) + "%",
            }
            for row in rows
        ]  # fmt: skip
        st.dataframe(
            pd.DataFrame(table), hide_index=True, alt=words("pays.items"),
            column_config={
                words(f"pays.{name}"): st.column_config.TextColumn(alignment="right")
                for name in ("shift", "before", "after", "catalogue")
            },
        )  # fmt: skip
