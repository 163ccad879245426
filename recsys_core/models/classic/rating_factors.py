"""What the rating models with latent factors share: settings, the descent and the fold-in of users."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import linalg

from recsys_core.models.checks import (
    check_above,
    check_at_least,
    check_catalogue,
    check_fitted,
    check_pairs,
    check_ratings,
)
from recsys_core.types import FloatArray, IndexArray, Interactions

_START_SCALE = 0.01  # standard deviation of the starting factors


@dataclass(frozen=True)
class Factors:
    """The arrays that the descent moves in place, float64.

    Attributes:
        users: (n_users, n_factors).
        items: (n_items, n_factors).
        user_bias: (n_users,).
        item_bias: (n_items,).
    """

    users: FloatArray
    items: FloatArray
    user_bias: FloatArray
    item_bias: FloatArray


class RatingFactorModel:
    """Base of the rating models that are fitted by stochastic gradient descent with weight decay.

    A subclass runs one pass in ``_descend`` and may add factors read from a user's history by overriding
    ``_implicit_factors``. Users are predicted from the passed history: bias and factors are folded in by
    ridge regression, so unseen users work.

    Args:
        n_factors: at least 1.
        learning_rate: step size, above 0.
        regularization: weight decay of biases and factors, above 0.
        n_epochs: passes over the ratings, at least 1.
        seed: of starting factors and order.
    """

    name: str

    def __init__(
        self, *, n_factors: int, learning_rate: float, regularization: float, n_epochs: int, seed: int
    ) -> None:
        check_at_least(1, n_factors=n_factors, n_epochs=n_epochs)
        check_above(0, learning_rate=learning_rate, regularization=regularization)
        self.n_factors = n_factors
        self.learning_rate = learning_rate
        self.regularization = regularization
        self.n_epochs = n_epochs
        self.seed = seed
        self._factors: Factors | None = None
        self._mean = 0.0
        self._range = (0.0, 0.0)

    def fit(self, history: Interactions, after_epoch: Callable[[int], None] | None = None) -> Self:
        """Descend; ``after_epoch`` is called with 1, 2, ... after each pass and may predict.

        Raises:
            DataError: there is no rating to learn from.
        """
        check_ratings(self.name, history)
        rng = np.random.default_rng(self.seed)
        factors = Factors(
            rng.normal(0.0, _START_SCALE, (history.n_users, self.n_factors)),
            rng.normal(0.0, _START_SCALE, (history.n_items, self.n_factors)),
            np.zeros(history.n_users),
            np.zeros(history.n_items),
        )
        self._factors = factors
        self._mean = float(history.rating.mean(dtype=np.float64))
        self._range = (float(history.rating.min()), float(history.rating.max()))
        self._prepare(history)
        residual = history.rating.astype(np.float64) - self._mean
        for epoch in range(1, self.n_epochs + 1):
            self._descend(factors, history, residual, rng)
            if after_epoch is not None:
                after_epoch(epoch)
        return self

    def predict(self, history: Interactions, user_idx: IndexArray, item_idx: IndexArray) -> FloatArray:
        """See RatingModel.predict."""
        check_fitted(self.name, self._factors is not None)
        assert self._factors is not None
        items, item_bias = self._factors.items, self._factors.item_bias
        check_catalogue(history, len(items))
        check_pairs(history, user_idx, item_idx)
        residual = history.rating - self._mean - item_bias[history.item_idx]
        implicit = self._implicit_factors(history)
        if implicit is not None:
            residual -= np.einsum("nf,nf->n", implicit[history.user_idx], items[history.item_idx])
        users, row = np.unique(user_idx, return_inverse=True)
        user_bias, factors = fold_in(history, users, residual, items, self.regularization)
        if implicit is not None:
            factors += implicit[users]
        taste = np.einsum("nf,nf->n", factors[row], items[item_idx])
        return np.clip(self._mean + user_bias[row] + item_bias[item_idx] + taste, *self._range)

    def _prepare(self, history: Interactions) -> None:
        """Set up what a subclass learns besides the Factors, before the first pass."""

    def _descend(
        self, factors: Factors, history: Interactions, residual: FloatArray, rng: np.random.Generator
    ) -> None:
        """One pass over the ratings, in place; ``residual`` (n,) is the ratings minus their mean."""
        raise NotImplementedError

    def _implicit_factors(self, history: Interactions) -> FloatArray | None:
        """(n_users, n_factors) read from which items a user rated, None for models without them."""
        return None


def fold_in(
    history: Interactions, users: IndexArray, residual: FloatArray, items: FloatArray, penalty: float
) -> tuple[FloatArray, FloatArray]:
    """Biases and factors of users by ridge regression of their residuals on fixed item factors.

    Minimises ``Σ (residual - b - p·q_i)² + penalty · n · (b² + |p|²)`` over the n ratings of each user, the
    optimum of stochastic gradient descent with weight decay at every rating.

    Args:
        history: the ratings.
        users: (m,) users to solve for.
        residual: (len(history),) what bias and factors should explain.
        items: (n_items, n_factors).
        penalty: above 0.

    Returns:
        (m,) biases and (m, n_factors) factors, zeros for a user without ratings.
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
