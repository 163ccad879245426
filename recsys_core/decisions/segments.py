"""Ways to divide people into groups: what they did, what they like, what is known about them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.evaluation.ground_truth import Yardstick
from recsys_core.types import FloatArray, IndexArray

_MOST_NUMBERS = 12  # a column with more distinct numbers is cut into thirds
_MOST_WORDS = 24  # of more distinct words, the commonest are told apart
_LEAST_NAMED = 0.5  # share of people that the named words must cover for the column to say anything


@dataclass(frozen=True)
class Segmentation:
    """One way to divide all people.

    Attributes:
        by: what they are divided by: "activity", "mainstream taste", "breadth of taste", "newness" or a
            column's name.
        names: of the groups.
        labels: (n_users,) position in ``names``, -1 for people who belong to none.
    """

    by: str
    names: tuple[str, ...]
    labels: IndexArray


def segmentations(yardstick: Yardstick, users: pd.DataFrame | None = None) -> list[Segmentation]:
    """All ways to divide the people of a data set.

    Args:
        yardstick: whose history describes the people.
        users: (n_users rows) the data's own user table; every column that divides people is used.

    Returns:
        Activity, mainstream taste, breadth of taste (where there are categories), newness (where time is
        known), then the columns of ``users``. Thirds are cut by rank; people without history belong to none.

    Raises:
        ValueError: the user table has another number of rows.
    """
    history = yardstick.history
    active = history.counts > 0
    found = [
        _thirds("activity", history.counts, active, ("few ratings", "some ratings", "many ratings")),
        _thirds("mainstream taste", mainstream(yardstick), active, ("niche", "mixed", "mainstream")),
    ]
    if yardstick.aspects is not None:
        found.append(
            _thirds("breadth of taste", breadth(yardstick.taste), active, ("narrow", "medium", "broad"))
        )
    if len(history) and np.ptp(history.timestamp) > 0:
        first = np.full(history.n_users, np.nan)
        first[active] = np.minimum.reduceat(history.timestamp, history.offsets[:-1][active])
        found.append(_thirds("newness", first, active, ("long here", "a while here", "newcomers")))
    if users is None:
        return found
    if len(users) != history.n_users:
        raise ValueError(f"the user table has {len(users)} rows for {history.n_users} users")
    columns = [_of_column(str(name), users[name]) for name in users.columns]
    return found + [column for column in columns if column is not None]


def breadth(taste: FloatArray) -> FloatArray:
    """(n_users,) entropy in bits of a person's category shares (n_users, n_aspects); 0 for a single one."""
    logs = np.log2(taste, out=np.zeros_like(taste), where=taste > 0)
    return -(taste * logs).sum(axis=1)


def mainstream(yardstick: Yardstick) -> FloatArray:
    """(n_users,) mean popularity of what a person rated, in people; 0 without history."""
    history = yardstick.history
    total = np.bincount(
        history.user_idx, weights=yardstick.popularity[history.item_idx], minlength=history.n_users
    )
    return total / np.maximum(history.counts, 1)


def _thirds(by: str, values: FloatArray | IndexArray, of: np.ndarray, names: tuple[str, ...]) -> Segmentation:
    """Cut at the ranks 1/3 and 2/3; people with one value stay together, in the lower group."""
    labels = np.full(len(values), -1)
    cuts = np.quantile(values[of], [1 / 3, 2 / 3]) if of.any() else np.zeros(2)
    labels[of] = np.searchsorted(cuts, values[of], side="left")
    return Segmentation(by, names, labels)


def _of_column(name: str, column: pd.Series) -> Segmentation | None:
    """None where the column does not divide people: ids, free text, one value only."""
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


def _number_thirds(name: str, values: FloatArray, present: np.ndarray) -> Segmentation:
    low, high = np.quantile(values[present], [1 / 3, 2 / 3])
    names = (f"{name} up to {low:g}", f"{name} over {low:g} to {high:g}", f"{name} over {high:g}")
    return _thirds(name, values, present, names)
