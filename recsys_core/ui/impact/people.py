"""The people worst off: how much each lost and why; a row opens that person on the People page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from recsys_core import config
from recsys_core.ui.shell import frame, state
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state
from recsys_core.workbench.results import WorstOff

_HEIGHT = 430


def render(page: Page, worst: WorstOff, lambda_: float) -> None:
    """A table of the people who lose most."""
    words, bench, k = page.words, page.bench, page.choice.k
    ids = [str(bench.user_ids[user]) for user in worst.users]
    before, now = (
        bench.impact.n_liked_shown(worst.users, page.choice.reranker, at, k=k) for at in (0.0, lambda_)
    )
    st.subheader(words("impact.worst"), anchor=False)
    mean, everybody = words.signed(worst.mean, 3), words.signed(worst.mean_of_all, 3)
    st.caption(words("impact.worst_note", mean=mean, everybody=everybody, n=len(ids)))

    def open_person() -> None:
        rows = state.selected_rows("impact_worst")
        if rows:
            frame.change(user=ids[rows[0]])
            visit_state().person_asked = True

    table = pd.DataFrame(
        {
            words("people.user"): ids,
            words("impact.loss"): [words.signed(float(value), 3) for value in worst.change],
            words("impact.liked"): [f"{old} → {new}" for old, new in zip(before, now, strict=True)],
            words("people.ratings"): bench.split.history("test").counts[worst.users],
        }
    )
    right = st.column_config.TextColumn
    st.dataframe(
        table, hide_index=True, height=_HEIGHT, key="impact_worst", on_select=open_person,
        selection_mode="single-row", alt=words("impact.worst"),
        column_config={
            # These three together fit a phone; what is left goes to the ratings.
            words("people.user"): right(width=60),
            words("impact.loss"): right(width=115, alignment="right", help=words("liked.accuracy_help", k=k)),
            words("impact.liked"): right(width=95, alignment="right", help=words("impact.liked_help", k=k)),
        },
    )  # fmt: skip
    st.caption(words("impact.worst_why"))
    if visit_state().person_asked:
        visit_state().person_asked = False
        st.switch_page(config.project_root() / "pages" / "people.py")
