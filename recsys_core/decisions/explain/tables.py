"""One user's history and lists as tables, with the data's own titles and categories."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recsys_core.data.dataset import Dataset
from recsys_core.types import FloatArray, IndexArray, Interactions


def item_table(dataset: Dataset, item_idx: IndexArray) -> pd.DataFrame:
    """item_id, title, year and categories of items, in the given order."""
    table = dataset.items.iloc[item_idx][["title", "year", "categories"]]
    table.insert(0, "item_id", dataset.item_ids[item_idx])
    return table.reset_index(drop=True)


def history_table(dataset: Dataset, rows: Interactions) -> pd.DataFrame:
    """What one user did, latest first: the items with rating and time."""
    table = item_table(dataset, rows.item_idx)
    table["rating"] = rows.rating
    table["when"] = pd.to_datetime(rows.timestamp, unit="s")
    return table.iloc[::-1].reset_index(drop=True)


def list_table(
    dataset: Dataset, now: IndexArray, before: IndexArray, candidates: IndexArray, relevance: FloatArray
) -> pd.DataFrame:
    """One list beside the one it replaces.

    Args:
        dataset: for ids, titles and categories.
        now: (k,) items shown, padded with -1.
        before: (k,) items shown at relevance only, padded with -1.
        candidates: (n_candidates,) the user's candidates, padded with -1.
        relevance: (n_candidates,) their relevance in [0, 1].

    Returns:
        rank, the item, its relevance and ``rank_before``, which is NA for an item that was not shown.
    """
    now, before = now[now >= 0], before[before >= 0]
    table = item_table(dataset, now)
    table.insert(0, "rank", np.arange(1, len(now) + 1))
    of_item = dict(zip(candidates.tolist(), relevance.tolist(), strict=True))
    table["relevance"] = [of_item[item] for item in now.tolist()]
    places = {item: rank for rank, item in enumerate(before.tolist(), start=1)}
    table["rank_before"] = pd.array([places.get(item) for item in now.tolist()], dtype="Int64")
    return table
