"""How popular the shown items are."""

from __future__ import annotations

import numpy as np

from recsys_core.types import BoolArray, FloatArray, IndexArray


def long_tail_items(popularity: IndexArray, *, head_share: float = 0.8) -> BoolArray:
    """Items outside the head: the fewest, most popular items that hold ``head_share`` of all interactions.

    The Pareto cut of Celma (2008) and Abdollahpouri et al. (RecSys 2017). Ties in popularity go to the lower
    item index; items without interactions belong to the tail, and without any interaction all items do.

    >>> long_tail_items(np.array([60, 30, 5, 5]))  # two items hold 90% of the interactions
    array([False, False,  True,  True])

    Args:
        popularity: (n_items,) interactions of each item in the history.
        head_share: in (0, 1).

    Returns:
        (n_items,) bool, true in the tail.

    Raises:
        ValueError: head_share is outside (0, 1).
    """
    if not 0 < head_share < 1:
        raise ValueError(f"head_share must lie in (0, 1), got {head_share}")
    popularity = np.asarray(popularity)
    order = np.argsort(-popularity, kind="stable")
    held_before = np.cumsum(popularity[order]) - popularity[order]
    tail = np.ones(len(popularity), np.bool_)
    tail[order[held_before < head_share * popularity.sum()]] = False
    return tail


def long_tail_share(lists: IndexArray, tail: BoolArray) -> FloatArray:
    """Share of a list's items that lie in the long tail (APLT, Abdollahpouri et al., FLAIRS 2019).

    >>> long_tail_share(np.array([[0, 3, -1]]), np.array([False, False, True, True]))
    array([0.5])

    Args:
        lists: (n, k) item indices, padded with -1.
        tail: (n_items,) from ``long_tail_items``.

    Returns:
        (n,) in [0, 1]; 0 for an empty list. The divisor is the number of items shown: padding does not count.
    """
    return mean_over_list(lists, tail.astype(np.float64))


def average_popularity(lists: IndexArray, popularity: IndexArray, n_users: int) -> FloatArray:
    """Mean share of users who know the items of a list (ARP, Yin et al., VLDB 2012, divided by users).

    >>> average_popularity(np.array([[0, 1]]), popularity=np.array([8, 4]), n_users=8)
    array([0.75])

    Args:
        lists: (n, k) item indices, padded with -1.
        popularity: (n_items,) interactions of each item in the history.
        n_users: users in the history.

    Returns:
        (n,) in [0, 1] when no user has an item twice; 0 for an empty list. The paper and Elliot report the
        count itself: multiply by ``n_users``.
    """
    return mean_over_list(lists, np.asarray(popularity, np.float64) / max(n_users, 1))


def mean_over_list(lists: IndexArray, item_values: FloatArray) -> FloatArray:
    """(n,) mean of ``item_values`` (n_items,) over the items of each list; 0 for an empty list.

    >>> mean_over_list(np.array([[0, 2], [1, -1]]), np.array([1.0, 5.0, 2.0]))
    array([1.5, 5. ])
    """
    present = lists >= 0
    total = np.where(present, item_values[np.maximum(lists, 0)], 0.0).sum(axis=1)
    return total / np.maximum(present.sum(axis=1), 1)
