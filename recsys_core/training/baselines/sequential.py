"""Fit the sequence model with torch; what is left scores without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from recsys_core.models.classic.popularity import popularity_scores
from recsys_core.models.classic.sequential import Block, SequenceWeights, Sequential, newest
from recsys_core.training.loop import TrainingError, check_finite, check_settings
from recsys_core.types import FloatArray, Interactions

_TARGET_WEIGHTS = (0.0, 0.0, 0.1, 0.8, 1.0)  # how much foretelling an interaction of level 1..5 counts


class SequentialTrainer(Sequential):
    """Sequential with a fit.

    At every position of everybody's history the next item is to be foretold among all items: cross-entropy
    over the whole catalogue, weighted by how much the next item was liked; where nothing rises above level
    2, all count alike.

    Args:
        n_dimensions: of all vectors, a multiple of ``n_heads``.
        n_blocks: layers, at least 1.
        n_heads: attention heads, at least 1.
        length: newest interactions that are read, at least 2.
        n_epochs: passes over the people, at least 1.
        learning_rate: peak of AdamW, reached after a tenth of the epochs and falling to 0; above 0.
        weight_decay: of AdamW, at least 0.
        dropout: of inputs and layers in the fit, in [0, 1).
        batch_users: people a step, at least 1.
        seed: of weights, order and dropout.
    """

    def __init__(
        self, *, n_dimensions: int = 64, n_blocks: int = 2, n_heads: int = 2, length: int = 100,
        n_epochs: int = 25, learning_rate: float = 2e-3, weight_decay: float = 0.02, dropout: float = 0.3,
        batch_users: int = 64, seed: int = 0,
    ) -> None:
        super().__init__()
        check_settings(
            {"n_blocks": (n_blocks, 1), "n_heads": (n_heads, 1), "length": (length, 2),
             "n_epochs": (n_epochs, 1), "batch_users": (batch_users, 1)},
            learning_rate=learning_rate, weight_decay=weight_decay, dropout=dropout)
        if n_dimensions < 1 or n_dimensions % n_heads:
            raise ValueError(f"n_dimensions must be a multiple of n_heads, got {n_dimensions} and {n_heads}")
        self.n_dimensions = n_dimensions
        self.n_blocks = n_blocks
        self.n_heads = n_heads
        self.length = length
        self.n_epochs = n_epochs
        self.learning_rate = learning_rate
        self.weight_decay = weight_decay
        self.dropout = dropout
        self.batch_users = batch_users
        self.seed = seed

    def fit(self, history: Interactions, after_epoch: Callable[[int], None] | None = None) -> Self:
        """Descend; ``after_epoch`` gets 1, 2, ... after each pass and may score.

        Raises:
            TrainingError: the loss left the numbers, or nobody has two interactions.
        """
        people = np.flatnonzero(history.counts >= 2)
        if not len(people):
            raise TrainingError("Nobody has two interactions in the history: nothing follows anything.")
        rng = np.random.default_rng(self.seed)
        popularity = popularity_scores(history)
        weights = torch.tensor(_TARGET_WEIGHTS if (history.level > 2).any() else (1.0,) * 5)
        rounds = -(-len(people) // self.batch_users)
        with torch.random.fork_rng():
            torch.manual_seed(self.seed)
            net = _Net(history.n_items, self)
            optimiser = torch.optim.AdamW(
                net.parameters(), lr=self.learning_rate, weight_decay=self.weight_decay
            )
            schedule = torch.optim.lr_scheduler.OneCycleLR(
                optimiser, self.learning_rate, total_steps=self.n_epochs * rounds + 1, pct_start=0.1
            )
            for epoch in range(1, self.n_epochs + 1):
                net.train()
                for users in np.array_split(rng.permutation(people), rounds):
                    # one more than is read: every position but the newest has a successor
                    items, levels = map(torch.from_numpy, newest(history, users, self.length + 1))
                    hidden = net(items[:, 1:], levels[:, 1:])
                    scored = items[:, 1:] >= 0
                    logits = hidden[scored] @ net.items.weight.T + net.item_bias
                    surprise = F.cross_entropy(logits, items[:, :-1][scored], reduction="none")
                    weight = weights[levels[:, :-1][scored]]
                    loss = (surprise * weight).sum() / weight.sum().clamp(min=1e-6)
                    check_finite(loss, f"sequential, epoch {epoch}")
                    optimiser.zero_grad()
                    loss.backward()
                    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                    optimiser.step()
                    schedule.step()
                if after_epoch is not None or epoch == self.n_epochs:
                    self.weights = net.export(popularity)
                if after_epoch is not None:
                    after_epoch(epoch)
        return self


class _Net(nn.Module):
    """The weights in torch's form; positions run newest first, as in the numpy forward pass."""

    def __init__(self, n_items: int, settings: SequentialTrainer) -> None:
        super().__init__()
        d = settings.n_dimensions
        self.n_heads = settings.n_heads
        self.items = nn.Embedding(n_items, d)
        self.ages, self.levels = nn.Embedding(settings.length, d), nn.Embedding(5, d)
        for table in (self.items, self.ages, self.levels):
            nn.init.normal_(table.weight, 0.0, 0.02)
        self.blocks = nn.ModuleList(_Block(d, settings.n_heads, settings.dropout)
                                    for _ in range(settings.n_blocks))
        self.norm = nn.LayerNorm(d)
        self.item_bias = nn.Parameter(torch.zeros(n_items))
        self.dropout = nn.Dropout(settings.dropout)

    def forward(self, items: Tensor, levels: Tensor) -> Tensor:
        """(n, width, d) what each position says about the next item."""
        width = items.shape[1]
        state = self.items(items.clamp(min=0)) + self.ages.weight[:width] + self.levels(levels)
        state = self.dropout(state)
        newer = torch.ones(width, width, dtype=torch.bool).tril(-1)
        allowed = ~newer & (items >= 0)[:, None, None, :] | torch.eye(width, dtype=torch.bool)
        for block in self.blocks:
            state = block(state, allowed)
        return self.norm(state)

    def export(self, popularity: FloatArray) -> SequenceWeights:
        """The same weights as arrays of their own."""
        return SequenceWeights(
            array(self.items.weight), array(self.ages.weight), array(self.levels.weight),
            tuple(block.export() for block in self.blocks if isinstance(block, _Block)),
            np.stack([array(self.norm.weight), array(self.norm.bias)]), array(self.item_bias),
            self.n_heads, popularity,
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
        """(n, width, d) to the same shape; ``allowed`` is true where a row may look at a column."""
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
        """The same weights as arrays of their own."""
        first, second = self.before_attention, self.before_perceptron
        norms = np.stack([array(part) for part in (first.weight, first.bias, second.weight, second.bias)])
        layers = (self.queries, self.keys, self.values, self.mixer)
        queries, keys, values, mixer = (array(layer.weight.T) for layer in layers)
        return Block(
            norms, queries, keys, values, mixer, array(self.expand.weight.T), array(self.expand.bias),
            array(self.reduce.weight.T), array(self.reduce.bias),
        )


def array(tensor: Tensor) -> FloatArray:
    """The numbers of a tensor in memory of their own."""
    return tensor.detach().numpy().copy()
