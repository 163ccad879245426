"""Find a person: a searchable table of all users, a row of which becomes the person of every page."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.types import BoolArray
from recsys_core.ui.shell import frame, state
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.session import shared, words_of
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench

_HEIGHT = 250


def render(page: Page) -> None:
    """The search field and the table."""
    words, choice = page.words, page.choice
    table = people_table(page.bench, choice.reranker, choice.k, words.language)
    st.subheader(words("people.people"))

    def search() -> None:
        ids = table[matching(table, state.widget("people_query"))].iloc[:, 0].tolist()
        if len(ids) == 1:  # with several, only the visitor knows whom they mean
            frame.change(user=ids[0])

    query = st.text_input(
        words("people.search"),
        key="people_query",
        placeholder=words("people.search"),
        label_visibility="collapsed",
        on_change=search,
    ).strip()
    found = best_first(table[matching(table, query)], query, choice.user)
    if found.empty:
        st.text(words("people.none", query=query))
        st.button(words("people.clear"), key="people_clear", on_click=_show_everybody)
        return
    ids = found[words("people.user")].tolist()
    at = ids.index(choice.user) if choice.user in ids else None
    if query:
        st.caption(match_text(ids, choice.user, words))

    def pick() -> None:
        rows = state.selected_rows(key)
        if rows:
            frame.change(user=ids[rows[0]])

    # The choice is part of the key: a person chosen elsewhere is marked here too.
    key = f"people_table_{choice.user}"
    st.dataframe(
        found,
        hide_index=True,
        height=_HEIGHT,
        key=key,
        on_select=pick,
        selection_mode="single-row-required" if at is not None else "single-row",
        alt=words("people.people"),
        selection_default=None if at is None else {"selection": {"rows": [at]}},
    )


def _show_everybody() -> None:
    state.set_widget("people_query", "")


@shared(max_size=32)
def people_table(bench: Workbench, reranker: str, k: int, language: str) -> pd.DataFrame:
    """How much each user rated, what they like, how often their list changes; in the data's order.

    The headings are in ``language``.
    """
    words = words_of(bench, language)
    history = bench.split.history("test")
    heading, counts = words("people.ratings"), history.counts
    if not bench.has_history:
        heading, counts = words("data.count.candidates"), bench.candidates().counts
    paths = bench.trade_off(reranker, k=k).paths
    return pd.DataFrame(
        {
            words("people.user"): [str(user) for user in bench.user_ids],
            heading: counts,
            words("people.likes"): [words("slider.comma").join(names) for names in bench.people.favourites()],
            words("people.changes"): paths.n_lists,
        }
    )


def matching(table: pd.DataFrame, query: str) -> BoolArray:
    """(n,) rows of users whose id or favourite categories contain every word of ``query``, in any case."""
    text = (table.iloc[:, 0] + " " + table.iloc[:, 2]).str.lower()
    found = np.ones(len(table), dtype=bool)
    for word in query.lower().split():
        found &= text.str.contains(word, regex=False).to_numpy()
    return found


def best_first(table: pd.DataFrame, query: str, user: str) -> pd.DataFrame:
    """First whose id is ``query``, then ``user``, then the others, as far as each is there."""
    ids = table.iloc[:, 0]
    asked = ids.str.lower() == query.lower()
    shown = (ids == user) & ~asked
    return pd.concat([table[asked], table[shown], table[~asked & ~shown]])


def match_text(ids: list[str], user: str, words: Words) -> str:
    """How many people match, and whether the only one is the person shown."""
    return words("people.match_shown") if ids == [user] else words("people.match", n=len(ids))
