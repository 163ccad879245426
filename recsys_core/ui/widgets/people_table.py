"""A table of everybody: how much they rated, what they like, how often their list changes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.types import BoolArray
from recsys_core.ui.shell import session
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench


def people_table(bench: Workbench, reranker: str, k: int, words: Words) -> pd.DataFrame:
    """One row a person, in the data's order; shared, so never change it in place."""
    return _people_table(session.fingerprint(bench), reranker, k, words.language, bench)


@st.cache_resource(show_spinner=False, max_entries=32)
def _people_table(fingerprint: str, reranker: str, k: int, lang: str, _bench: Workbench) -> pd.DataFrame:
    words = Words(lang)
    history = _bench.split.history("test")
    offsets = _bench.trade_off(reranker, k=k).paths.offsets
    return pd.DataFrame(
        {
            words("lists.user"): [str(user) for user in _bench.user_ids],
            words("lists.ratings"): history.counts,
            words("lists.likes"): [words("slider.comma").join(names) for names in favourites(_bench)],
            words("lists.changes"): np.diff(offsets),
        }
    )


def favourites(bench: Workbench) -> list[tuple[str, ...]]:
    """The two categories that each person rated most, of equals the first in the alphabet; () without any."""
    return _favourites(session.fingerprint(bench), bench)


@st.cache_resource(show_spinner=False, max_entries=8)
def _favourites(fingerprint: str, _bench: Workbench, most: int = 2) -> list[tuple[str, ...]]:
    history, bench = _bench.split.history("test"), _bench
    codes, names = pd.factorize(bench.dataset.items["categories"].explode(), sort=True)
    if not len(names):
        return [()] * history.n_users
    rows = bench.dataset.items["categories"].map(lambda tags: max(1, len(tags))).to_numpy()
    membership = np.zeros((history.n_items, len(names)))
    known = codes >= 0
    membership[np.repeat(np.arange(history.n_items), rows)[known], codes[known]] = 1
    counts = np.asarray(history.matrix() @ membership)
    order = np.argsort(-counts, axis=1, kind="stable")[:, :most]
    return [
        tuple(str(names[c]) for c in top if row[c] > 0) for row, top in zip(counts, order, strict=True)
    ]


def matching(table: pd.DataFrame, query: str) -> BoolArray:
    """(n,) rows of people whose id or favourite categories contain every word of ``query``, in any case."""
    text = (table.iloc[:, 0] + " " + table.iloc[:, 2]).str.lower()
    found = np.ones(len(table), dtype=bool)
    for word in query.lower().split():
        found &= text.str.contains(word, regex=False).to_numpy()
    return found


def chosen_first(table: pd.DataFrame, user: str) -> pd.DataFrame:
    """The rows with those of ``user``, if there are any, before the others."""
    here = (table.iloc[:, 0] == user).to_numpy()
    return pd.concat([table[here], table[~here]]) if here.any() else table
