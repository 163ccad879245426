"""Guess what a column is from its values, where its name says nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

import numpy as np
import pandas as pd

from recsys_core.data.cleaning.events import propose_weights
from recsys_core.data.cleaning.ratings import read_numbers
from recsys_core.data.cleaning.times import read_times

ROWS = 2000
"""Rows looked at."""
_MOST_RATINGS, _MOST_EVENTS = 21, 20
_EVENT_WORD = re.compile(
    r"view|click|cart|purchas|buy|like|play|share|order|watch|listen|rent|impression", re.I
)


def guess_roles(
    head: pd.DataFrame, matched: Mapping[str, str], given: Collection[str] = ()
) -> dict[str, str]:
    """Roles of columns whose names are not known.

    Times are dates, or numbers that are dates in some unit. Ratings are a few small numbers, the last such
    column; they are guessed only where user or item have no known name either. Events are a few words of
    which most are known ones. Of the columns left, those whose values come back are ids: the first is the
    user, the second the item.

    Args:
        head: the first rows, up to ``ROWS``.
        matched: role -> column, found by name.
        given: roles that the user named and that are not to be guessed.

    Returns:
        role -> column for user_id, item_id, rating, event and timestamp, only what was guessed here.
    """
    taken = set(matched.values())
    left = [str(column) for column in head.columns if str(column) not in taken]
    guessed: dict[str, str] = {}

    def take(role: str, columns: Iterable[str]) -> None:
        found = next(iter(columns), None)
        if role not in matched and role not in given and found is not None:
            guessed[role] = found
            left.remove(found)

    take("timestamp", (column for column in left if _is_time(head[column])))
    if "event" not in matched and not {"user_id", "item_id"} <= set(matched):
        # Ids can be few and small, too, but they come first.
        take("rating", (column for column in reversed(left) if _is_rating(head[column])))
    if "rating" not in matched and "rating" not in guessed:
        take("event", (column for column in left if _is_event(head[column])))
    for role in ("user_id", "item_id"):
        take(role, (column for column in left if _is_id(head[column])))
    return guessed


def guess_key(catalogue: pd.DataFrame, item_ids: Iterable[object]) -> str | None:
    """The column of a catalogue that holds most of the interactions' items; None if none holds any.

    Args:
        catalogue: the first rows of a catalogue.
        item_ids: items of the interactions.
    """
    wanted = {_as_id(item) for item in item_ids}
    shared = {str(column): _share_in(catalogue[column], wanted) for column in catalogue.columns}
    best = max(shared, key=lambda column: shared[column], default=None)
    return best if best is not None and shared[best] > 0 else None


def _share_in(column: pd.Series, wanted: set[str]) -> float:
    if any(isinstance(value, (list, dict, np.ndarray)) for value in column.head(20)):
        return 0.0
    keys = {_as_id(value) for value in column.dropna()}
    return len(keys & wanted) / max(len(keys), 1) if len(keys) == column.notna().sum() else 0.0


def _as_id(value: object) -> str:
    return str(value).strip().removesuffix(".0")


def _is_time(column: pd.Series) -> bool:
    present = column.dropna()
    if not len(present) or any(isinstance(value, (list, dict)) for value in present.head(5)):
        return False
    if pd.api.types.is_bool_dtype(present):
        return False
    times = read_times(present)
    return "order" not in times.units and bool(np.isfinite(times.seconds).mean() > 0.9)


def _is_rating(column: pd.Series) -> bool:
    present = column.dropna()
    if not len(present) or pd.api.types.is_bool_dtype(present) or not _is_flat(present):
        return False
    numbers, _ = read_numbers(present)
    values = np.unique(numbers[np.isfinite(numbers)])
    if np.isfinite(numbers).mean() < 0.9 or not 3 <= len(values) <= _MOST_RATINGS:
        return False
    return bool(values.min() >= -10 and values.max() <= 10 and len(present) >= 2 * len(values))


def _is_event(column: pd.Series) -> bool:
    present = column.dropna()
    if not len(present) or not pd.api.types.is_string_dtype(present) or not _is_flat(present):
        return False
    words = [str(value) for value in present.unique()]
    known = sum(_EVENT_WORD.search(word) is not None for word in words)
    return 2 <= len(words) <= _MOST_EVENTS and known >= len(words) / 2 and len(propose_weights(words)) >= 2


def _is_id(column: pd.Series) -> bool:
    present = column.dropna()
    if len(present) < 2 or not _is_flat(present):
        return False
    if pd.api.types.is_float_dtype(present) or pd.api.types.is_bool_dtype(present):
        return False
    n_distinct = present.nunique()
    long = present.astype(str).str.len().median() > 60
    return bool(1 < n_distinct < len(present) and not long)


def _is_flat(column: pd.Series) -> bool:
    return not any(isinstance(value, (list, dict, set, np.ndarray)) for value in column.head(20))
