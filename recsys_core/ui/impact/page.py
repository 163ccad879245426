"""Impact: groups of people, the people worst off, and which items are shown instead."""

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


def render(page: Page) -> None:
    """Everything below the header."""
    words = page.words
    st.title(words("impact.title"), anchor=False)
    try:
        with st.container(key="card_impact_setting"):
            left, right = st.columns([3, 2], gap="medium")
            with left:
                controls.setting(page, "impact")
            with right:
                controls.method(page, "impact")
        with st.spinner(words("frame.working")):
            lambda_ = tuning(page.bench, page.choice).lambda_of(page.choice)
            setting = (page.choice.reranker, lambda_)
            effects = page.bench.impact.group_effects(*setting, k=page.choice.k)
            worst = page.bench.impact.worst_off(*setting, k=page.choice.k)
        st.subheader(group_names.headline(worst, effects, words), anchor=False)
        left, right = st.columns([3, 2], gap="medium")
        with left.container(key="card_impact_segments"):
            groups.render(page, effects, worst.relative_of_all)
        with right.container(key="card_impact_worst"):
            people.render(page, worst, lambda_)
        with st.container(key="card_impact_items"):
            _items(page, lambda_)
    except RecsysError as error:
        frame.stop(words, error)


def _items(page: Page, lambda_: float) -> None:
    """Exposure of groups of items before and at the setting."""
    words, impact = page.words, page.bench.impact
    ways = impact.item_groups()
    st.subheader(words("impact.items"), anchor=False)
    st.caption(words("impact.items_note"))
    by = st.segmented_control(
        words("impact.by"), list(ways), default=next(iter(ways)), required=True, key="impact_by",
        format_func=lambda name: words(f"impact.by_{name}"), label_visibility="collapsed",
    )  # fmt: skip
    rows = impact.exposure_change(by, page.choice.reranker, lambda_, k=page.choice.k)
    shown = rows.largest(_MOST_ITEM_GROUPS)
    names = [words.known(f"exposure.{row.name}", row.name) for row in shown]
    st.plotly_chart(
        figures.exposure(shown, names, words), key="impact_exposure", config={"displayModeBar": False},
        alt=words("impact.items_alt"),
    )  # fmt: skip
    with st.expander(words("impact.table"), key="impact_items_table"):
        table = [
            {
                words("impact.group"): words.known(f"exposure.{row.name}", row.name),
                words("impact.shift"): words(
                    "plain.change", change=words.signed(difference(row.after * 100, row.before * 100, 1), 1),
                    low=words.signed(row.change.low * 100, 1), high=words.signed(row.change.high * 100, 1),
                ),
                words("impact.before"): words.plain(row.before * 100, 1) + "%",
                words("impact.after"): words.plain(row.after * 100, 1) + "%",
                words("impact.catalogue"): words.plain(row.catalogue * 100, 1) + "%",
            }
            for row in rows
        ]  # fmt: skip
        st.dataframe(
            pd.DataFrame(table), hide_index=True, alt=words("impact.items"),
            column_config={
                words(f"impact.{name}"): st.column_config.TextColumn(alignment="right")
                for name in ("shift", "before", "after", "catalogue")
            },
        )  # fmt: skip
