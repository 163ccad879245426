"""Ways to divide users into groups: by what they did, what they like, and what is known about them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.metrics.similarity import entropy
from recsys_core.types import BoolArray, FloatArray, IndexArray

_MOST_NUMBERS = 12  # a column with more distinct numbers is cut into thirds
_MOST_WORDS = 24  # of more distinct words, the most common get groups
_LEAST_NAMED = 0.5  # share of users that these words must cover for the column to be used


@dataclass(frozen=True, eq=False)
class Segmentation:
    """One way to divide all users.

    Attributes:
        by: what they are divided by: "activity", "mainstream taste", "breadth of taste", "newness" or a
            column's name.
        names: of the groups.
        labels: (n_users,) position in ``names``, -1 for users who belong to none.
    """

    by: str
    names: tuple[str, ...]
    labels: IndexArray


def segmentations(ground_truth: GroundTruth, users: pd.DataFrame | None = None) -> list[Segmentation]:
    """All ways to divide the users of a data set.

    Args:
        ground_truth: whose history describes the users.
        users: (n_users rows) the data's own user table; every column that divides users is used.

    Returns:
        Activity, mainstream taste, breadth of taste (where there are categories), newness (where time is
        known), then the columns of ``users``; those columns alone where nobody has a history. Thirds are
        cut by rank; users without history belong to none.

    Raises:
        ValueError: the user table has another number of rows.
    """
    history = ground_truth.history
    active = history.counts > 0
    if not active.any():
        return _of_table(users, history.n_users)
    found = [
        _thirds("activity", history.counts, active, ("few ratings", "some ratings", "many ratings")),
        _thirds("mainstream taste", mainstream(ground_truth), active, ("niche", "mixed", "mainstream")),
    ]
    if ground_truth.aspects is not None:
        breadth = entropy(ground_truth.taste)
        found.append(_thirds("breadth of taste", breadth, active, ("narrow", "medium", "broad")))
    if len(history) and np.ptp(history.timestamp) > 0:
        first = np.full(history.n_users, np.nan)
        first[active] = np.minimum.reduceat(history.timestamp, history.offsets[:-1][active])
        found.append(_thirds("newness", first, active, ("long here", "a while here", "newcomers")))
    return found + _of_table(users, history.n_users)


def _of_table(users: pd.DataFrame | None, n_users: int) -> list[Segmentation]:
    """Every column of a user table that divides users."""
    if users is None:
        return []
    if len(users) != n_users:
        raise ValueError(f"the user table has {len(users)} rows for {n_users} users")
    columns = [_of_column(str(name), users[name]) for name in users.columns]
    return [column for column in columns if column is not None]


def mainstream(ground_truth: GroundTruth) -> FloatArray:
    """(n_users,) mean popularity of the items a user rated, in users; 0 without history."""
    history = ground_truth.history
    total = np.bincount(
        history.user_idx, weights=ground_truth.popularity[history.item_idx], minlength=history.n_users
    )
    return total / np.maximum(history.counts, 1)


def _thirds(
    by: str, values: FloatArray | IndexArray, active: BoolArray, names: tuple[str, ...]
) -> Segmentation:
    """Cut at the ranks 1/3 and 2/3; users with equal values stay together, in the lower group."""
    labels = np.full(len(values), -1)
    cuts = np.quantile(values[active], [1 / 3, 2 / 3]) if active.any() else np.zeros(2)
    labels[active] = np.searchsorted(cuts, values[active], side="left")
    return Segmentation(by, names, labels)


def _of_column(name: str, column: pd.Series) -> Segmentation | None:
    """None where the column does not divide users: ids, free text, a single value."""
    present = column.notna().to_numpy()
    if column[present].nunique() < 2:
        return None
    numbers = pd.to_numeric(column[present], errors="coerce")
    if numbers.notna().all() and numbers.nunique() > _MOST_NUMBERS:
        values = np.full(len(column), np.nan)
        values[present] = numbers
        return _number_thirds(name, values, present)
    texts = column.astype(str)
    common = texts[present].value_counts(sort=True).head(_MOST_WORDS)
    common = common[common > 1]
    if common.sum() < _LEAST_NAMED * present.sum():
        return None
    names = tuple(sorted(common.index))
    labels = pd.Categorical(texts, categories=names).codes.astype(np.int64)
    return Segmentation(name, names, np.where(present, labels, -1))


def _number_thirds(name: str, values: FloatArray, present: BoolArray) -> Segmentation:
    low, high = np.quantile(values[present], [1 / 3, 2 / 3])
    names = (f"{name} up to {low:g}", f"{name} over {low:g} to {high:g}", f"{name} over {high:g}")
    return _thirds(name, values, present, names)
