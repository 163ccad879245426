"""What lists are measured against: what users did later, what they knew before, and how items are alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from recsys_core.errors import SettingError
from recsys_core.metrics.aspects import ideal_alpha_dcg
from recsys_core.metrics.distances import Distances
from recsys_core.metrics.popularity import long_tail_items
from recsys_core.metrics.similarity import aspect_shares, taste_profile
from recsys_core.types import BoolArray, Candidates, FloatArray, IndexArray, Interactions, ItemSpace


@dataclass(frozen=True)
class GroundTruth:
    """The evaluation data that several rerankers share; everything derived is computed once.

    Attributes:
        target: what users really did afterwards.
        history: what was known before, over the same users and items.
        spaces: the spaces in which items can be alike, by name ("categories", "text", "co_rating").
        own_scores: the system's own candidates where nothing is known of what users did: lists are then
            measured by the relevance that they keep, for everybody with candidates, and ``target`` is empty.
        everyone: whether catalogue metrics count the lists of all users, not only of those evaluated.

    Raises:
        ValueError: target and history, or ``own_scores``, are over different users or items.
        SettingError: there is no space to measure diversity in.
    """

    target: Interactions
    history: Interactions
    spaces: Mapping[str, ItemSpace]
    own_scores: Candidates | None = None
    everyone: bool = False

    def __post_init__(self) -> None:
        target, history = self.target, self.history
        if (target.n_users, target.n_items) != (history.n_users, history.n_items):
            raise ValueError("target and history must be over the same users and items")
        if self.own_scores is not None and len(self.own_scores.items) != target.n_users:
            raise ValueError("own_scores must be over the users of the target")
        if not self.spaces:
            raise SettingError("No space to measure variety in: give items categories or text.")

    def of_users(self, users: IndexArray) -> GroundTruth:
        """The ground truth of ``users`` (m,) alone, in that order."""
        own = self.own_scores
        own = None if own is None else Candidates(own.items[users], own.scores[users])
        return self.with_people(self.target.of_users(users), self.history.of_users(users), own)

    def with_people(
        self, target: Interactions, history: Interactions, own_scores: Candidates | None = None
    ) -> GroundTruth:
        """Other people over the same items; distances between these are kept once they are computed."""
        found = GroundTruth(target, history, self.spaces, own_scores, self.everyone)
        if "distances" in self.__dict__:
            found.__dict__["distances"] = self.distances
        return found

    @cached_property
    def relevant(self) -> Interactions:
        """The liked rows of the target."""
        return self.target.where(self.target.liked)

    @cached_property
    def relevant_matrix(self) -> sparse.csr_matrix:
        """(n_users, n_items) CSR of the liked rows."""
        return self.relevant.matrix()

    @cached_property
    def n_relevant(self) -> IndexArray:
        """(n_users,) distinct items each user liked in the target."""
        return np.diff(self.relevant_matrix.indptr)

    @cached_property
    def evaluated(self) -> IndexArray:
        """Users with at least one liked item in the target: those a metric is averaged over.

        Without outcomes those with candidates.
        """
        return np.flatnonzero(self.n_relevant if self.own_scores is None else self.own_scores.counts)

    @cached_property
    def shown(self) -> IndexArray:
        """Users whose lists catalogue metrics count, ascending."""
        return np.arange(self.target.n_users) if self.everyone else self.evaluated

    @property
    def accuracy(self) -> str:
        """The metric that stands for accuracy: NDCG, or without outcomes the relevance kept."""
        return "ndcg" if self.own_scores is None else "kept"

    def liked_by(self, user: int) -> IndexArray:
        """(n,) items that a user liked in the target, ascending."""
        start, end = self.relevant_matrix.indptr[user : user + 2]
        return np.asarray(self.relevant_matrix.indices[start:end])

    @cached_property
    def popularity(self) -> IndexArray:
        """(n_items,) interactions in the history."""
        return np.bincount(self.history.item_idx, minlength=self.history.n_items)

    @cached_property
    def n_active(self) -> int:
        """Users with at least one interaction in the history."""
        return int(np.count_nonzero(self.history.counts))

    @cached_property
    def tail(self) -> BoolArray:
        """(n_items,) whether an item lies in the long tail of the history."""
        return long_tail_items(self.popularity)

    @cached_property
    def distances(self) -> dict[str, Distances]:
        """Distances between items in every space."""
        return {name: Distances(space) for name, space in self.spaces.items()}

    @cached_property
    def variety_space(self) -> str:
        """The space that pages call variety: categories, the system's own vectors, text, or the first."""
        known = (name for name in ("categories", "vectors", "text") if name in self.spaces)
        return next(known, next(iter(self.spaces)))

    @cached_property
    def aspects(self) -> FloatArray | None:
        """(n_items, n_aspects) category membership, None where the data have no categories."""
        space = self.spaces.get("categories")
        return space.vectors if space is not None and space.kind == "jaccard" else None

    @cached_property
    def aspect_shares(self) -> FloatArray:
        """(n_items, n_aspects) share of each category in an item."""
        return aspect_shares(self._aspects)

    @cached_property
    def taste(self) -> FloatArray:
        """(n_users, n_aspects) share of each category in what a user liked in the history."""
        return taste_profile(self.aspect_shares, self.history)

    @cached_property
    def wanted_aspects(self) -> BoolArray:
        """(n_users, n_aspects) categories of the items a user liked in the target."""
        return self.relevant_matrix @ (self._aspects != 0).astype(np.float64) > 0

    def ideal_alpha_dcg(self, k: int) -> FloatArray:
        """(n_users,) α-DCG of each user's best list of k, computed once: every batch of lists asks for it."""
        if k not in self._ideals:
            self._ideals[k] = ideal_alpha_dcg(self.relevant_matrix, self._aspects, k)
        return self._ideals[k]

    @cached_property
    def _ideals(self) -> dict[int, FloatArray]:
        return {}

    @property
    def _aspects(self) -> FloatArray:
        if self.aspects is None:
            raise SettingError("These data have no categories, so no metric of categories exists.")
        return self.aspects
