"""SVD++: matrix factorisation that also learns from which items a user rated."""

from __future__ import annotations

import numpy as np

from recsys_core.models.classic.rating_factors import Factors, RatingFactorModel
from recsys_core.runtime.compilation import compiled
from recsys_core.types import FloatArray, IndexArray, Interactions


class SvdPlusPlus(RatingFactorModel):
    """Predict ``mean + b_u + b_i + q_i·(p_u + |N(u)|^-½ Σ_{j in N(u)} y_j)`` (Koren, KDD 2008).

    N(u) are the items a user rated, whatever the rating. The descent goes user by user: the y_j of a user
    move together after that user's ratings. For a prediction the sum over y_j is read from the passed
    history, and b_u and p_u are folded in on what it leaves unexplained. Arguments are those of
    RatingFactorModel.
    """

    name = "svd_plus_plus"

    def __init__(
        self,
        *,
        n_factors: int = 100,
        learning_rate: float = 0.005,
        regularization: float = 0.08,
        n_epochs: int = 50,
        seed: int = 0,
    ) -> None:
        super().__init__(
            n_factors=n_factors,
            learning_rate=learning_rate,
            regularization=regularization,
            n_epochs=n_epochs,
            seed=seed,
        )
        self._rated: FloatArray | None = None  # (n_items, n_factors), the y_j

    def _prepare(self, history: Interactions) -> None:
        self._rated = np.zeros((history.n_items, self.n_factors))

    def _descend(
        self, factors: Factors, history: Interactions, residual: FloatArray, rng: np.random.Generator
    ) -> None:
        _descend(
            rng.permutation(history.n_users),
            history.offsets,
            history.item_idx,
            residual,
            factors.user_bias,
            factors.item_bias,
            factors.users,
            factors.items,
            self._rated,
            self.learning_rate,
            self.regularization,
        )

    def _implicit_factors(self, history: Interactions) -> FloatArray:
        assert self._rated is not None
        return history.matrix() @ self._rated / np.sqrt(np.maximum(history.counts, 1))[:, None]


@compiled
def _descend(
    order: IndexArray,
    offsets: IndexArray,
    item_idx: IndexArray,
    residual: FloatArray,
    user_bias: FloatArray,
    item_bias: FloatArray,
    users: FloatArray,
    items: FloatArray,
    rated: FloatArray,
    rate: float,
    decay: float,
) -> None:
    """One pass over all users, in place."""
    n_factors = items.shape[1]
    for user in order:
        start, end = offsets[user], offsets[user + 1]
        if start == end:
            continue
        share = 1.0 / np.sqrt(end - start)
        implicit = np.zeros(n_factors)
        for row in range(start, end):
            for f in range(n_factors):
                implicit[f] += share * rated[item_idx[row], f]
        before = implicit.copy()
        for row in range(start, end):
            item = item_idx[row]
            error = residual[row] - user_bias[user] - item_bias[item]
            for f in range(n_factors):
                error -= (users[user, f] + implicit[f]) * items[item, f]
            user_bias[user] += rate * (error - decay * user_bias[user])
            item_bias[item] += rate * (error - decay * item_bias[item])
            for f in range(n_factors):
                p, q, z = users[user, f], items[item, f], implicit[f]
                users[user, f] += rate * (error * q - decay * p)
                items[item, f] += rate * (error * (p + z) - decay * q)
                # each y_j of this user moves by share · error · q, so their scaled sum moves by error · q
                implicit[f] += rate * (error * q - decay * z)
        for row in range(start, end):
            for f in range(n_factors):
                rated[item_idx[row], f] += share * (implicit[f] - before[f])
