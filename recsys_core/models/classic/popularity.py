"""Popularity: the items most users liked, the same list for everyone."""

from __future__ import annotations

from typing import Self

import numpy as np

from recsys_core.models.checks import check_catalogue, check_fitted
from recsys_core.types import FloatArray, Interactions


class Popularity:
    """Score an item by the number of users who liked it (level 4 or 5).

    Items without likes follow, ordered by their number of interactions.
    """

    name = "popularity"

    def __init__(self) -> None:
        self._scores: FloatArray | None = None

    def fit(self, history: Interactions) -> Self:
        """Count likes; ties stay ties."""
        self._scores = popularity_scores(history)
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score; every user gets the same row."""
        check_fitted(self.name, self._scores is not None)
        assert self._scores is not None
        check_catalogue(history, len(self._scores))
        return np.tile(self._scores, (history.n_users, 1))


def popularity_scores(history: Interactions) -> FloatArray:
    """(n_items,) float32: likes, plus a fraction below 1 that grows with all interactions."""
    likes = np.bincount(history.item_idx[history.liked], minlength=history.n_items)
    interactions = np.bincount(history.item_idx, minlength=history.n_items)
    return (likes + interactions / (interactions.max(initial=0) + 1)).astype(np.float32)
