"""The choice of how an upload is split into what is learned from and what is tested."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from recsys_core.data.split_rule import SplitRule
from recsys_core.ui.text.words import Words

_AUTO = "auto"


def render(roles: Collection[str], key: str, words: Words) -> SplitRule | None:
    """A field for the way, and one for the date where it is needed; None leaves it to the data.

    Args:
        roles: of the columns that were chosen: a date needs times, and a given split needs no choice.
        key: tells the fields of two files apart.
        words: texts in the visitor's language.

    Raises:
        DataError: the date is no date.
    """
    if "split" in roles:
        return None
    ways = {_AUTO: "data.split.auto", "random": "data.split.random"}
    if "timestamp" in roles:
        ways |= {"person": "data.split.person", "date": "data.split.date"}
    way = st.selectbox(
        words("data.split"),
        list(ways),
        format_func=lambda way: words(ways[way]),
        key=f"data_split_{key}_{len(ways)}",
        help=words("data.split.help"),
    )
    if way == "date":
        day = st.text_input(
            words("data.split.first_day"), key=f"data_split_day_{key}", placeholder="2024-05-31"
        )
        return SplitRule("date", day.strip() or None)
    if way == "person":
        return SplitRule("person")
    return SplitRule("random") if way == "random" else None
