"""Fit neural collaborative filtering with torch; the fitted model scores without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from recsys_core.models.checks import check_at_least
from recsys_core.models.classic.neural_cf import NeuralCf, NeuralCfWeights
from recsys_core.models.classic.popularity import popularity_scores
from recsys_core.models.classic.recency import LEVEL_WEIGHTS, Recency
from recsys_core.training.loop import Descent, TrainingError, copy_to_numpy
from recsys_core.types import BoolArray, FloatArray, IndexArray, Interactions

_RECENCY = Recency(decay=10.0, floor=0.1)


class NeuralCfTrainer(NeuralCf):
    """NeuralCf with a fit.

    Each like is classified against ``n_negatives`` uniformly sampled items (binary cross-entropy, as in the
    paper). While a like is predicted, it is removed from its user's history. If there are no likes at all,
    every interaction counts as one.

    Args:
        n_dimensions: of the product, at least 1.
        n_hidden: units of the perceptron's first layer, at least 2; the second has half of them.
        n_negatives: sampled items per like, at least 1.
        n_epochs: passes over the users, at least 1.
        learning_rate: of AdamW, above 0.
        weight_decay: of AdamW, at least 0.
        dropout: of user vectors in the fit, in [0, 1).
        batch_users: users per step, at least 1.
        level_weights: weight of levels 1..5 in a history.
        recency: forgetting applied to histories, in the fit and after it.
        seed: of weights, order and samples.
    """

    def __init__(
        self,
        *,
        n_dimensions: int = 64,
        n_hidden: int = 64,
        n_negatives: int = 4,
        n_epochs: int = 30,
        learning_rate: float = 3e-3,
        weight_decay: float = 0.02,
        dropout: float = 0.3,
        batch_users: int = 64,
        level_weights: tuple[float, ...] = LEVEL_WEIGHTS,
        recency: Recency | None = _RECENCY,
        seed: int = 0,
    ) -> None:
        super().__init__(level_weights=level_weights, recency=recency)
        check_at_least(1, n_dimensions=n_dimensions, n_negatives=n_negatives)
        check_at_least(2, n_hidden=n_hidden)
        self.n_dimensions = n_dimensions
        self.n_hidden = n_hidden
        self.n_negatives = n_negatives
        self.descent = Descent(n_epochs, learning_rate, weight_decay, dropout, batch_users)
        self.seed = seed

    def fit(self, history: Interactions, after_epoch: Callable[[int], None] | None = None) -> Self:
        """Descend; ``after_epoch`` is called with 1, 2, ... after each pass and may score.

        Raises:
            TrainingError: the loss is NaN or infinite, or there is no interaction.
        """
        if not len(history):
            raise TrainingError("There is no interaction in the history: nothing to learn from.")
        liked = history.liked if history.liked.any() else np.ones(len(history), bool)
        values = self.history_weights(history)
        popularity = popularity_scores(history)
        rng = np.random.default_rng(self.seed)
        users = np.unique(history.user_idx[liked])
        n_batches = self.descent.n_batches(len(users))
        with torch.random.fork_rng():
            torch.manual_seed(self.seed)
            net = _Net(history.n_items, self.n_dimensions, self.n_hidden, self.descent.dropout)
            epochs = self.descent.epochs(
                net,
                self.descent.optimiser(net),
                name=self.name,
                batches=lambda: np.array_split(rng.permutation(users), n_batches),
                loss=lambda batch: self._loss(net, history, liked, values, batch, rng),
            )
            for epoch in epochs:
                if after_epoch is not None:
                    self.weights = net.export(popularity)
                    after_epoch(epoch)
        self.weights = net.export(popularity)
        return self

    def _loss(
        self,
        net: _Net,
        history: Interactions,
        liked: BoolArray,
        values: FloatArray,
        users: IndexArray,
        rng: np.random.Generator,
    ) -> Tensor:
        """Binary cross-entropy of the likes of ``users`` against sampled items."""
        rows = np.concatenate([np.arange(history.offsets[u], history.offsets[u + 1]) for u in users])
        owner = np.repeat(np.arange(len(users)), history.counts[users])
        positive = liked[rows]
        pair_owner = np.repeat(owner[positive], 1 + self.n_negatives)
        items = rng.integers(0, history.n_items, (int(positive.sum()), 1 + self.n_negatives))
        items[:, 0] = history.item_idx[rows][positive]
        truth = np.zeros(items.shape, np.float32)
        truth[:, 0] = 1.0
        own_weight = np.zeros(items.shape, np.float32)
        own_weight[:, 0] = values[rows][positive]
        scores = net(
            torch.from_numpy(history.item_idx[rows].astype(np.int64)),
            torch.from_numpy(owner),
            torch.from_numpy(values[rows]),
            len(users),
            torch.from_numpy(pair_owner),
            torch.from_numpy(items.ravel()),
            torch.from_numpy(own_weight.ravel()),
        )
        return F.binary_cross_entropy_with_logits(scores, torch.from_numpy(truth.ravel()))


class _Net(nn.Module):
    """The torch network behind NeuralCfWeights."""

    def __init__(self, n_items: int, d: int, h: int, dropout: float) -> None:
        super().__init__()
        self.history_product, self.item_product = nn.Embedding(n_items, d), nn.Embedding(n_items, d)
        self.history_hidden, self.item_hidden = nn.Embedding(n_items, h), nn.Embedding(n_items, h)
        for table in (self.history_product, self.item_product, self.history_hidden, self.item_hidden):
            nn.init.normal_(table.weight, 0.0, 0.05)
        self.product_out = nn.Parameter(torch.ones(d))
        self.first_bias = nn.Parameter(torch.zeros(h))
        self.second = nn.Linear(h, h // 2)
        self.hidden_out = nn.Parameter(torch.randn(h // 2) * 0.1)
        self.item_bias = nn.Parameter(torch.zeros(n_items))
        self.dropout = nn.Dropout(dropout)

    def forward(
        self,
        items: Tensor,
        owner: Tensor,
        values: Tensor,
        n_users: int,
        pair_owner: Tensor,
        pair_item: Tensor,
        own_weight: Tensor,
    ) -> Tensor:
        """(n_pairs,) scores.

        Args:
            items: (n,) items of the histories.
            owner: (n,) the user of each, 0..n_users-1.
            values: (n,) the weight of each.
            n_users: users in the batch.
            pair_owner: (n_pairs,).
            pair_item: (n_pairs,).
            own_weight: (n_pairs,) weight of the pair's item in its user's history, which is left out.
        """
        mass = torch.zeros(n_users).index_add(0, owner, values)[pair_owner] - own_weight
        scale = mass.clamp(min=1e-6).rsqrt().clamp(max=1e3)[:, None]
        product, hidden = (
            (
                self._sums(table, items, owner, values, n_users)[pair_owner]
                - own_weight[:, None] * table(pair_item)
            )
            * scale
            for table in (self.history_product, self.history_hidden)
        )
        product = self.dropout(product) * self.item_product(pair_item) * self.product_out
        first = torch.relu(self.dropout(hidden) + self.item_hidden(pair_item) + self.first_bias)
        last = torch.relu(self.second(first)) @ self.hidden_out
        return product.sum(dim=1) + last + self.item_bias[pair_item]

    @staticmethod
    def _sums(table: nn.Embedding, items: Tensor, owner: Tensor, values: Tensor, n_users: int) -> Tensor:
        sums = torch.zeros(n_users, table.embedding_dim)
        return sums.index_add(0, owner, table(items) * values[:, None])

    def export(self, popularity: FloatArray) -> NeuralCfWeights:
        """Copy the weights into numpy arrays."""
        return NeuralCfWeights(
            copy_to_numpy(self.history_product.weight),
            copy_to_numpy(self.item_product.weight),
            copy_to_numpy(self.product_out),
            copy_to_numpy(self.history_hidden.weight),
            copy_to_numpy(self.item_hidden.weight + self.first_bias),
            copy_to_numpy(self.second.weight.T),
            copy_to_numpy(self.second.bias),
            copy_to_numpy(self.hidden_out),
            copy_to_numpy(self.item_bias),
            popularity,
        )
