"""Clean the interactions: readable ids, ratings and times, one row for each pair of user and item."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from recsys_core.data.cleaning.findings import (
    FirstRow,
    duplicates,
    missing_ids,
    no_ratings,
    no_times,
    out_of_range,
    unreadable_ratings,
    unreadable_times,
)
from recsys_core.data.cleaning.values import clean_ids, infer_scale, read_times, sort_ids
from recsys_core.data.finding import Finding
from recsys_core.data.readers.base import RawData
from recsys_core.data.readers.columns import FLAGS
from recsys_core.errors import DataError
from recsys_core.types import BoolArray


def clean_interactions(raw: RawData, findings: list[Finding]) -> tuple[pd.DataFrame, np.ndarray]:
    """Leave out unusable rows and sort the rest by user, then time; ties keep file order.

    Rows are left out in this order: without a user or an item, with an unreadable rating, with a rating
    outside the scale, with an unreadable time, and all rows of a repeated pair but the last in time (of equal
    times, the last in the file).

    Args:
        raw: the raw tables.
        findings: what was found is appended here.

    Returns:
        The rows, with columns user_idx, item_id, rating (1.0 if the source has none) and timestamp (row
        numbers if the source has none), and the (n_users,) ids that user_idx refers to.

    Raises:
        DataError: no value of the rating or time column is readable.
    """
    rows = _with_ids(raw, findings)
    rows = _with_ratings(raw, rows, findings)
    rows = _with_times(raw, rows, findings)
    return _without_duplicates(rows, findings)


def _with_ids(raw: RawData, findings: list[Finding]) -> pd.DataFrame:
    rows = raw.interactions.copy()
    for column in ("user_id", "item_id"):
        rows[column] = clean_ids(rows[column])
    missing = rows["user_id"].isna() | rows["item_id"].isna()
    return _drop(raw, rows, missing.to_numpy(), missing_ids, findings)


def _with_ratings(raw: RawData, rows: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    if "rating" not in rows:
        findings.append(no_ratings(len(rows), raw.file))
        return rows.assign(rating=1.0)
    rating = pd.to_numeric(rows["rating"], errors="coerce").astype(np.float64)
    unreadable = ~np.isfinite(rating.to_numpy())
    if len(unreadable) and unreadable.all():
        raise DataError(_nothing_readable(raw, rows, "rating", "a number"))
    rows = _drop(raw, rows, unreadable, unreadable_ratings, findings, "rating")
    rows = rows.assign(rating=rating[~unreadable])
    low, high = raw.scale or infer_scale(rows["rating"].to_numpy())
    outside = ~rows["rating"].between(low, high).to_numpy()
    return _drop(raw, rows, outside, partial(out_of_range, low=low, high=high), findings, "rating")


def _with_times(raw: RawData, rows: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    if "timestamp" not in rows:
        findings.append(no_times(len(rows), raw.file))
        return rows.assign(timestamp=np.arange(len(rows), dtype=np.float64))
    seconds = read_times(rows["timestamp"])
    unreadable = np.isnan(seconds)
    if len(unreadable) and unreadable.all():
        raise DataError(_nothing_readable(raw, rows, "timestamp", "seconds or a date such as 2024-05-31"))
    rows = _drop(raw, rows, unreadable, unreadable_times, findings, "timestamp")
    return rows.assign(timestamp=seconds[~unreadable])


def _without_duplicates(rows: pd.DataFrame, findings: list[Finding]) -> tuple[pd.DataFrame, np.ndarray]:
    user_ids = sort_ids(rows["user_id"].unique())
    rows = rows.assign(user_idx=pd.Index(user_ids).get_indexer(rows["user_id"]))
    order = np.lexsort((rows["timestamp"], rows["user_idx"]))  # stable: ties stay in file order
    rows = rows.iloc[order]
    repeated = rows.duplicated(["user_idx", "item_id"], keep="last").to_numpy()
    if repeated.any():
        findings.append(duplicates(int(repeated.sum())))
    return rows[~repeated], user_ids


def _drop(
    raw: RawData,
    rows: pd.DataFrame,
    unusable: BoolArray,
    finding: Callable[[int, FirstRow], Finding],
    findings: list[Finding],
    column: str = "",
) -> pd.DataFrame:
    """Leave out unusable rows and report how many, where the first one is and its value in ``column``."""
    if not unusable.any():
        return rows
    first = rows.index[unusable][0]
    value = str(raw.interactions.loc[first, column]) if column else ""
    findings.append(finding(int(unusable.sum()), FirstRow(str(first), raw.file, value)))
    return rows[~unusable]


def _nothing_readable(raw: RawData, rows: pd.DataFrame, role: str, expected: str) -> str:
    return (
        f"{raw.file}: no value of column '{raw.columns.get(role, role)}' can be read (row {rows.index[0]} "
        f"holds '{rows[role].iloc[0]}'; expected {expected}). Name another column with {FLAGS[role]}."
    )
