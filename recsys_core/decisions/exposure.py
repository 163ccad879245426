"""Which items are shown more and which less at a setting: by popularity, category and creator."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.evaluation.curves import TradeOff
from recsys_core.stats.bootstrap import N_RESAMPLES, SEED, Resampling, percentile_interval
from recsys_core.types import FloatArray, IndexArray


@dataclass(frozen=True)
class ItemGroups:
    """One way to divide the catalogue.

    Attributes:
        by: "popularity", "category" or "creator".
        names: of the groups.
        weights: (n_items, n_groups) how much of an item belongs to each group; rows sum to 1, or to 0 for
            items that belong nowhere.
    """

    by: str
    names: tuple[str, ...]
    weights: FloatArray


@dataclass(frozen=True)
class GroupExposure:
    """What a setting does to one group of items.

    Attributes:
        by: what items are divided by.
        name: of the group.
        catalogue: the group's share of the catalogue.
        before: its share of all places shown at the reference.
        after: its share at the setting.
        low: lower end of the 95% interval of ``after - before``.
        high: upper end.
    """

    by: str
    name: str
    catalogue: float
    before: float
    after: float
    low: float
    high: float


def popularity_deciles(popularity: IndexArray) -> ItemGroups:
    """Ten groups of equally many items, the most popular first; ties go to the lower item index."""
    n_items = len(popularity)
    decile = np.empty(n_items, np.intp)
    decile[np.argsort(-np.asarray(popularity), kind="stable")] = np.arange(n_items) * 10 // max(n_items, 1)
    names = ("most popular tenth", *(f"tenth {rank}" for rank in range(2, 10)), "least popular tenth")
    return ItemGroups("popularity", names, np.eye(10)[decile])


def by_category(names: tuple[str, ...], membership: FloatArray) -> ItemGroups:
    """One group a category; an item of several is shared out among them evenly.

    Args:
        names: (n_categories,).
        membership: (n_items, n_categories), non-zero where an item has the category.
    """
    has = (np.asarray(membership) != 0).astype(np.float64)
    return ItemGroups("category", names, has / np.maximum(has.sum(axis=1, keepdims=True), 1.0))


def by_creator(creators: np.ndarray, most: int = 50) -> ItemGroups:
    """One group a creator, the ``most`` with most items; an unnamed creator ("") makes no group.

    Args:
        creators: (n_items,) str.
        most: how many are told apart; ties go in alphabetical order, all others are "everyone else".
    """
    texts = np.asarray(creators, dtype=str)
    names, counts = np.unique(texts[texts != ""], return_counts=True)
    kept = names[np.argsort(-counts, kind="stable")[:most]]
    weights = (texts[:, None] == kept[None]).astype(np.float64)
    others = ((texts != "") & (weights.sum(axis=1) == 0)).astype(np.float64)
    if not others.any():
        return ItemGroups("creator", tuple(kept.tolist()), weights)
    return ItemGroups("creator", (*kept.tolist(), "everyone else"), np.column_stack([weights, others]))


def exposure_shift(
    trade_off: TradeOff,
    groups: ItemGroups,
    lambda_: float,
    *,
    reference: float = 0.0,
    n_resamples: int = N_RESAMPLES,
) -> list[GroupExposure]:
    """Exposure of every group before and after, in the order of the groups.

    A person's list counts as one whatever its length, so that shares are means over people and the paired
    bootstrap applies.
    """
    before, after = (_shares(trade_off, groups.weights, at) for at in (reference, lambda_))
    low, high = percentile_interval(Resampling(len(before), n_resamples, SEED).means(after - before))
    catalogue = groups.weights.mean(axis=0)
    columns = zip(catalogue, before.mean(axis=0), after.mean(axis=0), low, high, strict=True)
    return [
        GroupExposure(groups.by, name, *map(float, column))
        for name, column in zip(groups.names, columns, strict=True)
    ]


def _shares(trade_off: TradeOff, weights: FloatArray, lambda_: float) -> FloatArray:
    """(n_people, n_groups) share of each person's list that each group takes."""
    lists = trade_off.paths.items[trade_off.rows(lambda_)]
    total = np.zeros((len(lists), weights.shape[1]))
    for rank in range(lists.shape[1]):
        total += np.where(lists[:, rank, None] >= 0, weights[np.maximum(lists[:, rank], 0)], 0.0)
    return total / np.maximum((lists >= 0).sum(axis=1, keepdims=True), 1)
