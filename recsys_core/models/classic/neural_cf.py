"""Neural collaborative filtering: a product and a perceptron read user and item together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.models.checks import check_catalogue, check_fitted
from recsys_core.models.classic.recency import LEVEL_WEIGHTS, Recency, history_values
from recsys_core.types import FloatArray, Interactions

_USERS_PER_BLOCK = 64  # bounds the (users, items, hidden) work array at about 30 MB for 1,700 items


@dataclass(frozen=True)
class NeuralCfWeights:
    """The arrays of the forward pass, float32; d dimensions, h and g hidden units.

    Attributes:
        history_product: (n_items, d), an item as part of a history, for the product.
        item_product: (n_items, d), an item as a recommendation, for the product.
        product_out: (d,) weights of the product's dimensions in the score.
        history_hidden: (n_items, h), a history item in the perceptron's first layer.
        item_hidden: (n_items, h), a recommended item in that layer, bias included.
        second: (h, g) weights of the second layer.
        second_bias: (g,).
        hidden_out: (g,) weights of the perceptron's output in the score.
        item_bias: (n_items,).
        popularity: (n_items,) scores of a user without a history.
    """

    history_product: FloatArray
    item_product: FloatArray
    product_out: FloatArray
    history_hidden: FloatArray
    item_hidden: FloatArray
    second: FloatArray
    second_bias: FloatArray
    hidden_out: FloatArray
    item_bias: FloatArray
    popularity: FloatArray


class NeuralCf:
    """NeuMF (He et al., WWW 2017), extended to users who were not in the fit.

    The paper gives each user an embedding, which leaves out unseen users. Here a user is the weighted sum of
    the items in their history over the root of the weights' sum, one sum for the product (GMF) and one for
    the perceptron (MLP), as in FISM (Kabbur et al., KDD 2013). The rest follows the paper:

        score = product_out · (p * q) + hidden_out · relu(second · relu(P + Q) + second_bias) + item bias

    recsys_core.training.baselines.neural_cf learns the weights; scoring needs numpy alone.

    Args:
        level_weights: weight of levels 1..5 in a history.
        recency: forgetting applied to histories, in the fit and after it.
    """

    name = "neural_cf"

    def __init__(
        self, *, level_weights: tuple[float, ...] = LEVEL_WEIGHTS, recency: Recency | None = None
    ) -> None:
        self.level_weights = level_weights
        self.recency = recency
        self.weights: NeuralCfWeights | None = None

    def history_weights(self, history: Interactions) -> FloatArray:
        """(n,) float32: the weight of each interaction in its user's sum."""
        return history_values(history, self.level_weights, self.recency).astype(np.float32)

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score; a user without a history gets popularity."""
        check_fitted(self.name, self.weights is not None)
        assert self.weights is not None
        weights = self.weights
        check_catalogue(history, len(weights.item_bias))
        values = self.history_weights(history)
        matrix = history.matrix(values)
        mass = np.sqrt(np.maximum(np.bincount(history.user_idx, values, history.n_users), 1e-6))
        mass = mass.astype(np.float32)[:, None]
        product = (matrix @ weights.history_product) / mass
        hidden = (matrix @ weights.history_hidden) / mass
        scores = (product * weights.product_out) @ weights.item_product.T + weights.item_bias
        for start in range(0, history.n_users, _USERS_PER_BLOCK):
            rows = slice(start, start + _USERS_PER_BLOCK)
            first = np.maximum(hidden[rows, None] + weights.item_hidden[None], 0.0)
            last = np.maximum(first @ weights.second + weights.second_bias, 0.0)
            scores[rows] += last @ weights.hidden_out
        scores[history.counts == 0] = weights.popularity
        return scores
