"""Which items are shown more and which less at the setting, group by group."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from recsys_core.ui.impact import item_figure
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.sentences import difference
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.charts import enlarged
from recsys_core.ui.widgets.saved_chart import draw
from recsys_core.workbench.results import GroupExposure

_MOST = 12
_IN_ORDER = "popularity"  # its groups have an order of their own


def render(page: Page, lambda_: float) -> None:
    """The chart of the differences for one way to divide the items, and the same as a table."""
    words, impact = page.words, page.bench.impact
    ways = impact.item_groups()
    st.subheader(words("impact.items"), anchor=False)
    if not ways:
        st.text(words("impact.no_items"))
        return
    st.caption(words("impact.items_note"))
    by = st.segmented_control(
        words("impact.by"), list(ways), default=next(iter(ways)), required=True, key="impact_by",
        format_func=lambda name: words(f"impact.by_{name}"), label_visibility="collapsed",
    )  # fmt: skip
    rows = impact.exposure_change(by, page.choice.reranker, lambda_, k=page.choice.k)
    shown = list(rows) if by == _IN_ORDER else rows.most_changed(_MOST)
    names, details = [name(row, words) for row in shown], [detail_text(row, words) for row in shown]
    figure = enlarged(item_figure.figure(shown, names, details, words), page.choice.present)
    draw(figure, words, key="impact_exposure", alt=words("impact.items_alt"))
    if len(shown) < len(rows):
        st.caption(words("impact.items_shown_of", shown=len(shown), n=len(rows)))
    with st.expander(words("impact.table"), key="impact_items_table"):
        right = st.column_config.TextColumn(alignment="right")
        st.dataframe(
            table(list(rows), words), hide_index=True, alt=words("impact.items"),
            column_config={
                words("impact.shift"): right, words("impact.shown"): right, words("impact.catalogue"): right,
            },
        )  # fmt: skip


def name(row: GroupExposure, words: Words) -> str:
    """A group of items in the visitor's language."""
    return words.known(f"exposure.{row.name}", row.name)


def change_text(row: GroupExposure, words: Words) -> str:
    """The difference in points with its interval; readers who subtract the shares get the same."""
    change = words.signed(difference(row.after * 100, row.before * 100, 1), 1)
    low, high = words.signed(row.change.low * 100, 1), words.signed(row.change.high * 100, 1)
    return words("plain.change", change=change, low=low, high=high)


def shown_text(row: GroupExposure, words: Words) -> str:
    """The shares before and at the setting."""
    return f"{words.plain(row.before * 100, 1)}% → {words.plain(row.after * 100, 1)}%"


def detail_text(row: GroupExposure, words: Words) -> str:
    """What there is to say of a group, line by line."""
    lines = [
        words("impact.detail_places", shown=shown_text(row, words)),
        words("impact.detail_points", change=change_text(row, words)),
        words("impact.detail_catalogue", share=words.plain(row.catalogue * 100, 1) + "%"),
    ]
    return "<br>".join(lines)


def table(rows: Sequence[GroupExposure], words: Words) -> pd.DataFrame:
    """Every group of items: the difference, what it is the difference of, and the share of the catalogue."""
    return pd.DataFrame(
        {
            words("impact.group"): [name(row, words) for row in rows],
            words("impact.shift"): [change_text(row, words) for row in rows],
            words("impact.shown"): [shown_text(row, words) for row in rows],
            words("impact.catalogue"): [words.plain(row.catalogue * 100, 1) + "%" for row in rows],
        }
    )
