"""The groups of people on the Impact page: the effect on each beside that on everybody."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

import pandas as pd
import streamlit as st

from recsys_core.ui.impact import group_figure
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.joining import joined
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.charts import enlarged
from recsys_core.ui.widgets.group_names import accuracy_text, group_name, percent_text, verdict
from recsys_core.ui.widgets.saved_chart import draw
from recsys_core.workbench.results import GroupEffect, Interval

MOST = 14
_NAME = 205  # pixels: the longest name of a group that is ours


def render(page: Page, effects: Sequence[GroupEffect], everybody: Interval[float], lambda_: float) -> None:
    """The chart of the groups at both ends, a word about luck, and a table of all."""
    words, choice = page.words, page.choice
    st.subheader(words("impact.segments"), anchor=False)
    worst, best = page.bench.impact.clearest_groups(choice.reranker, lambda_, MOST, k=choice.k)
    if not worst:
        st.text(words("impact.few"))
        return
    note = words("impact.segments_note", level=words.level(page.bench.level))
    st.caption(joined(note, everybody_text(page, everybody)))
    shown = len(worst) + len(best)
    losers, gainers = (sorted(end, key=lambda row: row.accuracy_percent.value) for end in (worst, best))
    figure = group_figure.figure(losers, gainers, everybody, words, is_split=shown < len(effects))
    draw(
        enlarged(figure, page.choice.present), words, key="impact_segments",
        alt=words("impact.segments_alt", first=group_name(worst[0], words)),
    )  # fmt: skip
    if shown < len(effects):
        st.caption(words("impact.shown_of", shown=shown, n=len(effects)))
    none = "" if any(row.stands_out for row in effects) else words("impact.luck_none")
    st.markdown(joined(words("impact.luck", n=len(effects)), none))
    with st.expander(words("impact.table"), key="impact_segments_table"):
        st.dataframe(
            table(effects, words), hide_index=True, alt=words("impact.segments"),
            column_config={
                words("impact.segment"): st.column_config.TextColumn(width=_NAME),
                words("impact.accuracy"): st.column_config.TextColumn(alignment="right"),
                words("impact.variety"): st.column_config.TextColumn(alignment="right"),
            },
        )  # fmt: skip


def everybody_text(page: Page, everybody: Interval[float]) -> str:
    """The change over everybody, the dashed line of the chart; "" where there is no accuracy before."""
    if isnan(everybody.value):
        return ""
    n, words = len(page.bench.ground_truth().evaluated), page.words
    return words("impact.everybody", n=n, people=words.count(n), change=percent_text(everybody, words))


def table(effects: Sequence[GroupEffect], words: Words) -> pd.DataFrame:
    """Every group: name, verdict and effect first; further columns for wide screens."""
    return pd.DataFrame(
        [
            {
                words("impact.segment"): group_name(row, words),
                words("impact.verdict"): verdict(row, words),
                words("impact.accuracy"): accuracy_text(row, words),
                words("impact.people"): row.n_users,
                words("impact.variety"): percent_text(row.variety_share, words),
            }
            for row in effects
        ]
    )
