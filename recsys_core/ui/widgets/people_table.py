"""A table of all users: how much they rated, what they like, how often their list changes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.types import BoolArray
from recsys_core.ui.shell import session
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench


def people_table(bench: Workbench, reranker: str, k: int, words: Words) -> pd.DataFrame:
    """One row per user, in the data's order; shared, so never change it in place."""
    return _people_table(session.fingerprint(bench), reranker, k, words.language, bench)


@st.cache_resource(show_spinner=False, max_entries=32)
def _people_table(fingerprint: str, reranker: str, k: int, lang: str, _bench: Workbench) -> pd.DataFrame:
    words = Words(lang)
    history = _bench.split.history("test")
    paths = _bench.trade_off(reranker, k=k).paths
    return pd.DataFrame(
        {
            words("people.user"): [str(user) for user in _bench.user_ids],
            words("people.ratings"): history.counts,
            words("people.likes"): [
                words("slider.comma").join(names) for names in _bench.people.favourites()
            ],
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


def chosen_first(table: pd.DataFrame, user: str) -> pd.DataFrame:
    """The rows of ``user``, if there are any, before the others."""
    here = (table.iloc[:, 0] == user).to_numpy()
    return pd.concat([table[here], table[~here]]) if here.any() else table
