"""Fit SASRec with torch; the fitted model scores without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from recsys_core.models.checks import check_at_least
from recsys_core.models.classic.popularity import popularity_scores
from recsys_core.models.classic.sequential import Block, SequenceWeights, Sequential, newest
from recsys_core.training.loop import Descent, TrainingError, copy_to_numpy
from recsys_core.training.optimiser import one_cycle
from recsys_core.types import FloatArray, IndexArray, Interactions

_TARGET_WEIGHTS = (0.0, 0.0, 0.1, 0.8, 1.0)  # weight in the loss of a next item of level 1..5
_CLIP = 1.0  # largest gradient norm


class SequentialTrainer(Sequential):
    """Sequential with a fit.

    At every position of every history the model predicts the next item: cross-entropy over the whole
    catalogue, weighted by the level of the next item. If no level is above 2, all weigh the same.

    Args:
        n_dimensions: of all vectors, a multiple of ``n_heads``.
        n_blocks: layers, at least 1.
        n_heads: attention heads, at least 1.
        length: newest interactions that are read, at least 2.
        n_epochs: passes over the users, at least 1.
        learning_rate: peak rate of AdamW under a one-cycle schedule, above 0.
        weight_decay: of AdamW, at least 0.
        dropout: of inputs and layers in the fit, in [0, 1).
        batch_users: users per step, at least 1.
        seed: of weights, order and dropout.
    """

    def __init__(
        self,
        *,
        n_dimensions: int = 64,
        n_blocks: int = 2,
        n_heads: int = 2,
        length: int = 100,
        n_epochs: int = 25,
        learning_rate: float = 2e-3,
        weight_decay: float = 0.02,
        dropout: float = 0.3,
        batch_users: int = 64,
        seed: int = 0,
    ) -> None:
        super().__init__()
        check_at_least(1, n_blocks=n_blocks, n_heads=n_heads)
        check_at_least(2, length=length)
        if n_dimensions < 1 or n_dimensions % n_heads:
            raise ValueError(f"n_dimensions must be a multiple of n_heads, got {n_dimensions} and {n_heads}")
        self.n_dimensions = n_dimensions
        self.n_blocks = n_blocks
        self.n_heads = n_heads
        self.length = length
        self.descent = Descent(n_epochs, learning_rate, weight_decay, dropout, batch_users)
        self.seed = seed

    def fit(self, history: Interactions, after_epoch: Callable[[int], None] | None = None) -> Self:
        """Descend; ``after_epoch`` is called with 1, 2, ... after each pass and may score.

        Raises:
            TrainingError: the loss is NaN or infinite, or no user has two interactions.
        """
        users = np.flatnonzero(history.counts >= 2)
        if not len(users):
            raise TrainingError("No user has two interactions in the history: there is no next item.")
        rng = np.random.default_rng(self.seed)
        popularity = popularity_scores(history)
        weights = torch.tensor(_TARGET_WEIGHTS if (history.level > 2).any() else (1.0,) * 5)
        n_batches = self.descent.n_batches(len(users))
        with torch.random.fork_rng():
            torch.manual_seed(self.seed)
            net = _Net(history.n_items, self)
            optimiser = self.descent.optimiser(net)
            epochs = self.descent.epochs(
                net,
                optimiser,
                name=self.name,
                clip=_CLIP,
                schedule=one_cycle(optimiser, self.descent.learning_rate, self.descent.n_epochs * n_batches),
                batches=lambda: np.array_split(rng.permutation(users), n_batches),
                loss=lambda batch: self._loss(net, history, weights, batch),
            )
            for epoch in epochs:
                if after_epoch is not None:
                    self.weights = net.export(popularity)
                    after_epoch(epoch)
        self.weights = net.export(popularity)
        return self

    def _loss(self, net: _Net, history: Interactions, weights: Tensor, users: IndexArray) -> Tensor:
        """Weighted cross-entropy of the next item at every position."""
        # one more than is read: every position but the newest has a successor
        items, levels = map(torch.from_numpy, newest(history, users, self.length + 1))
        hidden = net(items[:, 1:], levels[:, 1:])
        present = items[:, 1:] >= 0
        logits = hidden[present] @ net.items.weight.T + net.item_bias
        surprise = F.cross_entropy(logits, items[:, :-1][present], reduction="none")
        weight = weights[levels[:, :-1][present]]
        return (surprise * weight).sum() / weight.sum().clamp(min=1e-6)


class _Net(nn.Module):
    """The torch network behind SequenceWeights; positions run newest first, as in the numpy forward pass."""

    def __init__(self, n_items: int, settings: SequentialTrainer) -> None:
        super().__init__()
        d, dropout = settings.n_dimensions, settings.descent.dropout
        self.n_heads = settings.n_heads
        self.items = nn.Embedding(n_items, d)
        self.ages, self.levels = nn.Embedding(settings.length, d), nn.Embedding(5, d)
        for table in (self.items, self.ages, self.levels):
            nn.init.normal_(table.weight, 0.0, 0.02)
        self.blocks = nn.ModuleList(_Block(d, settings.n_heads, dropout) for _ in range(settings.n_blocks))
        self.norm = nn.LayerNorm(d)
        self.item_bias = nn.Parameter(torch.zeros(n_items))
        self.dropout = nn.Dropout(dropout)

    def forward(self, items: Tensor, levels: Tensor) -> Tensor:
        """(n, width, d): the prediction of the next item's vector at each position."""
        width = items.shape[1]
        state = self.items(items.clamp(min=0)) + self.ages.weight[:width] + self.levels(levels)
        state = self.dropout(state)
        newer = torch.ones(width, width, dtype=torch.bool).tril(-1)
        allowed = ~newer & (items >= 0)[:, None, None, :] | torch.eye(width, dtype=torch.bool)
        for block in self.blocks:
            state = block(state, allowed)
        return self.norm(state)

    def export(self, popularity: FloatArray) -> SequenceWeights:
        """Copy the weights into numpy arrays."""
        return SequenceWeights(
            copy_to_numpy(self.items.weight),
            copy_to_numpy(self.ages.weight),
            copy_to_numpy(self.levels.weight),
            tuple(block.export() for block in self.blocks if isinstance(block, _Block)),
            np.stack([copy_to_numpy(self.norm.weight), copy_to_numpy(self.norm.bias)]),
            copy_to_numpy(self.item_bias),
            self.n_heads,
            popularity,
        )


class _Block(nn.Module):
    """Attention and perceptron, each behind a normalisation and with a residual."""

    def __init__(self, d: int, n_heads: int, dropout: float) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.before_attention, self.before_perceptron = nn.LayerNorm(d), nn.LayerNorm(d)
        self.queries, self.keys, self.values, self.mixer = (nn.Linear(d, d, bias=False) for _ in range(4))
        self.expand, self.reduce = nn.Linear(d, 4 * d), nn.Linear(4 * d, d)
        self.dropout = nn.Dropout(dropout)

    def forward(self, state: Tensor, allowed: Tensor) -> Tensor:
        """(n, width, d) from the same shape; ``allowed`` is true where a row may attend to a column."""
        n, width, d = state.shape
        normal = self.before_attention(state)
        queries, keys, values = (
            layer(normal).view(n, width, self.n_heads, d // self.n_heads).transpose(1, 2)
            for layer in (self.queries, self.keys, self.values)
        )
        joined = F.scaled_dot_product_attention(queries, keys, values, attn_mask=allowed)
        state = state + self.dropout(self.mixer(joined.transpose(1, 2).reshape(n, width, d)))
        return state + self.dropout(self.reduce(F.gelu(self.expand(self.before_perceptron(state)))))

    def export(self) -> Block:
        """Copy the weights into numpy arrays."""
        first, second = self.before_attention, self.before_perceptron
        norms = [copy_to_numpy(part) for part in (first.weight, first.bias, second.weight, second.bias)]
        layers = (self.queries, self.keys, self.values, self.mixer)
        queries, keys, values, mixer = (copy_to_numpy(layer.weight.T) for layer in layers)
        return Block(
            np.stack(norms),
            queries,
            keys,
            values,
            mixer,
            copy_to_numpy(self.expand.weight.T),
            copy_to_numpy(self.expand.bias),
            copy_to_numpy(self.reduce.weight.T),
            copy_to_numpy(self.reduce.bias),
        )
