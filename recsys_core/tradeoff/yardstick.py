"""The measures of one list that the trade-off is drawn in, by the keys people see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from recsys_core.errors import SettingError
from recsys_core.metrics import accuracy, diversity, popularity
from recsys_core.metrics.distances import Distances
from recsys_core.metrics.hits import hits
from recsys_core.types import BoolArray, FloatArray, IndexArray, Interactions, ItemSpace


@dataclass(frozen=True)
class Yardstick:
    """What lists are measured against.

    Attributes:
        target: what people really did afterwards.
        history: what was known before, over the same users and items.
        spaces: the spaces in which items can be alike, by name ("categories", "text", "co-rating").
    """

    target: Interactions
    history: Interactions
    spaces: Mapping[str, ItemSpace]

    def __post_init__(self) -> None:
        target, history = self.target, self.history
        if (target.n_users, target.n_items) != (history.n_users, history.n_items):
            raise ValueError("target and history must be over the same users and items")
        if not self.spaces:
            raise SettingError("No space to measure variety in: give items categories or text.")

    @cached_property
    def relevant(self) -> Interactions:
        """The liked rows of the target."""
        return self.target.where(self.target.liked)

    @cached_property
    def evaluated(self) -> IndexArray:
        """Users with at least one liked item in the target: everybody a measure is averaged over."""
        return np.flatnonzero(self.relevant.counts)

    @cached_property
    def popularity(self) -> IndexArray:
        """(n_items,) interactions in the history."""
        return np.bincount(self.history.item_idx, minlength=self.history.n_items)

    @cached_property
    def tail(self) -> BoolArray:
        """(n_items,) whether an item lies in the long tail of the history."""
        return popularity.long_tail_items(self.popularity)

    @cached_property
    def distances(self) -> dict[str, Distances]:
        """Distances between items in every space."""
        return {name: Distances(space) for name, space in self.spaces.items()}

    @cached_property
    def variety_space(self) -> str:
        """The space that pages call variety: categories where there are any, else text, else the first."""
        return next((name for name in ("categories", "text") if name in self.spaces), next(iter(self.spaces)))

    def measures(self) -> dict[str, Measure]:
        """Every measure of one list by its name, without the ``@k``."""
        by_space = {f"ild_{name.replace('-', '_')}": _ild(name) for name in self.spaces}
        return LIST_MEASURES | {"ild": _ild(self.variety_space), "ilmd": _ilmd(self.variety_space)} | by_space


class Batch:
    """A batch of lists and what several measures of them share, computed at most once.

    Attributes:
        lists: (n, k) item indices, -1 where a list is shorter.
        user_idx: (n,) whose list each is.
        yardstick: what they are measured against.
    """

    def __init__(self, lists: IndexArray, user_idx: IndexArray, yardstick: Yardstick) -> None:
        self.lists, self.user_idx, self.yardstick = lists, user_idx, yardstick
        self._pairs: dict[str, FloatArray] = {}

    @cached_property
    def hits(self) -> BoolArray:
        """(n, k) which items the person liked."""
        return hits(self.lists, self.user_idx, self.yardstick.relevant.matrix())

    @cached_property
    def n_relevant(self) -> IndexArray:
        """(n,) how many items the person liked."""
        return self.yardstick.relevant.counts[self.user_idx]

    def pairs(self, space: str) -> FloatArray:
        """(n, n_pairs) distances within each list in ``space``."""
        if space not in self._pairs:
            self._pairs[space] = self.yardstick.distances[space].pairs(self.lists)
        return self._pairs[space]


Measure = Callable[[Batch], FloatArray]

# Without a liked item these have no value.
NEEDS_TARGET = frozenset({"ndcg", "precision", "recall", "f1", "map", "mrr", "hit_rate"})
LIST_MEASURES: dict[str, Measure] = {
    "ndcg": lambda batch: accuracy.ndcg(batch.hits, batch.n_relevant),
    "precision": lambda batch: accuracy.precision(batch.hits),
    "recall": lambda batch: accuracy.recall(batch.hits, batch.n_relevant),
    "f1": lambda batch: accuracy.f1(batch.hits, batch.n_relevant),
    "map": lambda batch: accuracy.average_precision(batch.hits, batch.n_relevant),
    "mrr": lambda batch: accuracy.reciprocal_rank(batch.hits),
    "hit_rate": lambda batch: accuracy.hit_rate(batch.hits),
    "long_tail": lambda batch: popularity.long_tail_share(batch.lists, batch.yardstick.tail),
    "popularity": lambda batch: popularity.average_popularity(
        batch.lists, batch.yardstick.popularity, batch.yardstick.history.n_users
    ),
}


def _ild(space: str) -> Measure:
    return lambda batch: diversity.intra_list_distance(batch.pairs(space))


def _ilmd(space: str) -> Measure:
    return lambda batch: diversity.minimum_distance(batch.pairs(space))
