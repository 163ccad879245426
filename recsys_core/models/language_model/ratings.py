"""The language-model recommender's rating form, predicted with numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.models.checks import check_catalogue, check_fitted, check_pairs
from recsys_core.models.language_model.towers import check_finite_arrays, perceptron
from recsys_core.types import FloatArray, IndexArray, Interactions


@dataclass(frozen=True)
class RatingWeights:
    """The arrays of the forward pass, float32, with d dimensions and h hidden units.

    Attributes:
        item_in: (n_items, d), what a rating above or below expectation says about the user.
        item_seen: (n_items, d), what the fact of having rated the item says.
        item_out: (n_items, d), the vector of the item to be rated, W included.
        item_bias: (n_items,).
        own_bias: (d,), reads a user's bias from their vector.
        mean: () of all ratings.
        shrinkage: () pseudo-count that shrinks the bias of users with few ratings.
        norm_scale: (d,) of the layer normalisation.
        norm_shift: (d,).
        hidden_weight: (h, d).
        hidden_bias: (h,).
        output_weight: (d, h).
        output_bias: (d,).

    Raises:
        ValueError: an array is not finite.
    """

    item_in: FloatArray
    item_seen: FloatArray
    item_out: FloatArray
    item_bias: FloatArray
    own_bias: FloatArray
    mean: FloatArray
    shrinkage: FloatArray
    norm_scale: FloatArray
    norm_shift: FloatArray
    hidden_weight: FloatArray
    hidden_bias: FloatArray
    output_weight: FloatArray
    output_bias: FloatArray

    def __post_init__(self) -> None:
        check_finite_arrays(vars(self))


class LanguageRatings:
    """Predict ``mean + b_u + b_i + h_u^T W h_i``, where h_i is a function of the item's text.

    A user is represented by their history alone: the bias is the shrunken mean of their residuals, and the
    vector sums the items' vectors, each weighted by what mean and biases leave of its rating, with a residual
    perceptron on top (asymmetric factors as in SVD++, Koren, KDD 2008, on text instead of item ids). Unseen
    users and unseen items need no fold-in.

    Args:
        members: trained weights; predictions are averaged.
        rating_range: lowest and highest rating of the fit.
    """

    name = "language_model"

    def __init__(
        self, members: Sequence[RatingWeights] = (), rating_range: tuple[float, float] = (1.0, 5.0)
    ) -> None:
        self.members = tuple(members)
        self.rating_range = rating_range

    def predict(self, history: Interactions, user_idx: IndexArray, item_idx: IndexArray) -> FloatArray:
        """See RatingModel.predict."""
        check_fitted(self.name, bool(self.members))
        check_catalogue(history, len(self.members[0].item_bias))
        check_pairs(history, user_idx, item_idx)
        users, row = np.unique(user_idx, return_inverse=True)
        known = history.of_users(users)
        total = np.zeros(len(user_idx), np.float64)
        for member in self.members:
            bias, vectors = represent_users(member, known)
            taste = np.einsum("nd,nd->n", vectors[row], member.item_out[item_idx])
            total += bias[row] + member.item_bias[item_idx] + taste
        return np.clip(total / len(self.members), *self.rating_range)


def represent_users(weights: RatingWeights, history: Interactions) -> tuple[FloatArray, FloatArray]:
    """(n_users,) mean plus bias and (n_users, d) vectors of all users in ``history``."""
    counts = history.counts.astype(np.float32)
    residual = history.rating.astype(np.float32) - weights.mean - weights.item_bias[history.item_idx]
    bias = np.bincount(history.user_idx, residual, minlength=history.n_users).astype(np.float32)
    bias /= counts + weights.shrinkage
    surprise = residual - bias[history.user_idx]
    vectors = history.matrix(surprise) @ weights.item_in
    vectors += history.matrix(np.ones(len(history), np.float32)) @ weights.item_seen
    vectors /= np.sqrt(counts + weights.shrinkage)[:, None]
    vectors = vectors + perceptron(weights, vectors)
    return weights.mean + bias + vectors @ weights.own_bias, vectors
