"""Turn raw tables into a Dataset, leaving out what cannot be used and saying so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.data.cleaning.items import clean_items
from recsys_core.data.cleaning.values import clean_ids, in_order, infer_scale, rating_levels, read_times
from recsys_core.data.dataset import CleaningStep, Dataset
from recsys_core.data.readers.columns import FLAGS
from recsys_core.data.readers.raw import RawData
from recsys_core.data.wording import counted
from recsys_core.errors import DataError
from recsys_core.types import BoolArray, Interactions

MIN_INTERACTIONS, MIN_USERS, MIN_ITEMS = 10, 2, 2


@dataclass(frozen=True)
class About:
    """What is known about a data set besides its rows; the attributes are those of Dataset."""

    name: str
    title: str
    simulated: bool = False
    licence: str = ""
    citation: str = ""


def clean(raw: RawData, about: About) -> Dataset:
    """Clean interactions, catalogue and people.

    In this order rows are left out: without a user or an item, with an unreadable rating, with a rating
    outside the scale, with an unreadable time, and repeated pairs but the last in time (of equal times, the
    last in the file). What remains is sorted by user, then time, ties in file order.

    Raises:
        DataError: a whole column is unreadable, or too little remains.
    """
    steps: list[CleaningStep] = []
    frame = _with_ids(raw, steps)
    frame = _with_ratings(raw, frame, steps)
    frame = _with_times(raw, frame, steps)
    frame, user_ids = _without_repeats(frame, steps)
    items, item_ids = clean_items(raw, frame["item_id"], steps)
    _check_size(raw.file, len(frame), len(user_ids), len(item_ids))
    people = clean_people(raw, user_ids, steps)
    rating = frame["rating"].to_numpy(np.float64)
    interactions = Interactions(
        user_idx=frame["user_idx"].to_numpy(np.int32),
        item_idx=pd.Index(item_ids).get_indexer(frame["item_id"]).astype(np.int32),
        rating=rating.astype(np.float32),
        level=rating_levels(rating, raw.scale),
        timestamp=frame["timestamp"].to_numpy(np.float64),
        n_users=len(user_ids),
        n_items=len(item_ids),
    )
    return Dataset(
        name=about.name,
        interactions=interactions,
        user_ids=user_ids,
        item_ids=item_ids,
        items=items,
        users=people,
        title=about.title,
        simulated=about.simulated,
        licence=about.licence,
        citation=about.citation,
        notes=tuple(step.sentence for step in steps),
        cleaning=tuple(steps),
    )


def _with_ids(raw: RawData, steps: list[CleaningStep]) -> pd.DataFrame:
    frame = raw.interactions.copy()
    for part in ("user_id", "item_id"):
        frame[part] = clean_ids(frame[part])
    bad = frame["user_id"].isna() | frame["item_id"].isna()
    return _drop(raw, frame, bad.to_numpy(), "missing_ids", "without a user or an item", steps)


def _with_ratings(raw: RawData, frame: pd.DataFrame, steps: list[CleaningStep]) -> pd.DataFrame:
    if "rating" not in frame:
        sentence = f"{raw.file} has no ratings, so every interaction counts as liked."
        steps.append(CleaningStep("no_ratings", len(frame), sentence))
        return frame.assign(rating=1.0)
    rating = pd.to_numeric(frame["rating"], errors="coerce").astype(np.float64)
    bad = ~np.isfinite(rating.to_numpy())
    if len(bad) and bad.all():
        raise DataError(_unreadable(raw, frame, "rating", "a number"))
    frame = _drop(raw, frame, bad, "unreadable_ratings", "with an unreadable rating", steps, "rating")
    frame = frame.assign(rating=rating[~bad])
    low, high = raw.scale or infer_scale(frame["rating"].to_numpy())
    outside = ~frame["rating"].between(low, high).to_numpy()
    why = f"with a rating outside {low:g} to {high:g}"
    return _drop(raw, frame, outside, "out_of_range", why, steps, "rating")


def _with_times(raw: RawData, frame: pd.DataFrame, steps: list[CleaningStep]) -> pd.DataFrame:
    if "timestamp" not in frame:
        sentence = f"{raw.file} has no times, so the order of its rows is taken as the order in time."
        steps.append(CleaningStep("no_times", len(frame), sentence))
        return frame.assign(timestamp=np.arange(len(frame), dtype=np.float64))
    seconds = read_times(frame["timestamp"])
    bad = np.isnan(seconds)
    if len(bad) and bad.all():
        raise DataError(_unreadable(raw, frame, "timestamp", "seconds or a date such as 2024-05-31"))
    frame = _drop(raw, frame, bad, "unreadable_times", "with an unreadable time", steps, "timestamp")
    return frame.assign(timestamp=seconds[~bad])


def _without_repeats(frame: pd.DataFrame, steps: list[CleaningStep]) -> tuple[pd.DataFrame, np.ndarray]:
    user_ids = in_order(frame["user_id"].unique())
    frame = frame.assign(user_idx=pd.Index(user_ids).get_indexer(frame["user_id"]))
    order = np.lexsort((frame["timestamp"], frame["user_idx"]))  # stable: ties stay in file order
    frame = frame.iloc[order]
    repeated = frame.duplicated(["user_idx", "item_id"], keep="last").to_numpy()
    if repeated.any():
        count = int(repeated.sum())
        why = "of a user and an item that meet again later " + ("was" if count == 1 else "were")
        sentence = f"{counted(count, 'row', 'rows')} {why} left out; the last one counts."
        steps.append(CleaningStep("duplicates", count, sentence))
    return frame[~repeated], user_ids


def _drop(
    raw: RawData,
    frame: pd.DataFrame,
    bad: BoolArray,
    what: str,
    why: str,
    steps: list[CleaningStep],
    part: str = "",
) -> pd.DataFrame:
    """Leave out the bad rows and say how many and where the first one is, with its value of `part`."""
    if not bad.any():
        return frame
    count = int(bad.sum())
    shown = f", '{raw.interactions.loc[frame.index[bad][0], part]}'" if part else ""
    where = f"row {frame.index[bad][0]} of {raw.file}{shown}"
    was, first = ("was", "") if count == 1 else ("were", "first: ")
    sentence = f"{counted(count, 'row', 'rows')} {why} {was} left out ({first}{where})."
    steps.append(CleaningStep(what, count, sentence))
    return frame[~bad]


def _unreadable(raw: RawData, frame: pd.DataFrame, part: str, expected: str) -> str:
    column = raw.columns.get(part, part)
    return (
        f"{raw.file}: no value of column '{column}' can be read (row {frame.index[0]} holds "
        f"'{frame[part].iloc[0]}'; expected {expected}). Name another column with {FLAGS[part]}."
    )


def _check_size(file: str, n_rows: int, n_users: int, n_items: int) -> None:
    if n_rows < MIN_INTERACTIONS or n_users < MIN_USERS or n_items < MIN_ITEMS:
        raise DataError(
            f"{file} has too few usable rows: {n_rows} interactions, {n_users} users, {n_items} items. "
            f"Add rows: at least {MIN_INTERACTIONS} interactions, {MIN_USERS} users and {MIN_ITEMS} items."
        )


# --- Clean the table of people

def clean_people(raw: RawData, user_ids: np.ndarray, steps: list[CleaningStep]) -> pd.DataFrame:
    """Bring what is known about people into the order of `user_ids`.

    People who did nothing are left out, and of two rows about one person the last counts. A person about whom
    nothing is known has missing values.

    Returns:
        n_users rows with the source's own columns; no columns when it says nothing about people.
    """
    if raw.users is None:
        return pd.DataFrame(index=pd.RangeIndex(len(user_ids)))
    users = raw.users.assign(user_id=clean_ids(raw.users["user_id"])).dropna(subset="user_id")
    users = users.drop_duplicates("user_id", keep="last").set_index("user_id")
    idle = int((~users.index.isin(user_ids)).sum())
    if idle:
        sentence = f"{counted(idle, 'person', 'people')} without any interaction left out."
        steps.append(CleaningStep("idle_people", idle, sentence))
    return users.reindex(user_ids).reset_index(drop=True)
