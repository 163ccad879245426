"""Which items are shown more and which less at a setting: by popularity, category and creator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from recsys_core.evaluation.curves import TradeOff
from recsys_core.metrics.similarity import aspect_shares
from recsys_core.protocol import STANDARD, MeasurementProtocol
from recsys_core.stats.bootstrap import Resampling
from recsys_core.stats.interval import Interval
from recsys_core.types import FloatArray, IndexArray


@dataclass(frozen=True, eq=False)
class ItemGroups:
    """One way to divide the catalogue.

    Attributes:
        by: "popularity", "category" or "creator".
        names: of the groups.
        weights: (n_items, n_groups) how much of an item belongs to each group; rows sum to 1, or to 0 for
            items that belong to none.
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
        before: its share of all ranks shown at the reference.
        after: its share at the setting.
        change: ``after - before``.
    """

    by: str
    name: str
    catalogue: float
    before: float
    after: float
    change: Interval[float]


@dataclass(frozen=True)
class ExposureChange:
    """What a setting does to all groups of items, in the order of the groups."""

    groups: tuple[GroupExposure, ...]

    def __iter__(self) -> Iterator[GroupExposure]:
        return iter(self.groups)

    def __len__(self) -> int:
        return len(self.groups)

    def most_changed(self, most: int) -> list[GroupExposure]:
        """At most ``most`` groups: those whose share changes most, from the largest gain to the largest loss.

        Ties keep the groups' own order.
        """
        largest = sorted(self.groups, key=lambda group: -abs(group.change.value))[:most]
        return sorted(largest, key=lambda group: -group.change.value)


def popularity_deciles(popularity: IndexArray) -> ItemGroups:
    """Ten groups of equally many items, the most popular first; ties go to the lower item index."""
    n_items = len(popularity)
    decile = np.empty(n_items, np.intp)
    decile[np.argsort(-np.asarray(popularity), kind="stable")] = np.arange(n_items) * 10 // max(n_items, 1)
    names = ("most popular tenth", *(f"tenth {rank}" for rank in range(2, 10)), "least popular tenth")
    return ItemGroups("popularity", names, np.eye(10)[decile])


def category_groups(names: tuple[str, ...], membership: FloatArray) -> ItemGroups:
    """One group per category; an item with several is divided among them evenly.

    Args:
        names: (n_categories,).
        membership: (n_items, n_categories), non-zero where an item has the category.
    """
    return ItemGroups("category", names, aspect_shares(np.asarray(membership) != 0))


def creator_groups(creators: np.ndarray, most: int = 50) -> ItemGroups:
    """One group per creator for the ``most`` with the most items; an empty creator ("") forms no group.

    Args:
        creators: (n_items,) str.
        most: number of creators with their own group; ties go in alphabetical order, the rest are "everyone
            else".
    """
    texts = np.asarray(creators, dtype=str)
    names, counts = np.unique(texts[texts != ""], return_counts=True)
    largest = names[np.argsort(-counts, kind="stable")[:most]]
    weights = (texts[:, None] == largest[None]).astype(np.float64)
    others = ((texts != "") & (weights.sum(axis=1) == 0)).astype(np.float64)
    if not others.any():
        return ItemGroups("creator", tuple(largest.tolist()), weights)
    return ItemGroups("creator", (*largest.tolist(), "everyone else"), np.column_stack([weights, others]))


def exposure_change(
    trade_off: TradeOff,
    groups: ItemGroups,
    lambda_: float,
    *,
    reference: float = 0.0,
    protocol: MeasurementProtocol = STANDARD,
) -> ExposureChange:
    """Exposure of every group before and after.

    A user's list counts as one whatever its length, so that shares are means over users and the paired
    bootstrap applies.
    """
    before, after = (_shares(trade_off, groups.weights, at) for at in (reference, lambda_))
    change = Resampling.under(protocol, len(before)).interval(after - before)
    shares = np.stack([groups.weights.mean(axis=0), before.mean(axis=0), after.mean(axis=0)], axis=1)
    rows = enumerate(zip(groups.names, shares.tolist(), strict=True))
    return ExposureChange(
        tuple(
            GroupExposure(groups.by, name, catalogue, share_before, share_after, change[row])
            for row, (name, (catalogue, share_before, share_after)) in rows
        )
    )


def _shares(trade_off: TradeOff, weights: FloatArray, lambda_: float) -> FloatArray:
    """(n_users, n_groups) share of each user's list that each group takes."""
    lists = trade_off.lists(lambda_)
    total = np.zeros((len(lists), weights.shape[1]))
    for rank in range(lists.shape[1]):
        total += np.where(lists[:, rank, None] >= 0, weights[np.maximum(lists[:, rank], 0)], 0.0)
    return total / np.maximum((lists >= 0).sum(axis=1, keepdims=True), 1)
