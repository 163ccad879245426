"""SVD++: matrix factorisation that also reads which items a person rated at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np

from recsys_core.models.base import check_catalogue, check_fitted, check_pairs, check_ratings, fold_in
from recsys_core.models.classic.biased_mf import check_settings
from recsys_core.runtime.compilation import compiled
from recsys_core.types import FloatArray, IndexArray, Interactions

_START_SCALE = 0.01  # standard deviation of the starting factors


class SvdPlusPlus:
    """Predict ``mean + b_u + b_i + q_i·(p_u + |N(u)|^-½ Σ_{j in N(u)} y_j)`` (Koren, KDD 2008).

    N(u) are the items a person rated, whatever the rating. Fitted by stochastic descent on squared error with
    weight decay, person by person: the steps of the y_j of one person are taken together after that person's
    ratings. People are predicted from the passed history: the sum over y directly, b_u and p_u by ridge
    regression on what is left.

    Args:
        n_factors: at least 1.
        learning_rate: step size, above 0.
        regularization: weight decay of biases and factors, above 0.
        n_epochs: passes over the ratings, at least 1.
        seed: of starting factors and order.
    """

    name = "svd_plus_plus"

    def __init__(
        self, *, n_factors: int = 100, learning_rate: float = 0.005, regularization: float = 0.08,
        n_epochs: int = 50, seed: int = 0,
    ) -> None:
        check_settings(n_factors, learning_rate, regularization, n_epochs)
        self.n_factors = n_factors
        self.learning_rate = learning_rate
        self.regularization = regularization
        self.n_epochs = n_epochs
        self.seed = seed
        self._items: FloatArray | None = None
        self._met: FloatArray | None = None
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
        self._met = np.zeros_like(self._items)
        people_bias, self._bias = np.zeros(history.n_users), np.zeros(history.n_items)
        self._mean = float(history.rating.mean(dtype=np.float64))
        self._range = (float(history.rating.min()), float(history.rating.max()))
        residual = history.rating.astype(np.float64) - self._mean
        for epoch in range(self.n_epochs):
            _descend(
                rng.permutation(history.n_users), history.offsets, history.item_idx, residual, people_bias,
                self._bias, people, self._items, self._met, self.learning_rate, self.regularization,
            )
            if after_epoch is not None:
                after_epoch(epoch + 1)
        return self

    def predict(self, history: Interactions, user_idx: IndexArray, item_idx: IndexArray) -> FloatArray:
        """See RatingModel.predict."""
        check_fitted(self.name, self._items is not None)
        assert self._items is not None and self._bias is not None and self._met is not None
        check_catalogue(history, len(self._items))
        check_pairs(history, user_idx, item_idx)
        implicit = history.matrix() @ self._met / np.sqrt(np.maximum(history.counts, 1))[:, None]
        explained = np.einsum("nf,nf->n", implicit[history.user_idx], self._items[history.item_idx])
        residual = history.rating - self._mean - self._bias[history.item_idx] - explained
        users, row = np.unique(user_idx, return_inverse=True)
        people_bias, people = fold_in(history, users, residual, self._items, self.regularization)
        taste = np.einsum("nf,nf->n", (people + implicit[users])[row], self._items[item_idx])
        return np.clip(self._mean + people_bias[row] + self._bias[item_idx] + taste, *self._range)


@compiled
def _descend(
    order: IndexArray, offsets: IndexArray, item_idx: IndexArray, residual: FloatArray,
    people_bias: FloatArray, bias: FloatArray, people: FloatArray, items: FloatArray, met: FloatArray,
    rate: float, decay: float,
) -> None:
    """One pass over everybody, in place."""
    n_factors = items.shape[1]
    for user in order:
        start, end = offsets[user], offsets[user + 1]
        if start == end:
            continue
        share = 1.0 / np.sqrt(end - start)
        implicit = np.zeros(n_factors)
        for row in range(start, end):
            for f in range(n_factors):
                implicit[f] += share * met[item_idx[row], f]
        before = implicit.copy()
        for row in range(start, end):
            item = item_idx[row]
            error = residual[row] - people_bias[user] - bias[item]
            for f in range(n_factors):
                error -= (people[user, f] + implicit[f]) * items[item, f]
            people_bias[user] += rate * (error - decay * people_bias[user])
            bias[item] += rate * (error - decay * bias[item])
            for f in range(n_factors):
                p, q, z = people[user, f], items[item, f], implicit[f]
                people[user, f] += rate * (error * q - decay * p)
                items[item, f] += rate * (error * (p + z) - decay * q)
                # each y_j of this person moves by share · error · q: their scaled sum moves by error · q
                implicit[f] += rate * (error * q - decay * z)
        for row in range(start, end):
            for f in range(n_factors):
                met[item_idx[row], f] += share * (implicit[f] - before[f])
