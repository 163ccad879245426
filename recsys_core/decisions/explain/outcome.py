"""What became of one user's lists: which items they liked later, and the accuracy of both lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from recsys_core.metrics.accuracy import ndcg
from recsys_core.types import IndexArray


@dataclass(frozen=True, eq=False)
class Outcome:
    """One user's list before and now, compared with what they liked later.

    Attributes:
        liked: (n,) items that the user liked in the target period.
        before: (k,) the list at relevance only, padded with -1.
        now: (k,) the list in force, padded with -1.
    """

    liked: IndexArray
    before: IndexArray
    now: IndexArray

    @cached_property
    def ranks(self) -> tuple[dict[int, int], dict[int, int]]:
        """Ranks, from 1, of the liked items in the list before and in the list now, best first."""
        liked = set(self.liked.tolist())
        before, now = (
            {item: rank for rank, item in enumerate(listed.tolist(), start=1) if item in liked}
            for listed in (self.before, self.now)
        )
        return before, now

    @property
    def accuracy(self) -> tuple[float, float]:
        """NDCG of the list before and of the list now; 0 for a user who liked nothing."""
        hits = np.stack([np.isin(listed, self.liked) & (listed >= 0) for listed in (self.before, self.now)])
        before, now = ndcg(hits, np.array([len(self.liked)] * 2))
        return float(before), float(now)

    @property
    def lost(self) -> list[int]:
        """Liked items that are no longer shown."""
        before, now = self.ranks
        return [item for item in before if item not in now]

    @property
    def gained(self) -> list[int]:
        """Liked items that only the list now shows."""
        before, now = self.ranks
        return [item for item in now if item not in before]

    @property
    def moved(self) -> list[tuple[int, int, int]]:
        """Liked items at another rank than before: item, rank before, rank now."""
        before, now = self.ranks
        return [(item, rank, now[item]) for item, rank in before.items() if now.get(item, rank) != rank]
