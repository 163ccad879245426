"""What every rating predictor promises, and the fold-in that factor models share."""

from __future__ import annotations

from typing import Protocol, Self, runtime_checkable

import numpy as np
from scipy import linalg

from recsys_core.errors import DataError, NotFittedError
from recsys_core.types import FloatArray, IndexArray, Interactions

# --- What every recommender promises, and the two checks that all of them make

@runtime_checkable
class Recommender(Protocol):
    """Turns histories into a relevance score for every item.

    Models are inductive: ``score`` looks at the history it is given and at nothing else about a person, so
    people who were not in the fit work, and fitting twice on one history gives the same model.

    Attributes:
        name: its key in the registry.
    """

    name: str

    def fit(self, history: Interactions) -> Self:
        """Learn from ``history``; whatever an earlier fit learned is forgotten."""
        ...

    def score(self, history: Interactions) -> FloatArray:
        """Score every item for every person in ``history``.

        Items a person already has are scored like any other; whoever builds a list masks them. A person
        without a row gets the scores of someone nothing is known about.

        Returns:
            (history.n_users, n_items) float32, finite, larger is better.

        Raises:
            NotFittedError: ``fit`` has not been called.
            ValueError: the history is over another catalogue than the fit.
        """
        ...


def check_fitted(name: str, fitted: bool) -> None:
    """Raise NotFittedError unless ``fitted``."""
    if not fitted:
        raise NotFittedError(f"The model '{name}' is not fitted: call fit(history) before score(history).")


def check_catalogue(history: Interactions, n_items: int) -> None:
    """Raise ValueError unless the history is over ``n_items`` items."""
    if history.n_items != n_items:
        raise ValueError(f"the history is over {history.n_items} items, the model was fitted on {n_items}")


@runtime_checkable
class RatingModel(Protocol):
    """Predicts the rating that a person would give, in the data's own units.

    Like a Recommender it is inductive: ``predict`` knows a person from the passed history alone.

    Attributes:
        name: its key in the registry.
    """

    name: str

    def fit(self, history: Interactions) -> Self:
        """Learn from ``history``; whatever an earlier fit learned is forgotten.

        Raises:
            DataError: there is no rating to learn from.
        """
        ...

    def predict(self, history: Interactions, user_idx: IndexArray, item_idx: IndexArray) -> FloatArray:
        """Ratings of pairs of a person of ``history`` and an item.

        Args:
            history: what is known about the people.
            user_idx: (n,) rows of ``history``'s people; someone without an interaction is predicted from
                the item alone.
            item_idx: (n,); an item nobody rated is predicted from the person alone.

        Returns:
            (n,) float64 within the range of ratings seen in the fit.

        Raises:
            NotFittedError: ``fit`` has not been called.
            ValueError: the history is over another catalogue, or an index lies outside it.
        """
        ...


def check_ratings(name: str, history: Interactions) -> None:
    """Raise DataError unless there are finite ratings to learn from."""
    if not len(history):
        raise DataError(f"The model '{name}' needs at least one rating to learn from, got none.")
    if not np.isfinite(history.rating).all():
        raise DataError(f"The model '{name}' needs a number for every rating; some are missing.")


def check_pairs(history: Interactions, user_idx: IndexArray, item_idx: IndexArray) -> None:
    """Raise ValueError unless every pair names a person of the history and an item of the catalogue."""
    for name, index, size in (
        ("user_idx", user_idx, history.n_users), ("item_idx", item_idx, history.n_items)
    ):
        if len(index) and not (0 <= index.min() and index.max() < size):
            raise ValueError(f"{name} must lie in 0..{size - 1}, got {index.min()}..{index.max()}")
    if user_idx.shape != item_idx.shape:
        raise ValueError(f"user_idx and item_idx must have one shape, got {user_idx.shape}, {item_idx.shape}")


def fold_in(
    history: Interactions, users: IndexArray, residual: FloatArray, items: FloatArray, penalty: float
) -> tuple[FloatArray, FloatArray]:
    """Bias and factors of people by ridge regression of their residuals on fixed item factors.

    Minimises ``Σ (residual - b - p·q_i)² + penalty · n · (b² + |p|²)`` over the n rows of each person: the
    optimum that stochastic descent with weight decay at every rating heads for.

    Args:
        history: the ratings.
        users: (m,) people to solve for.
        residual: (len(history),) what bias and factors are to explain.
        items: (n_items, n_factors).
        penalty: above 0.

    Returns:
        (m,) biases and (m, n_factors) factors, zeros for someone without a rating.
    """
    n_factors = items.shape[1]
    solution = np.zeros((len(users), n_factors + 1))
    for row, user in enumerate(users):
        rows = slice(history.offsets[user], history.offsets[user + 1])
        n = rows.stop - rows.start
        if n:
            design = np.column_stack([np.ones(n), items[history.item_idx[rows]]])
            gram = design.T @ design + penalty * n * np.eye(n_factors + 1)
            solution[row] = linalg.solve(gram, design.T @ residual[rows], assume_a="pos")
    return solution[:, 0], solution[:, 1:]
