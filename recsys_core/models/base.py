"""The two interfaces of every model: Recommender ranks items, RatingModel predicts ratings.

Both are inductive: a user is known only through the history passed in, so users who were not in the fit work
like any other, and one history always gives one result.
"""

from __future__ import annotations

from typing import Protocol, Self, runtime_checkable

from recsys_core.types import FloatArray, IndexArray, Interactions


@runtime_checkable
class Recommender(Protocol):
    """Turns histories into a relevance score for every item.

    Attributes:
        name: its key in the registry.
    """

    name: str

    def fit(self, history: Interactions) -> Self:
        """Learn from ``history`` and discard any earlier fit."""
        ...

    def score(self, history: Interactions) -> FloatArray:
        """Score every item for every user in ``history``.

        Items in a user's history are scored too; callers mask them when they build a list. A user without a
        history gets the model's default scores, the same for all such users.

        Returns:
            (history.n_users, n_items) float32, finite, larger is better; a new array, the caller's to change.

        Raises:
            NotFittedError: ``fit`` has not been called.
            ValueError: the history has another catalogue than the fit.
        """
        ...


@runtime_checkable
class RatingModel(Protocol):
    """Predicts the rating a user would give, in the data's own units.

    Attributes:
        name: its key in the registry.
    """

    name: str

    def fit(self, history: Interactions) -> Self:
        """Learn from ``history`` and discard any earlier fit.

        Raises:
            DataError: there is no rating to learn from.
        """
        ...

    def predict(self, history: Interactions, user_idx: IndexArray, item_idx: IndexArray) -> FloatArray:
        """Predict the ratings of user-item pairs.

        Args:
            history: what is known about the users.
            user_idx: (n,) users of ``history``; one without interactions is predicted from the item alone.
            item_idx: (n,); an item without ratings in the fit is predicted from the user alone.

        Returns:
            (n,) float64, clipped to the range of ratings in the fit.

        Raises:
            NotFittedError: ``fit`` has not been called.
            ValueError: the history has another catalogue, or an index is out of range.
        """
        ...
