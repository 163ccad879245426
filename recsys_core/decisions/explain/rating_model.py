"""The bilinear rating model ``h_u^T W h_i`` on a handful of ratings: its squared error and all gradients."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from recsys_core.types import FloatArray, IndexArray


@dataclass(frozen=True, eq=False)
class RatingCase:
    """Ratings and the vectors that model them.

    Attributes:
        users: (n_users, d_u) float64, one vector ``h_u`` a user.
        items: (n_items, d_i) float64, one vector ``h_i`` an item.
        weights: (d_u, d_i) float64, the matrix ``W``.
        user_idx, item_idx: (n,) the user and the item of each rating.
        rating: (n,) float64.
    """

    users: FloatArray
    items: FloatArray
    weights: FloatArray
    user_idx: IndexArray
    item_idx: IndexArray
    rating: FloatArray

    def __post_init__(self) -> None:
        expected = (self.users.shape[1], self.items.shape[1])
        if self.weights.shape != expected:
            raise ValueError(f"weights must have shape {expected}, got {self.weights.shape}")
        if not len(self.user_idx) == len(self.item_idx) == len(self.rating):
            lengths = (len(self.user_idx), len(self.item_idx), len(self.rating))
            raise ValueError(f"user_idx, item_idx and rating must share one length, got {lengths}")

    @property
    def scores(self) -> FloatArray:
        """(n,) predicted ratings."""
        return np.einsum("na,ab,nb->n", self.users[self.user_idx], self.weights, self.items[self.item_idx])

    @property
    def residuals(self) -> FloatArray:
        """(n,) predicted minus given rating."""
        return self.scores - self.rating

    @property
    def squared_error(self) -> float:
        """Sum of the squared residuals."""
        return float(self.residuals @ self.residuals)

    def after_step(self, rate: float) -> RatingCase:
        """The case after one step of gradient descent on the weights, with the vectors fixed."""
        return replace(self, weights=self.weights - rate * gradients(self).weights)


@dataclass(frozen=True, eq=False)
class Gradients:
    """Derivatives of the squared error, each in the shape of its parameter.

    Attributes:
        weights: (d_u, d_i), ``Σ 2 (s - r) h_u h_i^T``.
        users: (n_users, d_u), ``Σ 2 (s - r) W h_i`` over the user's ratings.
        items: (n_items, d_i), ``Σ 2 (s - r) W^T h_u`` over the item's ratings.
    """

    weights: FloatArray
    users: FloatArray
    items: FloatArray


def gradients(case: RatingCase) -> Gradients:
    """All three gradients of ``Σ (h_u^T W h_i - r)²`` in closed form."""
    pull = 2 * case.residuals
    h_u, h_i = case.users[case.user_idx], case.items[case.item_idx]
    users, items = np.zeros_like(case.users), np.zeros_like(case.items)
    np.add.at(users, case.user_idx, pull[:, None] * (h_i @ case.weights.T))
    np.add.at(items, case.item_idx, pull[:, None] * (h_u @ case.weights))
    return Gradients(np.einsum("n,na,nb->ab", pull, h_u, h_i), users, items)


def best_rate(case: RatingCase) -> float:
    """The learning rate at which one step on the weights lowers the squared error most.

    Along the gradient the error is a parabola in the rate: it falls until this rate, returns to its start
    at twice this rate, and rises beyond.

    Returns:
        ``|g|² / (2 Σ (h_u^T g h_i)²)``, 0 where the gradient vanishes.
    """
    slope = gradients(case).weights
    bend = 2 * float(np.sum(replace(case, weights=slope).scores ** 2))
    return float(np.sum(slope**2)) / bend if bend > 0 else 0.0


def six_ratings() -> RatingCase:
    """Users 1 to 3, items A to D, scores 4 5 2 3 3 4: small enough to check by hand.

    User 1 rated A and B, user 2 B and C, user 3 C and D. The two numbers of a vector stand for two tastes:
    user 1 has both, user 2 the first, user 3 the second. ``W`` starts as the identity, so that each taste
    matches its own kind of item.
    """
    return RatingCase(
        users=np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]]),
        items=np.array([[1.0, 0.0], [0.5, 1.0], [1.0, 0.5], [1.0, 1.0]]),
        weights=np.eye(2),
        user_idx=np.array([0, 0, 1, 1, 2, 2]),
        item_idx=np.array([0, 1, 1, 2, 2, 3]),
        rating=np.array([4.0, 5.0, 2.0, 3.0, 3.0, 4.0]),
    )
