"""Data on which a setting held, and the same after tastes have turned against it."""

import pandas as pd

from recsys_core import config
from recsys_core.workbench import shipping


def calm_people(path):
    """The sample as one file of interactions: not the sample itself, which has a model of its own."""
    table = pd.read_csv(config.sample_root() / "interactions.csv")
    items = pd.read_csv(config.sample_root() / "items.csv")[["item_id", "title", "categories"]]
    table.merge(items, on="item_id")[1:].to_csv(path, index=False)


def plant_drift(bench, setting, calm, drifted):
    """People now like what the setting takes out of their lists, and no more what it puts in.

    ``bench`` has opened the file ``calm``; the other file is written.
    """
    taken, put = set(), set()
    for chunk in shipping.lists_of(bench, setting.method, setting.lambda_, setting.k):
        for user, old, new in zip(chunk.users, chunk.before, chunk.after, strict=True):
            person = bench.user_ids[user]
            taken |= {(person, bench.dataset.item_ids[item]) for item in set(old) - set(new)}
            put |= {(person, bench.dataset.item_ids[item]) for item in set(new) - set(old)}
    table = pd.read_csv(calm)
    pairs = pd.Series(list(zip(table["user_id"], table["item_id"], strict=True)))
    table.loc[pairs.isin(taken).to_numpy(), "rating"] = 5
    table.loc[pairs.isin(put).to_numpy(), "rating"] = 1
    table.to_csv(drifted, index=False)
