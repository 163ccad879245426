"""Neural collaborative filtering: a product and a perceptron read person and item together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.models.base import check_catalogue, check_fitted
from recsys_core.models.classic.recency import LEVEL_WEIGHTS, Recency, level_values
from recsys_core.types import FloatArray, Interactions

_PEOPLE_AT_ONCE = 64  # bounds the (people, items, hidden) work array at some 30 MB for 1,700 items


@dataclass(frozen=True)
class NeuralCfWeights:
    """What the forward pass needs, float32; d dimensions, h and g hidden units.

    Attributes:
        history_product: (n_items, d), an item as part of a history, for the product.
        item_product: (n_items, d), an item as something to recommend, for the product.
        product_out: (d,) weights of the product's dimensions in the score.
        history_hidden: (n_items, h), a history item as the perceptron's first layer sees it.
        item_hidden: (n_items, h), a recommended item as that layer sees it, bias included.
        second: (h, g) weights of the second layer.
        second_bias: (g,).
        hidden_out: (g,) weights of the perceptron's end in the score.
        item_bias: (n_items,).
        popularity: (n_items,) scores of someone without a history.
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
    """NeuMF (He et al., WWW 2017) for people who need not have been there at the fit.

    The paper gives everybody an embedding of their own, which leaves unseen people out. Here a person is the
    weighted sum of the items of their history over the root of the weights' sum, one sum for the product
    (GMF) and one for the perceptron (MLP), as in FISM (Kabbur et al., KDD 2013). The rest is the paper's:

        score = product_out · (p * q) + hidden_out · relu(second · relu(P + Q) + second_bias) + item bias

    The weights are learned in recsys_core.training.baselines.neural_cf; scoring is numpy alone.

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
        """(n,) float32: what each interaction weighs in its person's sum."""
        values = level_values(history, self.level_weights)
        if self.recency is not None:
            values = values * self.recency.weights(history)
        return values.astype(np.float32)

    def score(self, history: Interactions) -> FloatArray:
        """See Recommender.score; a person without a history gets popularity."""
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
        for start in range(0, history.n_users, _PEOPLE_AT_ONCE):
            rows = slice(start, start + _PEOPLE_AT_ONCE)
            first = np.maximum(hidden[rows, None] + weights.item_hidden[None], 0.0)
            last = np.maximum(first @ weights.second + weights.second_bias, 0.0)
            scores[rows] += last @ weights.hidden_out
        scores[history.counts == 0] = weights.popularity
        return scores
