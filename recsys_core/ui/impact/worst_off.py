"""The people worst off: how much each lost; a row opens that person on the People page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from recsys_core.ui.impact.people import levels_text, open_person
from recsys_core.ui.shell import state
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.joining import joined
from recsys_core.ui.widgets.group_names import worst_text
from recsys_core.workbench.results import Interval, WorstOff

_HEIGHT = 250


def render(page: Page, worst: WorstOff, everybody: Interval[float], lambda_: float) -> None:
    """A table of the people who lose most."""
    words, bench, k = page.words, page.bench, page.choice.k
    ids = [str(bench.user_ids[user]) for user in worst.users]
    before, now = (
        bench.impact.n_liked_shown(worst.users, page.choice.reranker, at, k=k) for at in (0.0, lambda_)
    )

    def open_row() -> None:
        rows = state.selected_rows("impact_worst")
        if rows:
            open_person(ids[rows[0]])

    table = pd.DataFrame(
        {
            words("people.user"): ids,
            words("impact.accuracy_levels"): [
                levels_text(float(old), float(old + change), words)
                for old, change in zip(worst.before, worst.change, strict=True)
            ],
            words("impact.liked"): [f"{old} → {new}" for old, new in zip(before, now, strict=True)],
            words("people.ratings"): bench.split.history("test").counts[worst.users],
        }
    )
    if not bench.has_outcomes:
        del table[words("impact.liked")]
    if not bench.has_history:
        del table[words("people.ratings")]
    st.subheader(words("impact.worst", n=len(ids)), anchor=False)
    st.caption(joined(worst_text(worst, everybody, words), words("impact.worst_open")))
    column = st.column_config.TextColumn
    st.dataframe(
        table, hide_index=True, height=_HEIGHT, key="impact_worst", on_select=open_row,
        selection_mode="single-row", alt=words("impact.worst", n=len(ids)),
        column_config={
            # These three together fit a phone; what is left goes to the ratings.
            words("people.user"): column(width=56),
            words("impact.accuracy_levels"): column(
                width=130, alignment="right", help=words("liked.accuracy_help", k=k)
            ),
            words("impact.liked"): column(
                width=84, alignment="right", help=words("impact.liked_help", k=k)
            ),
        },
    )  # fmt: skip
