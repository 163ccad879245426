"""The same list for everyone: the items that most people liked."""

from __future__ import annotations

from typing import Self

import numpy as np

from recsys_core.models.base import check_catalogue, check_fitted
from recsys_core.types import FloatArray, Interactions


class Popularity:
    """Score an item by how many people liked it (level 4 or 5).

    Items that nobody liked follow in order of how many people met them at all.
    """

    name = "popularity"

    def __init__(self) -> None:
        self._scores: FloatArray | None = None

    def fit(self, history: Interactions) -> Self:
        """Count. Ties stay ties."""
        self._scores = popularity_scores(history)
        return self

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score: every person gets the same row."""
        check_fitted(self.name, self._scores is not None)
        assert self._scores is not None
        check_catalogue(history, len(self._scores))
        return np.tile(self._scores, (history.n_users, 1))


def popularity_scores(history: Interactions) -> FloatArray:
    """(n_items,) float32: likes, plus a fraction below one for being met at all."""
    likes = np.bincount(history.item_idx[history.liked], minlength=history.n_items)
    met = np.bincount(history.item_idx, minlength=history.n_items)
    return (likes + met / (met.max(initial=0) + 1)).astype(np.float32)
