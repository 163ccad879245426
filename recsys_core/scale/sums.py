"""Sums over people at several settings: they add up over shards, and intervals follow from them.

What is kept of a shard does not grow with its people: for each measure and setting a handful of sums, and for
each setting how often every item is shown. An item that is shown once also keeps to whom: that is all that
leaving one person out can change in coverage.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from recsys_core.runtime.compilation import compiled
from recsys_core.runtime.files import atomic_write
from recsys_core.types import BoolArray, FloatArray, IndexArray

_PEOPLE_BITS = 32  # of a person's number below that of the shard


@dataclass(eq=False)
class Sums:
    """Sums over some people at L settings, the first of them relevance only.

    Attributes:
        people: (2,) read, and measured: those with outcomes, all where nothing is known of outcomes.
        before: (m, 2) sum and sum of squares of each measure at relevance only.
        after: (m, 5, L) of each measure: its sum, its sum of squares, the sum of products of its change with
            the figure before, the sum of squares of its change, and how many people's figure changes.
        losing: (L,) measured people who lose more than a tenth of their accuracy.
        differs: (2, L) measured people whose list differs: in order, or in its items.
        shown: (L, n_items) int64 how often each item is shown, over all people that were taken.
        owner: (L, n_items) int64 number of a person to whom it is shown, -1 for none.
        taken: (1,) people whose lists were made: all that were read, or a sample of them.
    """

    people: IndexArray
    before: FloatArray
    after: FloatArray
    losing: IndexArray
    differs: IndexArray
    shown: IndexArray
    owner: IndexArray
    taken: IndexArray

    @classmethod
    def nothing(cls, n_measures: int, n_settings: int, n_items: int) -> Sums:
        """Sums over nobody."""
        return cls(
            np.zeros(2, np.int64),
            np.zeros((n_measures, 2)),
            np.zeros((n_measures, 5, n_settings)),
            np.zeros(n_settings, np.int64),
            np.zeros((2, n_settings), np.int64),
            np.zeros((n_settings, n_items), np.int64),
            np.full((n_settings, n_items), -1, np.int64),
            np.zeros(1, np.int64),
        )

    def add(self, other: Sums) -> None:
        """Add other people to these."""
        for one in fields(self):
            if one.name != "owner":
                mine = getattr(self, one.name)
                mine += getattr(other, one.name)
        np.maximum(self.owner, other.owner, out=self.owner)

    def add_figures(self, before: FloatArray, after: FloatArray, loses_much: float) -> None:
        """Add the figures of measured people; the first measure is accuracy.

        Args:
            before: (n, m) at relevance only.
            after: (n, m, L) at each setting.
            loses_much: share of a person's accuracy from which a loss is counted.
        """
        change = after - before[:, :, None]
        self.before += np.stack([before.sum(axis=0), (before**2).sum(axis=0)], axis=1)
        parts = (after, after**2, change * before[:, :, None], change**2, change != 0)
        self.after += np.stack([part.sum(axis=0) for part in parts], axis=1)
        self.losing += (after[:, 0] < before[:, :1] * (1 - loses_much)).sum(axis=0)
        self.people[1] += len(before)

    def add_lists(self, lists: IndexArray, measured: BoolArray) -> None:
        """Add everybody's lists; people are numbered as they come.

        Args:
            lists: (n, L, k) item indices, padded with -1; no item twice in a list.
            measured: (n,) who is measured.
        """
        count_lists(np.ascontiguousarray(lists, np.int32), int(self.taken[0]), self.shown, self.owner)
        own = lists[measured]
        self.differs[0] += (own != own[:, :1]).any(axis=2).sum(axis=0)
        own = np.sort(own, axis=2)
        self.differs[1] += (own != own[:, :1]).any(axis=2).sum(axis=0)
        self.taken += len(lists)

    def save(self, path: Path, shard: int) -> None:
        """Write the sums of a shard: whole, or not at all.

        Neighbouring settings show much the same items, so their differences take little room.
        """
        stored = {one.name: getattr(self, one.name) for one in fields(self)}
        for name in ("shown", "owner"):
            stored[name] = np.diff(stored[name], axis=0, prepend=0).astype(np.int32)
        with atomic_write(path) as file:
            np.savez_compressed(file, shard=shard, **stored)

    @classmethod
    def load(cls, path: Path) -> Sums:
        """Read what ``save`` wrote; no two people of different shards share a number."""
        with np.load(path, allow_pickle=False) as stored:
            found = {one.name: stored[one.name] for one in fields(cls)}
            shard = int(stored["shard"])
        for name in ("shown", "owner"):
            found[name] = np.cumsum(found[name], axis=0, dtype=np.int64)
        found["owner"][found["owner"] >= 0] += shard << _PEOPLE_BITS
        return cls(**found)


@compiled
def count_lists(lists: IndexArray, first: int, shown: IndexArray, owner: IndexArray) -> None:
    """Count every item of every list, and note to whom it is shown."""
    for person in range(lists.shape[0]):
        for setting in range(lists.shape[1]):
            for rank in range(lists.shape[2]):
                item = lists[person, setting, rank]
                if item >= 0:
                    shown[setting, item] += 1
                    owner[setting, item] = max(owner[setting, item], first + person)
