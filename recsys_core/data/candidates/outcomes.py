"""What people did later, and before: rows about people with candidates, as interactions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recsys_core.data.candidates import findings as found
from recsys_core.data.cleaning.findings import FirstRow, missing_ids, unreadable_ratings
from recsys_core.data.cleaning.ids import id_texts
from recsys_core.data.cleaning.ratings import rating_levels
from recsys_core.data.cleaning.times import read_times
from recsys_core.data.finding import Finding
from recsys_core.types import FloatArray, Interactions

_YES = {"true": 1.0, "yes": 1.0, "y": 1.0, "false": 0.0, "no": 0.0, "n": 0.0}
LIKED, DISLIKED = 5, 1


def clean_rows(
    table: pd.DataFrame, roles: dict[str, str], file: str, user_ids: np.ndarray, findings: list[Finding]
) -> pd.DataFrame:
    """Rows of people with candidates: user_id, item_id, level (1 to 5), rating and timestamp.

    A label counts as liked where it is above 0; a rating as everywhere; without either every row is liked. Of
    a repeated pair the last row counts, for labels any that is liked.

    Args:
        table: of one file.
        roles: from ``columns.match_outcomes``.
        file: its name, for messages.
        user_ids: people with candidates.
        findings: what was found is appended here.
    """
    rows = pd.DataFrame({role: id_texts(table[roles[role]]) for role in ("user_id", "item_id")})
    rows["rating"] = _values(table, roles)
    times = read_times(table[roles["timestamp"]].astype(object)).seconds if "timestamp" in roles else None
    rows["timestamp"] = np.arange(len(rows), dtype=np.float64) if times is None else np.nan_to_num(times)
    missing = (rows["user_id"].isna() | rows["item_id"].isna()).to_numpy()
    if missing.any():
        findings.append(missing_ids(int(missing.sum()), FirstRow(str(rows.index[missing][0]), file)))
    unreadable = ~np.isfinite(rows["rating"].to_numpy()) & ~missing
    if unreadable.any():
        row = rows.index[unreadable][0]
        value = str(table[roles.get("rating", roles.get("label", ""))].loc[row])
        findings.append(unreadable_ratings(int(unreadable.sum()), FirstRow(str(row), file, value)))
    rows = rows[~(missing | unreadable)]
    away = ~rows["user_id"].isin(user_ids)
    if away.any():
        findings.append(found.strangers(int(away.sum()), str(rows["user_id"][away].iloc[0]), file))
    rows = rows[~away]
    rows = rows.assign(level=_levels(rows["rating"].to_numpy(np.float64), "rating" in roles))
    if "label" in roles:  # shown twice and clicked once is a click
        rows = rows.sort_values("level", kind="stable")
    else:
        rows = rows.sort_values("timestamp", kind="stable")
    return rows.drop_duplicates(["user_id", "item_id"], keep="last")


def to_interactions(rows: pd.DataFrame, user_ids: np.ndarray, item_ids: np.ndarray) -> Interactions:
    """Cleaned rows over these people and items, sorted by person, then time."""
    user = pd.Index(user_ids).get_indexer(rows["user_id"]).astype(np.int32)
    order = np.lexsort((rows["timestamp"].to_numpy(), user))
    rows, user = rows.iloc[order], user[order]
    return Interactions(
        user,
        pd.Index(item_ids).get_indexer(rows["item_id"]).astype(np.int32),
        rows["rating"].to_numpy(np.float32),
        rows["level"].to_numpy(np.int8),
        rows["timestamp"].to_numpy(np.float64),
        len(user_ids),
        len(item_ids),
    )


def _values(table: pd.DataFrame, roles: dict[str, str]) -> FloatArray:
    column = roles.get("rating", roles.get("label"))
    if column is None:
        return np.ones(len(table))
    texts = table[column].astype(object)
    numbers = pd.to_numeric(texts, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    words = texts.astype("string").str.strip().str.lower().map(_YES).to_numpy(np.float64, na_value=np.nan)
    return np.where(np.isfinite(numbers), numbers, words)


def _levels(values: FloatArray, is_rating: bool) -> np.ndarray:
    if is_rating and not np.isin(values, (0.0, 1.0)).all():
        return rating_levels(values)
    return np.where(values > 0, LIKED, DISLIKED).astype(np.int8)
