"""Turn raw tables into a Dataset: leave out what cannot be used and report it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recsys_core.data.cleaning.findings import idle_people
from recsys_core.data.cleaning.interactions import clean_interactions
from recsys_core.data.cleaning.items import clean_items
from recsys_core.data.cleaning.values import clean_ids, rating_levels
from recsys_core.data.dataset import Dataset, DatasetInfo
from recsys_core.data.finding import Finding
from recsys_core.data.readers.base import RawData
from recsys_core.errors import DataError
from recsys_core.messages import message
from recsys_core.types import Interactions

MIN_INTERACTIONS, MIN_USERS, MIN_ITEMS = 10, 2, 2


def clean(raw: RawData, info: DatasetInfo) -> Dataset:
    """Clean interactions, catalogue and users.

    Raises:
        DataError: no value of a column is readable, or too little remains.
    """
    findings: list[Finding] = []
    rows, user_ids = clean_interactions(raw, findings)
    items, item_ids = clean_items(raw, rows["item_id"], findings)
    _check_size(raw.file, len(rows), len(user_ids), len(item_ids))
    users = clean_users(raw, user_ids, findings)
    rating = rows["rating"].to_numpy(np.float64)
    interactions = Interactions(
        user_idx=rows["user_idx"].to_numpy(np.int32),
        item_idx=pd.Index(item_ids).get_indexer(rows["item_id"]).astype(np.int32),
        rating=rating.astype(np.float32),
        level=rating_levels(rating, raw.scale),
        timestamp=rows["timestamp"].to_numpy(np.float64),
        n_users=len(user_ids),
        n_items=len(item_ids),
    )
    return Dataset(
        name=info.name,
        interactions=interactions,
        user_ids=user_ids,
        item_ids=item_ids,
        items=items,
        users=users,
        title=info.title,
        simulated=info.simulated,
        licence=info.licence,
        citation=info.citation,
        cleaning=tuple(findings),
    )


def clean_users(raw: RawData, user_ids: np.ndarray, findings: list[Finding]) -> pd.DataFrame:
    """Bring the table of users into the order of ``user_ids``.

    People without interactions are left out; of several rows about one user the last counts; a user without
    a row has missing values.

    Args:
        raw: the raw tables.
        user_ids: (n_users,) ids that occur in the interactions.
        findings: what was found is appended here.

    Returns:
        n_users rows with the source's own columns; no columns if the source has no table of users.
    """
    if raw.users is None:
        return pd.DataFrame(index=pd.RangeIndex(len(user_ids)))
    users = raw.users.assign(user_id=clean_ids(raw.users["user_id"])).dropna(subset="user_id")
    users = users.drop_duplicates("user_id", keep="last").set_index("user_id")
    n_idle = int((~users.index.isin(user_ids)).sum())
    if n_idle:
        findings.append(idle_people(n_idle))
    return users.reindex(user_ids).reset_index(drop=True)


def _check_size(file: str, n_interactions: int, n_users: int, n_items: int) -> None:
    if n_interactions < MIN_INTERACTIONS or n_users < MIN_USERS or n_items < MIN_ITEMS:
        text = message(
            "error.too_few_rows",
            "{file} has too few usable rows: at least {min_interactions} interactions, {min_users} users and "
            "{min_items} items are needed, and it has {interactions}, {users} and {items}. Add rows.",
            file=file,
            min_interactions=MIN_INTERACTIONS,
            min_users=MIN_USERS,
            min_items=MIN_ITEMS,
            interactions=n_interactions,
            users=n_users,
            items=n_items,
        )
        raise DataError(text)
