"""Turn raw tables into a Dataset: leave out what cannot be used and report it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recsys_core.data.cleaning.findings import idle_people
from recsys_core.data.cleaning.ids import id_texts
from recsys_core.data.cleaning.interactions import CleanRows, clean_interactions
from recsys_core.data.cleaning.items import clean_items
from recsys_core.data.dataset import Dataset, DatasetInfo, Reading
from recsys_core.data.finding import Finding
from recsys_core.data.meaning import Meaning
from recsys_core.data.readers.base import RawData
from recsys_core.data.split_rule import SplitRule
from recsys_core.errors import DataError
from recsys_core.messages import message
from recsys_core.types import Interactions

MIN_INTERACTIONS, MIN_USERS, MIN_ITEMS = 10, 2, 2


def clean(raw: RawData, info: DatasetInfo, meaning: Meaning = Meaning()) -> Dataset:  # noqa: B008 - frozen
    """Clean interactions, catalogue and users.

    Args:
        raw: the raw tables.
        info: name, title and terms.
        meaning: what the values mean, where the user said so.

    Raises:
        DataError: no value of a column is readable, or too little remains.
    """
    findings: list[Finding] = list(raw.findings)
    rows = clean_interactions(raw, meaning, findings)
    items, item_ids = clean_items(raw, rows.item_ids[np.unique(rows.item_codes)], findings)
    _check_size(raw.file, len(rows.rating), len(rows.user_ids), len(item_ids))
    users = clean_users(raw, rows.user_ids, findings)
    place = pd.Index(item_ids).get_indexer(rows.item_ids).astype(np.int32)
    interactions = Interactions(
        user_idx=rows.user_idx,
        item_idx=place[rows.item_codes],
        rating=rows.rating.astype(np.float32),
        level=rows.level,
        timestamp=rows.timestamp,
        n_users=len(rows.user_ids),
        n_items=len(item_ids),
    )
    return Dataset(
        name=info.name,
        interactions=interactions,
        user_ids=rows.user_ids,
        item_ids=item_ids,
        items=items,
        users=users,
        title=info.title,
        simulated=info.simulated,
        licence=info.licence,
        citation=info.citation,
        cleaning=tuple(findings),
        reading=Reading(
            (*raw.how_read, *rows.lines), rows.values, rows.liked_from, rows.scale, rows.has_times
        ),
        split_rule=usual_rule(rows),
        given_part=rows.part,
    )


def usual_rule(rows: CleanRows) -> SplitRule:
    """How data are split unless the user says otherwise: as given, else in time, else at random.

    Without times the order of the rows says nothing: in a file sorted by item everybody would be tested on
    the same items.
    """
    if rows.part is not None:
        return SplitRule("given")
    return SplitRule() if rows.has_times else SplitRule("random")


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
    users = raw.users.assign(user_id=id_texts(raw.users["user_id"])).dropna(subset="user_id")
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
