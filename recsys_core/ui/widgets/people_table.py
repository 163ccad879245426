"""A table of all users: how much they rated, what they like, how often their list changes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recsys_core.types import BoolArray
from recsys_core.ui.shell.session import shared
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench


@shared(max_size=32)
def people_table(bench: Workbench, reranker: str, k: int, language: str) -> pd.DataFrame:
    """One row per user, in the data's order, with headings in ``language``."""
    words = Words(language)
    history = bench.split.history("test")
    paths = bench.trade_off(reranker, k=k).paths
    return pd.DataFrame(
        {
            words("people.user"): [str(user) for user in bench.user_ids],
            words("people.ratings"): history.counts,
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


def chosen_first(table: pd.DataFrame, user: str) -> pd.DataFrame:
    """The rows of ``user``, if there are any, before the others."""
    here = (table.iloc[:, 0] == user).to_numpy()
    return pd.concat([table[here], table[~here]]) if here.any() else table
