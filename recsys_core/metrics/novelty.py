"""How much new a list shows a user: rare items, items unlike what they know, liked surprises."""

from __future__ import annotations

import numpy as np

from recsys_core.metrics.popularity import mean_over_list
from recsys_core.types import BoolArray, FloatArray, IndexArray


def self_information(lists: IndexArray, popularity: IndexArray, n_users: int) -> FloatArray:
    """Mean self-information of the shown items in bits, ``-log2(share of users who know the item)``.

    Zhou et al. (PNAS 2010); "mean inverse user frequency" in Castells et al. (2011) and RecTools. An item
    that nobody knows counts as known by one user, as in RecTools: infinity would drown all other items.
    Recommenders' ``novelty`` divides by interactions instead of users.

    >>> self_information(np.array([[0, 1]]), popularity=np.array([8, 4]), n_users=8)  # 0 bits and 1 bit
    array([0.5])

    Args:
        lists: (n, k) item indices, padded with -1.
        popularity: (n_items,) users who know each item.
        n_users: users in the history, at least 1.

    Returns:
        (n,) in [0, log2(n_users)]; 0 for an empty list.
    """
    return mean_over_list(lists, -np.log2(np.maximum(popularity, 1) / max(n_users, 1)))


def unexpectedness(distance_to_history: FloatArray) -> FloatArray:
    """Mean distance of the shown items from what the user already knows.

    One minus the "unserendipity" of Zhang et al. (Auralist, WSDM 2012); Kaminskas & Bridge (TiiS 2016, §3.2).

    >>> unexpectedness(np.array([[1.0, 0.5, np.nan]]))
    array([0.75])

    Args:
        distance_to_history: (n, k) from ``Distances.to_history``, NaN where a list is shorter.

    Returns:
        (n,) in the units of the distance; 0 for an empty list.
    """
    shown = ~np.isnan(distance_to_history)
    total = np.where(shown, distance_to_history, 0.0).sum(axis=1, dtype=np.float64)
    return total / np.maximum(shown.sum(axis=1), 1)


def serendipity(distance_to_history: FloatArray, hits: BoolArray) -> FloatArray:
    """Mean over the shown items of their unexpectedness where the user liked them, 0 where not.

    Surprise times relevance (Ge et al., RecSys 2010; Kaminskas & Bridge, TiiS 2016). Recommenders does the
    same in the co-rating space, with relevance 1 for every item when none is passed. RecTools'
    ``Serendipity`` measures surprise as popularity rank instead of distance.

    >>> serendipity(np.array([[1.0, 0.5]]), np.array([[False, True]]))
    array([0.25])

    Args:
        distance_to_history: (n, k), NaN where a list is shorter.
        hits: (n, k) bool.

    Returns:
        (n,) float64; 0 for an empty list.
    """
    return unexpectedness(np.where(hits | np.isnan(distance_to_history), distance_to_history, 0.0))
