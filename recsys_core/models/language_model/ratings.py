"""The language-model recommender's rating form, predicted with numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from recsys_core.models.base import check_catalogue, check_fitted, check_pairs
from recsys_core.models.language_model.towers import perceptron
from recsys_core.types import FloatArray, IndexArray, Interactions


@dataclass(frozen=True)
class RatingWeights:
    """What a rating is predicted from, float32, with d dimensions and h hidden units.

    Attributes:
        item_in: (n_items, d), what a rating above or below the expected one says about its owner.
        item_seen: (n_items, d), what having rated the item at all says.
        item_out: (n_items, d), the vector of the item to be rated, W included.
        item_bias: (n_items,).
        own_bias: (d,), the person's bias as read off their vector.
        mean: () of all ratings.
        shrinkage: () ratings' worth of doubt in a person's bias.
        norm_scale, norm_shift: (d,) of the layer normalisation.
        hidden_weight, hidden_bias: (h, d) and (h,).
        output_weight, output_bias: (d, h) and (d,).
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
        broken = [field.name for field in fields(self) if not np.isfinite(getattr(self, field.name)).all()]
        if broken:
            raise ValueError(f"not finite: {', '.join(broken)}")


class LanguageRatings:
    """Predict ``mean + b_u + b_i + h_u^T W h_i`` with h_i a function of the item's text.

    A person is their history alone: the bias is the mean of their residuals, shrunk; the vector sums the
    items' vectors, weighted by what is left of each rating after mean and biases, with a residual perceptron
    on top (asymmetric factors as in SVD++, Koren, KDD 2008, on text instead of item ids). Unseen people and
    unseen items need no fold-in.

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
            bias, person = people(member, known)
            taste = np.einsum("nd,nd->n", person[row], member.item_out[item_idx])
            total += bias[row] + member.item_bias[item_idx] + taste
        return np.clip(total / len(self.members), *self.rating_range)


def people(weights: RatingWeights, history: Interactions) -> tuple[FloatArray, FloatArray]:
    """(n_users,) mean plus bias and (n_users, d) vectors of everyone in ``history``."""
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
