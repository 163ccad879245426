"""The groups of people on the Impact page: the effect on each, and how to read it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from recsys_core.ui.impact import figures
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.group_names import (
    accuracy_text,
    divided_by,
    group_name,
    part_name,
    verdict,
)
from recsys_core.workbench.results import GroupEffect, Interval

MOST = 14
_NAME = 205  # pixels: the longest name of a group that is ours


def by_chance(effects: Sequence[GroupEffect], everybody: float, words: Words) -> str:
    """Why groups whose own interval lies below 0 need not lose more than others; "" where none does.

    Args:
        effects: every group tried.
        everybody: mean change of accuracy of all people, a share of what it was.
        words: the language.
    """
    alone = [row for row in effects if row.verdict == "loses"]
    if not alone:
        return ""
    change = words.signed(everybody * 100, 1) + "%"
    return words("impact.by_chance", groups=len(alone), n=len(effects), everybody=change)


def render(page: Page, effects: Sequence[GroupEffect], everybody: float) -> None:
    """The chart of the groups with the most certain losses, a caution about chance, and a table of all."""
    words = page.words
    shown = effects[:MOST]
    st.subheader(words("impact.segments"), anchor=False)
    st.caption(words("impact.segments_note"))
    if not shown:
        st.text(words("impact.few"))
        return
    st.plotly_chart(
        figures.segments(shown, [_two_lines(row, words) for row in shown], words),
        key="impact_segments", config={"displayModeBar": False},
        alt=words("impact.segments_alt", first=group_name(shown[0], words)),
    )  # fmt: skip
    if len(shown) < len(effects):
        st.caption(words("impact.shown_of", shown=len(shown), n=len(effects)))
    chance = by_chance(effects, everybody, words)
    if chance:
        st.markdown(chance)
    with st.expander(words("impact.table"), key="impact_segments_table"):
        st.dataframe(
            table(effects, words), hide_index=True, alt=words("impact.segments"),
            column_config={
                words("impact.segment"): st.column_config.TextColumn(width=_NAME),
                words("measure.ndcg.short"): st.column_config.TextColumn(alignment="right"),
                words("impact.variety"): st.column_config.TextColumn(alignment="right"),
            },
        )  # fmt: skip


def table(effects: Sequence[GroupEffect], words: Words) -> pd.DataFrame:
    """Every group: name, verdict and effect first; further columns for wide screens."""
    return pd.DataFrame(
        [
            {
                words("impact.segment"): group_name(row, words),
                words("impact.verdict"): verdict(row, words),
                words("measure.ndcg.short"): accuracy_text(row, words),
                words("impact.people"): row.n_users,
                words("impact.variety"): _points(row.variety, words),
            }
            for row in effects
        ]
    )


def _two_lines(row: GroupEffect, words: Words) -> str:
    """The name for a narrow chart; text of the data is escaped, because Plotly reads tags."""
    return f"{escape(divided_by(row, words))}<br><b>{escape(part_name(row, words))}</b>"


def _points(change: Interval[float], words: Words) -> str:
    value, low, high = (words.signed(end, 2) for end in (change.value, change.low, change.high))
    return words("plain.change", change=value, low=low, high=high)
