"""What became of one person's lists: which items they liked afterwards, and what that makes of accuracy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from recsys_core.metrics.accuracy import ndcg
from recsys_core.types import IndexArray


@dataclass(frozen=True, eq=False)
class Outcome:
    """One person's list before and now, held against what they liked later.

    Attributes:
        liked: (n,) items that the person liked in the target part.
        before: (k,) the list at relevance only, -1 padded.
        now: (k,) the list in force, padded alike.
    """

    liked: IndexArray
    before: IndexArray
    now: IndexArray

    @cached_property
    def places(self) -> tuple[dict[int, int], dict[int, int]]:
        """Places, from 1, of the liked items in the list before and in the list now, best first."""
        wanted = set(self.liked.tolist())
        before, now = (
            {item: place for place, item in enumerate(listed.tolist(), start=1) if item in wanted}
            for listed in (self.before, self.now)
        )
        return before, now

    @property
    def accuracy(self) -> tuple[float, float]:
        """NDCG of the list before and of the list now; 0 for somebody who liked nothing."""
        hits = np.stack([np.isin(listed, self.liked) & (listed >= 0) for listed in (self.before, self.now)])
        before, now = ndcg(hits, np.array([len(self.liked)] * 2))
        return float(before), float(now)

    @property
    def lost(self) -> list[int]:
        """Liked items that are no longer shown."""
        before, now = self.places
        return [item for item in before if item not in now]

    @property
    def found(self) -> list[int]:
        """Liked items that only the list now shows."""
        before, now = self.places
        return [item for item in now if item not in before]

    @property
    def moved(self) -> list[tuple[int, int, int]]:
        """Liked items shown at another place than before: item, place before, place now."""
        before, now = self.places
        return [(item, place, now[item]) for item, place in before.items() if now.get(item, place) != place]
