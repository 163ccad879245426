"""How much a person learns from a list: rare items, items unlike what they know, liked surprises."""

from __future__ import annotations

import numpy as np

from recsys_core.metrics.popularity import mean_over_list
from recsys_core.types import BoolArray, FloatArray, IndexArray


def self_information(lists: IndexArray, popularity: IndexArray, n_users: int) -> FloatArray:
    """Mean self-information of the shown items in bits, ``-log2(share of people who know it)``.

    Zhou et al. (PNAS 2010), "mean inverse user frequency" in Castells et al. (2011) and RecTools. An item
    that nobody knows counts as known by one person, as in RecTools: infinity would hide all others.
    Recommenders' ``novelty`` divides by interactions instead of people.

    Args:
        lists: (n, k) item indices, -1 where a list is shorter.
        popularity: (n_items,) people who know each item.
        n_users: people in the history, at least 1.

    Returns:
        (n,) in [0, log2(n_users)]; an empty list gets 0.
    """
    return mean_over_list(lists, -np.log2(np.maximum(popularity, 1) / max(n_users, 1)))


def unexpectedness(distance_to_history: FloatArray) -> FloatArray:
    """Mean distance of the shown items from what the person already knows.

    One minus the "unserendipity" of Zhang et al. (Auralist, WSDM 2012); Kaminskas & Bridge (TiiS 2016, §3.2).

    Args:
        distance_to_history: (n, k) from ``Distances.to_history``, NaN where a list is shorter.

    Returns:
        (n,) in the units of the distance; an empty list gets 0.
    """
    shown = ~np.isnan(distance_to_history)
    total = np.where(shown, distance_to_history, 0.0).sum(axis=1, dtype=np.float64)
    return total / np.maximum(shown.sum(axis=1), 1)


def serendipity(distance_to_history: FloatArray, hits: BoolArray) -> FloatArray:
    """Mean over the shown items of unexpectedness where the person liked the item, 0 where not.

    Surprise times relevance (Ge et al., RecSys 2010; Kaminskas & Bridge, TiiS 2016). Recommenders does the
    same in the co-rating space, with relevance 1 for every item where none is passed. RecTools'
    ``Serendipity`` measures surprise as popularity rank instead of distance.

    Args:
        distance_to_history: (n, k), NaN where a list is shorter.
        hits: (n, k) bool.

    Returns:
        (n,) float64; an empty list gets 0.
    """
    return unexpectedness(np.where(hits | np.isnan(distance_to_history), distance_to_history, 0.0))
