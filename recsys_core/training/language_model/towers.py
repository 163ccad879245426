"""The trainable part above the language model: item towers, pooled history, perceptron, wide branch."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor, nn

from recsys_core.models.language_model.towers import TowerWeights
from recsys_core.models.language_model.wide import LeaveOneOutEase
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.sequences import Batch
from recsys_core.types import Interactions

START_LEVELS = (-1.0, -0.6, 0.2, 0.8, 1.0)
START_WIDE_LEVELS = (0.2, 0.4, 1.2, 3.2, 4.0)  # four times the level weights of plain EASE
BIAS_SCALE = 0.1


class WideBranch:
    """Scores of weighted histories by EASE, each user's own history left out of the matrix.

    LeaveOneOutEase is its numpy twin; this one has a gradient and knows only the users it was solved on.

    Args:
        ease: solved on ``history``.
        history: of all users to train on.
        device: of the branch.
    """

    def __init__(
        self, ease: LeaveOneOutEase, history: Interactions, device: torch.device | None = None
    ) -> None:
        self._precision, self._diagonal, self._directions = (
            torch.from_numpy(array).to(device)
            for array in (ease.precision, ease.diagonal, ease.directions(history))
        )

    def __call__(self, users: Tensor, inputs: Tensor) -> Tensor:
        """Score.

        Args:
            users: (n,) users of the history above; even when only part of a history is scored, all of it is
                left out of the matrix.
            inputs: (n, n_items) weights to multiply with the matrix, with gradient.

        Returns:
            (n, n_items).
        """
        direction = self._directions[users]
        along = (inputs * direction).sum(dim=1, keepdim=True)
        numerator = inputs @ self._precision + along * direction
        return inputs - numerator / (self._diagonal + direction.square())


class Towers(nn.Module):
    """``h_u^T W h_i`` plus an item bias plus a wide branch.

    LanguageModelRecommender is its numpy twin. An item's vector is a perceptron of its text vector plus a
    residual of its own. The residual is left out at random in training, so that new items can rely on their
    text.

    Args:
        text: (n_items, n_dimensions) unit rows.
        config: sizes and dropout.
        wide: the branch that scores each user without their own history, None for no branch.
    """

    text: Tensor
    decays: Tensor
    wide_decays: Tensor
    wide: WideBranch | None

    def __init__(self, text: Tensor, config: TrainingConfig, wide: WideBranch | None) -> None:
        super().__init__()
        n_items, width = text.shape
        d, channels = config.dimensions, len(config.decays)
        self.config = config
        self.register_buffer("text", text * math.sqrt(width))
        self.tower_in = tower(width, config.hidden, d)
        self.tower_out = tower(width, config.hidden, d)
        self.text_bias = nn.Linear(width, 1)
        self.own_in = nn.Parameter(0.02 * torch.randn(n_items, d))
        self.own_out = nn.Parameter(0.02 * torch.randn(n_items, d))
        self.own_bias = nn.Parameter(torch.zeros(n_items))
        self.register_buffer("decays", torch.tensor(config.decays))
        self.levels = nn.Parameter(torch.tensor(START_LEVELS).repeat(channels, 1))
        self.mixers = nn.Parameter(torch.eye(d) * (0.5 / channels) + 0.01 * torch.randn(channels, d, d))
        self.norm = nn.LayerNorm(d)
        self.hidden_layer = nn.Linear(d, 2 * d)
        self.output_layer = nn.Linear(2 * d, d)
        self.dropout = nn.Dropout(config.dropout)
        self.scale = nn.Parameter(torch.ones(()))
        self.wide = wide
        wide_decays = config.wide_decays if wide is not None else ()
        self.register_buffer("wide_decays", torch.tensor(wide_decays))
        self.wide_levels = nn.Parameter(torch.tensor(START_WIDE_LEVELS).repeat(len(wide_decays), 1))

    def items(self) -> tuple[Tensor, Tensor, Tensor]:
        """Item vectors in a history and as recommendations, (n_items, d) each, and biases (n_items,)."""
        keep = torch.ones(len(self.text), 1, device=self.text.device)
        if self.training:
            keep = (torch.rand_like(keep) > self.config.id_dropout).float()
        bias = BIAS_SCALE * self.text_bias(self.text).squeeze(1) + self.own_bias * keep.squeeze(1)
        item_in = self.tower_in(self.text) + self.own_in * keep
        item_out = self.tower_out(self.text) + self.own_out * keep
        return item_in, item_out, bias

    def forward(self, batch: Batch, cuts: Tensor) -> Tensor:
        """(n_users, n_items) scores from what precedes each user's cut (n_users,)."""
        return self.score_with_items(batch, cuts)[0]

    def score_with_items(self, batch: Batch, cuts: Tensor) -> tuple[Tensor, Tensor]:
        """The scores, and the (n_items, d) item vectors as recommendations."""
        item_in, item_out, bias = self.items()
        age, used = self._used_positions(batch, cuts)
        pooled = torch.zeros(len(cuts), item_in.shape[1], device=item_in.device)
        strengths = _level_weights(batch, self.levels)
        for decay, strength, mixer in zip(self.decays, strengths, self.mixers, strict=True):
            recency = torch.exp(-age / decay) * used
            sums = self._sum_by_item(batch, strength * recency) @ item_in
            pooled = pooled + (sums / recency.sum(dim=1, keepdim=True).clamp(min=1.0).sqrt()) @ mixer
        hidden = torch.nn.functional.gelu(self.hidden_layer(self.norm(pooled)))
        users = self.dropout(pooled + self.output_layer(self.dropout(hidden)))
        scores = (users @ item_out.T) * self.scale + bias
        if self.wide is not None:
            weights = torch.zeros_like(age)
            strengths = _level_weights(batch, self.wide_levels)
            for decay, strength in zip(self.wide_decays, strengths, strict=True):
                weights = weights + strength * torch.exp(-age / decay) * used
            scores = scores + self.wide(batch.users, self._sum_by_item(batch, weights))
        return scores, item_out

    @torch.no_grad()
    def export(self) -> TowerWeights:
        """The arrays that LanguageModelRecommender scores with."""
        was_training = self.training
        self.eval()
        item_in, item_out, bias = self.items()
        self.train(was_training)
        n_matrices = 0 if self.wide is None else 1
        arrays = {
            "item_in": item_in,
            "item_out": item_out * self.scale,
            "item_bias": bias,
            "decays": self.decays,
            "levels": self.levels,
            "mixers": self.mixers,
            "norm_scale": self.norm.weight,
            "norm_shift": self.norm.bias,
            "hidden_weight": self.hidden_layer.weight,
            "hidden_bias": self.hidden_layer.bias,
            "output_weight": self.output_layer.weight,
            "output_bias": self.output_layer.bias,
            "wide_decays": self.wide_decays,
            "wide_levels": self.wide_levels.expand(n_matrices, -1, -1),
            "wide_l2": torch.full((n_matrices,), self.config.wide_l2),
        }
        return TowerWeights(
            **{name: np.array(array.cpu().numpy(), np.float32) for name, array in arrays.items()}
        )

    def _used_positions(self, batch: Batch, cuts: Tensor) -> tuple[Tensor, Tensor]:
        """Ages of the positions before the cut, and 1 for those that are used: (n_users, length) each."""
        position = torch.arange(batch.items.shape[1], device=cuts.device)[None]
        age = cuts[:, None] - 1 - position
        used = (age >= 0) & (position < batch.lengths[:, None])
        if self.training:
            share = 2 * self.config.history_dropout * torch.rand(len(cuts), 1, device=cuts.device)
            used = used & (torch.rand(age.shape, device=cuts.device) > share)
        return age.clamp(min=0).float(), used.float()

    def _sum_by_item(self, batch: Batch, weights: Tensor) -> Tensor:
        """(n_users, n_items): weights of positions summed by item."""
        empty = torch.zeros(len(weights), len(self.text), device=weights.device)
        return empty.scatter_add(1, batch.items, weights)


def _level_weights(batch: Batch, levels: Tensor) -> Tensor:
    """(channels, n_users, length): the weight of each position's level in each channel (channels, 5).

    A product with one-hot rows, because the gradient of indexing adds up its terms one by one.
    """
    one_hot = torch.nn.functional.one_hot(batch.levels, levels.shape[1]).to(levels.dtype)
    return (one_hot @ levels.T).movedim(-1, 0)


def tower(width: int, hidden: int, d: int) -> nn.Sequential:
    """A perceptron from text vector to item vector."""
    return nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, d))
