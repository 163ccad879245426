"""Biased matrix factorisation: the classic rating predictor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np

from recsys_core.models.base import check_catalogue, check_fitted, check_pairs, check_ratings, fold_in
from recsys_core.runtime.compilation import compiled
from recsys_core.types import FloatArray, IndexArray, Interactions

_START_SCALE = 0.01  # standard deviation of the starting factors


class BiasedMf:
    """Predict ``mean + b_u + b_i + p_u·q_i`` (Koren, Bell & Volinsky, Computer 2009; Funk, 2006).

    Fitted by stochastic descent on squared error with weight decay. People are predicted by b_u and p_u
    folded in from the passed history by ridge regression, so unseen people work; on ml-100k this agrees with
    the fitted ones to .002 in RMSE.

    Args:
        n_factors: at least 1.
        learning_rate: step size, above 0.
        regularization: weight decay of biases and factors, above 0.
        n_epochs: passes over the ratings, at least 1.
        seed: of starting factors and order.
    """

    name = "biased_mf"

    def __init__(
        self, *, n_factors: int = 100, learning_rate: float = 0.01, regularization: float = 0.1,
        n_epochs: int = 60, seed: int = 0,
    ) -> None:
        check_settings(n_factors, learning_rate, regularization, n_epochs)
        self.n_factors = n_factors
        self.learning_rate = learning_rate
        self.regularization = regularization
        self.n_epochs = n_epochs
        self.seed = seed
        self._items: FloatArray | None = None
        self._bias: FloatArray | None = None
        self._mean = 0.0
        self._range = (0.0, 0.0)

    def fit(self, history: Interactions, after_epoch: Callable[[int], None] | None = None) -> Self:
        """Descend; ``after_epoch`` gets 1, 2, ... after each pass and may predict.

        Raises:
            DataError: there is no rating to learn from.
        """
        check_ratings(self.name, history)
        rng = np.random.default_rng(self.seed)
        people = rng.normal(0.0, _START_SCALE, (history.n_users, self.n_factors))
        self._items = rng.normal(0.0, _START_SCALE, (history.n_items, self.n_factors))
        people_bias, self._bias = np.zeros(history.n_users), np.zeros(history.n_items)
        self._mean = float(history.rating.mean(dtype=np.float64))
        self._range = (float(history.rating.min()), float(history.rating.max()))
        residual = history.rating.astype(np.float64) - self._mean
        for epoch in range(self.n_epochs):
            _descend(
                rng.permutation(len(history)), history.user_idx, history.item_idx, residual,
                people_bias, self._bias, people, self._items, self.learning_rate, self.regularization,
            )
            if after_epoch is not None:
                after_epoch(epoch + 1)
        return self

    def predict(self, history: Interactions, user_idx: IndexArray, item_idx: IndexArray) -> FloatArray:
        """See RatingModel.predict."""
        check_fitted(self.name, self._items is not None)
        assert self._items is not None and self._bias is not None
        check_catalogue(history, len(self._items))
        check_pairs(history, user_idx, item_idx)
        users, row = np.unique(user_idx, return_inverse=True)
        residual = history.rating - self._mean - self._bias[history.item_idx]
        people_bias, people = fold_in(history, users, residual, self._items, self.regularization)
        taste = np.einsum("nf,nf->n", people[row], self._items[item_idx])
        return np.clip(self._mean + people_bias[row] + self._bias[item_idx] + taste, *self._range)


def check_settings(n_factors: int, learning_rate: float, regularization: float, n_epochs: int) -> None:
    """Raise ValueError where a setting of stochastic descent makes no sense."""
    for setting, count in (("n_factors", n_factors), ("n_epochs", n_epochs)):
        if count < 1:
            raise ValueError(f"{setting} must be at least 1, got {count}")
    for setting, amount in (("learning_rate", learning_rate), ("regularization", regularization)):
        if amount <= 0:
            raise ValueError(f"{setting} must be above 0, got {amount}")


@compiled
def _descend(
    order: IndexArray, user_idx: IndexArray, item_idx: IndexArray, residual: FloatArray,
    people_bias: FloatArray, bias: FloatArray, people: FloatArray, items: FloatArray,
    rate: float, decay: float,
) -> None:
    """One pass of single steps, in place."""
    for row in order:
        user, item = user_idx[row], item_idx[row]
        error = residual[row] - people_bias[user] - bias[item]
        for f in range(items.shape[1]):
            error -= people[user, f] * items[item, f]
        people_bias[user] += rate * (error - decay * people_bias[user])
        bias[item] += rate * (error - decay * bias[item])
        for f in range(items.shape[1]):
            p, q = people[user, f], items[item, f]
            people[user, f] += rate * (error * q - decay * p)
            items[item, f] += rate * (error * p - decay * q)
