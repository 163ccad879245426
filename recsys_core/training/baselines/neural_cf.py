"""Fit neural collaborative filtering with torch; what is left scores without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from recsys_core.models.classic.neural_cf import NeuralCf, NeuralCfWeights
from recsys_core.models.classic.popularity import popularity_scores
from recsys_core.models.classic.recency import LEVEL_WEIGHTS, Recency
from recsys_core.training.loop import TrainingError, check_finite, check_settings
from recsys_core.types import BoolArray, FloatArray, IndexArray, Interactions

_RECENCY = Recency(decay=10.0, floor=0.1)


class NeuralCfTrainer(NeuralCf):
    """NeuralCf with a fit.

    Every like is told from ``n_negatives`` items drawn evenly (binary cross-entropy, as in the paper). While
    a like is predicted, it is taken out of its person's history. Where nobody likes anything, every
    interaction counts as a like.

    Args:
        n_dimensions: of the product, at least 1.
        n_hidden: units of the perceptron's first layer, at least 2; the second has half of them.
        n_negatives: drawn items a like, at least 1.
        n_epochs: passes over the people, at least 1.
        learning_rate: of AdamW, above 0.
        weight_decay: of AdamW, at least 0.
        dropout: share of a person's vector that is zeroed in the fit, in [0, 1).
        batch_users: people a step, at least 1.
        level_weights: weight of levels 1..5 in a history.
        recency: forgetting applied to histories, in the fit and after it.
        seed: of weights, order and draws.
    """

    def __init__(
        self, *, n_dimensions: int = 64, n_hidden: int = 64, n_negatives: int = 4, n_epochs: int = 30,
        learning_rate: float = 3e-3, weight_decay: float = 0.02, dropout: float = 0.3, batch_users: int = 64,
        level_weights: tuple[float, ...] = LEVEL_WEIGHTS, recency: Recency | None = _RECENCY, seed: int = 0,
    ) -> None:
        super().__init__(level_weights=level_weights, recency=recency)
        check_settings(
            {"n_dimensions": (n_dimensions, 1), "n_hidden": (n_hidden, 2), "n_negatives": (n_negatives, 1),
             "n_epochs": (n_epochs, 1), "batch_users": (batch_users, 1)},
            learning_rate=learning_rate, weight_decay=weight_decay, dropout=dropout)
        self.n_dimensions = n_dimensions
        self.n_hidden = n_hidden
        self.n_negatives = n_negatives
        self.n_epochs = n_epochs
        self.learning_rate = learning_rate
        self.weight_decay = weight_decay
        self.dropout = dropout
        self.batch_users = batch_users
        self.seed = seed

    def fit(self, history: Interactions, after_epoch: Callable[[int], None] | None = None) -> Self:
        """Descend; ``after_epoch`` gets 1, 2, ... after each pass and may score.

        Raises:
            TrainingError: the loss left the numbers, or there is no interaction.
        """
        if not len(history):
            raise TrainingError("There is no interaction in the history: nothing to learn from.")
        liked = history.liked if history.liked.any() else np.ones(len(history), bool)
        rng = np.random.default_rng(self.seed)
        with torch.random.fork_rng():
            torch.manual_seed(self.seed)
            net = _Net(history.n_items, self.n_dimensions, self.n_hidden, self.dropout)
            optimiser = torch.optim.AdamW(
                net.parameters(), lr=self.learning_rate, weight_decay=self.weight_decay
            )
            values = self.history_weights(history)
            popularity = popularity_scores(history)
            owners = np.unique(history.user_idx[liked])
            for epoch in range(1, self.n_epochs + 1):
                net.train()
                for users in np.array_split(rng.permutation(owners), -(-len(owners) // self.batch_users)):
                    loss = self._loss(net, history, liked, values, users, rng)
                    check_finite(loss, f"neural_cf, epoch {epoch}")
                    optimiser.zero_grad()
                    loss.backward()
                    optimiser.step()
                if after_epoch is not None or epoch == self.n_epochs:
                    self.weights = net.export(popularity)
                if after_epoch is not None:
                    after_epoch(epoch)
        return self

    def _loss(
        self, net: _Net, history: Interactions, liked: BoolArray, values: FloatArray, users: IndexArray,
        rng: np.random.Generator,
    ) -> Tensor:
        """Binary cross-entropy of the likes of ``users`` against drawn items."""
        rows = np.concatenate([np.arange(history.offsets[u], history.offsets[u + 1]) for u in users])
        owner = np.repeat(np.arange(len(users)), history.counts[users])
        told = liked[rows]
        pair_owner = np.repeat(owner[told], 1 + self.n_negatives)
        items = rng.integers(0, history.n_items, (int(told.sum()), 1 + self.n_negatives))
        items[:, 0] = history.item_idx[rows][told]
        truth = np.zeros(items.shape, np.float32)
        truth[:, 0] = 1.0
        left_out = np.zeros(items.shape, np.float32)
        left_out[:, 0] = values[rows][told]
        scores = net(
            torch.from_numpy(history.item_idx[rows].astype(np.int64)), torch.from_numpy(owner),
            torch.from_numpy(values[rows]), len(users), torch.from_numpy(pair_owner),
            torch.from_numpy(items.ravel()), torch.from_numpy(left_out.ravel()),
        )
        return F.binary_cross_entropy_with_logits(scores, torch.from_numpy(truth.ravel()))


class _Net(nn.Module):
    """The weights in torch's form."""

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
        self, items: Tensor, owner: Tensor, values: Tensor, n_people: int,
        pair_owner: Tensor, pair_item: Tensor, left_out: Tensor,
    ) -> Tensor:
        """(n_pairs,) scores.

        Args:
            items: (n,) the histories' items.
            owner: (n,) whose each is, 0..n_people-1.
            values: (n,) what each weighs.
            n_people: people in the batch.
            pair_owner: (n_pairs,).
            pair_item: (n_pairs,).
            left_out: (n_pairs,) weight of the pair's item in its person's history, to be taken out of it.
        """
        mass = torch.zeros(n_people).index_add(0, owner, values)[pair_owner] - left_out
        scale = mass.clamp(min=1e-6).rsqrt().clamp(max=1e3)[:, None]
        product, hidden = (
            (self._sums(table, items, owner, values, n_people)[pair_owner]
             - left_out[:, None] * table(pair_item)) * scale
            for table in (self.history_product, self.history_hidden)
        )
        product = self.dropout(product) * self.item_product(pair_item) * self.product_out
        first = torch.relu(self.dropout(hidden) + self.item_hidden(pair_item) + self.first_bias)
        last = torch.relu(self.second(first)) @ self.hidden_out
        return product.sum(dim=1) + last + self.item_bias[pair_item]

    @staticmethod
    def _sums(table: nn.Embedding, items: Tensor, owner: Tensor, values: Tensor, n_people: int) -> Tensor:
        sums = torch.zeros(n_people, table.embedding_dim)
        return sums.index_add(0, owner, table(items) * values[:, None])

    def export(self, popularity: FloatArray) -> NeuralCfWeights:
        """The same weights as arrays of their own."""

        def array(tensor: Tensor) -> FloatArray:
            return tensor.detach().numpy().copy()

        return NeuralCfWeights(
            array(self.history_product.weight), array(self.item_product.weight), array(self.product_out),
            array(self.history_hidden.weight), array(self.item_hidden.weight + self.first_bias),
            array(self.second.weight.T), array(self.second.bias), array(self.hidden_out),
            array(self.item_bias), popularity,
        )
