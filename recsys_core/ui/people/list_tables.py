"""One person's lists as tables: the list itself, and what entered and left it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd
import streamlit as st

from recsys_core.types import IndexArray
from recsys_core.ui.people.shown import Shown
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.words import Words


def list_table(
    ranking: pd.DataFrame, words: Words, marked: Collection[str], *, moves: bool = True
) -> pd.DataFrame:
    """A list and what of it was liked later, in the visitor's words; with ``moves`` where each item stood."""
    before = ranking["rank_before"].map(lambda rank: words("plain.entered") if pd.isna(rank) else str(rank))
    return pd.DataFrame(
        {
            words("plain.rank"): ranking["rank"],
            **({words("plain.before"): before} if moves else {}),
            words("plain.item"): ranking["title"],
            words("liked.column"): _marks(ranking, words, marked),
            words("plain.categories"): ranking["categories"].map(words("slider.comma").join),
        }
    )


def narrow(words: Words) -> dict[str, Any]:
    """Widths of the columns that need little, so that titles and categories have the rest."""
    return {
        words("plain.rank"): st.column_config.NumberColumn(width=50),
        words("plain.before"): st.column_config.TextColumn(width=60, alignment="right"),
        words("liked.column"): st.column_config.TextColumn(width=80),
        words("people.relevance"): st.column_config.NumberColumn(format="%.2f", width=80),
    }


def moved(page: Page, person: Shown, lambda_: float, marks: IndexArray) -> None:
    """What entered and what left the list, in one table so that its columns stand under one another."""
    words, bench = page.words, page.bench
    first, now = (bench.people.ranking(person.person, at) for at in (0.0, lambda_))
    marked = set(bench.dataset.item_ids[marks])
    entered = now[now["rank_before"].isna()]
    left = first[~first["item_id"].isin(now["item_id"])]
    if entered.empty and left.empty:
        st.caption(words("people.nothing"))
        return
    rows = pd.concat([entered, left])
    table = pd.DataFrame(
        {
            words("people.move"): [
                *[words("people.entered")] * len(entered),
                *[words("people.left")] * len(left),
            ],
            words("plain.rank"): rows["rank"],
            words("plain.item"): rows["title"],
            words("plain.categories"): rows["categories"].map(words("slider.comma").join),
            words("liked.column"): _marks(rows, words, marked),
            words("people.relevance"): rows["relevance"],
        }
    )
    st.markdown(f"**{words('people.moved')}**")
    st.dataframe(
        table if marked else table.drop(columns=words("liked.column")),
        hide_index=True,
        key="people_moved",
        alt=words("people.moved"),
        column_config=narrow(words),
    )


def _marks(rows: pd.DataFrame, words: Words, marked: Collection[str]) -> pd.Series:
    """The mark where an item is among ``marked`` ids, else nothing."""
    return rows["item_id"].isin(marked).map({True: words("liked.mark"), False: ""})
