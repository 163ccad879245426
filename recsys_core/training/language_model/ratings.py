"""Fit the rating form of the language-model recommender to held-out ratings of each user."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from recsys_core.models.checks import check_at_least, check_ratings
from recsys_core.models.language_model.ratings import LanguageRatings, RatingWeights
from recsys_core.training.loop import Descent
from recsys_core.training.losses import squared_error
from recsys_core.training.optimiser import one_cycle
from recsys_core.types import FloatArray, Interactions

_START_SHRINKAGE = 5.0
_BIAS_SCALE = 0.1
_SEEN_SCALE = 0.3
_MIN_KEPT, _MAX_KEPT = 0.5, 0.9  # share of a user's ratings that serves as the history in a step
_CLIP = 5.0  # largest gradient norm


class LanguageRatingTrainer(LanguageRatings):
    """LanguageRatings with a fit.

    In every step a tenth to a half of each user's ratings is held out and predicted from the rest, like an
    unseen rating. Item vectors come from texts alone; vectors of the items' own were tried and overfit.

    Args:
        text_vectors: (n_items, n_dimensions) unit rows of the encoder.
        n_dimensions: of item and user vectors, at least 1.
        n_hidden: hidden units between text vector and item vector, at least 1.
        n_epochs: passes over the users, at least 1.
        learning_rate: peak of AdamW under a one-cycle schedule, above 0.
        weight_decay: of AdamW, at least 0.
        dropout: in [0, 1).
        batch_users: users per step, at least 1.
        n_members: models from different seeds whose predictions are averaged, at least 1.
        seed: of weights, order and held-out ratings.

    Raises:
        ValueError: a setting is outside its range.
    """

    def __init__(
        self,
        text_vectors: FloatArray,
        *,
        n_dimensions: int = 64,
        n_hidden: int = 256,
        n_epochs: int = 200,
        learning_rate: float = 3e-3,
        weight_decay: float = 0.05,
        dropout: float = 0.5,
        batch_users: int = 256,
        n_members: int = 1,
        seed: int = 0,
    ) -> None:
        super().__init__()
        check_at_least(1, n_dimensions=n_dimensions, n_hidden=n_hidden, n_members=n_members)
        self.text_vectors = text_vectors
        self.n_dimensions = n_dimensions
        self.n_hidden = n_hidden
        self.descent = Descent(n_epochs, learning_rate, weight_decay, dropout, batch_users)
        self.n_members = n_members
        self.seed = seed

    def fit(self, history: Interactions, after_epoch: Callable[[int], None] | None = None) -> Self:
        """Train every member.

        ``after_epoch`` is called with 1, 2, ... after each pass of the first member and may predict.

        Raises:
            DataError: there is no rating to learn from.
            TrainingError: the loss is NaN or infinite.
        """
        check_ratings("language_model", history)
        self.rating_range = (float(history.rating.min()), float(history.rating.max()))
        members: list[RatingWeights] = []
        for member in range(self.n_members):
            with torch.random.fork_rng():
                torch.manual_seed(self.seed * self.n_members + member)
                net = RatingTowers(
                    torch.from_numpy(np.asarray(self.text_vectors, np.float32)),
                    float(history.rating.mean()),
                    self.n_dimensions,
                    self.n_hidden,
                    self.descent.dropout,
                )
                self._train(net, history, after_epoch if member == 0 else None)
            members.append(net.export())
        self.members = tuple(members)
        return self

    def _train(
        self, net: RatingTowers, history: Interactions, after_epoch: Callable[[int], None] | None
    ) -> None:
        raters = np.flatnonzero(history.counts > 1)
        if not len(raters):
            raters = np.flatnonzero(history.counts)
        ratings = history.of_users(raters)
        n_batches = self.descent.n_batches(len(raters))
        optimiser = self.descent.optimiser(net)
        epochs = self.descent.epochs(
            net,
            optimiser,
            name="ratings",
            clip=_CLIP,
            schedule=one_cycle(optimiser, self.descent.learning_rate, self.descent.n_epochs * n_batches),
            batches=lambda: np.array_split(torch.randperm(len(raters)).numpy(), n_batches),
            loss=lambda users: _held_out_error(net, ratings.of_users(np.sort(users))),
        )
        for epoch in epochs:
            if after_epoch is not None:
                self.members = (net.export(),)
                after_epoch(epoch)


def _held_out_error(net: RatingTowers, ratings: Interactions) -> Tensor | None:
    """Squared error of randomly held-out ratings; None if none was held out."""
    values, known = dense_ratings(ratings)
    kept = _MIN_KEPT + (_MAX_KEPT - _MIN_KEPT) * torch.rand(ratings.n_users, 1)
    seen = known * (torch.rand(known.shape) < kept)
    held_out = (known - seen) > 0
    if not held_out.any():
        return None
    return squared_error(net(values, seen)[held_out], values[held_out])["rating"]


class RatingTowers(nn.Module):
    """``mean + b_u + b_i + h_u^T W h_i``; LanguageRatings is its numpy twin.

    Args:
        text: (n_items, width) unit rows.
        mean: starting value of the mean rating.
        d: dimensions of item and user vectors.
        hidden: units between text and item vector.
        dropout: in item towers, perceptron and user vectors.
    """

    text: Tensor

    def __init__(self, text: Tensor, mean: float, d: int, hidden: int, dropout: float) -> None:
        super().__init__()
        width = text.shape[1]
        self.register_buffer("text", text * math.sqrt(width))
        self.tower_in = _tower(width, hidden, 2 * d, dropout)
        self.tower_out = _tower(width, hidden, d, dropout)
        self.text_bias = nn.Linear(width, 1)
        self.own_bias = nn.Parameter(torch.zeros(len(text)))
        self.bilinear = nn.Parameter(torch.eye(d) * 0.1)
        self.mean = nn.Parameter(torch.tensor(mean))
        self.shrinkage = nn.Parameter(torch.tensor(_START_SHRINKAGE))
        self.norm = nn.LayerNorm(d)
        self.hidden_layer = nn.Linear(d, d)
        self.output_layer = nn.Linear(d, d)
        self.user_bias = nn.Linear(d, 1, bias=False)
        self.dropout = nn.Dropout(dropout)
        for part in (self.text_bias, self.output_layer, self.user_bias):
            nn.init.zeros_(part.weight)

    def forward(self, values: Tensor, seen: Tensor) -> Tensor:
        """(n_users, n_items) predictions.

        Args:
            values: (n_users, n_items) ratings, read only where ``seen`` is 1.
            seen: (n_users, n_items) 1 where the rating is part of the history, else 0.
        """
        item_in, item_out, bias = self._items()
        d = item_out.shape[1]
        count = seen.sum(dim=1, keepdim=True)
        shrinkage = self.shrinkage.abs()
        residual = (values - self.mean - bias) * seen
        user_bias = residual.sum(dim=1, keepdim=True) / (count + shrinkage)
        surprise = residual - user_bias * seen
        pooled = surprise @ item_in[:, :d] + _SEEN_SCALE * seen @ item_in[:, d:]
        pooled = pooled / (count + shrinkage).sqrt()
        hidden = self.dropout(F.gelu(self.hidden_layer(self.norm(pooled))))
        users = self.dropout(pooled + self.output_layer(hidden))
        taste = (users @ self.bilinear) @ item_out.T
        return self.mean + user_bias + self.user_bias(users) + bias + taste

    def _items(self) -> tuple[Tensor, Tensor, Tensor]:
        bias = self.own_bias + _BIAS_SCALE * self.text_bias(self.text).squeeze(1)
        return self.tower_in(self.text), self.tower_out(self.text), bias

    @torch.no_grad()
    def export(self) -> RatingWeights:
        """The arrays that LanguageRatings predicts with."""
        self.eval()
        item_in, item_out, bias = self._items()
        d = item_out.shape[1]
        arrays = {
            "item_in": item_in[:, :d],
            "item_seen": _SEEN_SCALE * item_in[:, d:],
            "item_out": item_out @ self.bilinear.T,
            "item_bias": bias,
            "own_bias": self.user_bias.weight[0],
            "mean": self.mean,
            "shrinkage": self.shrinkage.abs(),
            "norm_scale": self.norm.weight,
            "norm_shift": self.norm.bias,
            "hidden_weight": self.hidden_layer.weight,
            "hidden_bias": self.hidden_layer.bias,
            "output_weight": self.output_layer.weight,
            "output_bias": self.output_layer.bias,
        }
        return RatingWeights(**{name: np.array(array.numpy(), np.float32) for name, array in arrays.items()})


def dense_ratings(history: Interactions) -> tuple[Tensor, Tensor]:
    """(n_users, n_items) ratings, 0 where missing, and a mask that is 1 where there is a rating."""
    values = history.matrix(history.rating.astype(np.float32)).toarray()
    known = history.matrix(np.ones(len(history), np.float32)).toarray()
    return torch.from_numpy(values), torch.from_numpy(known)


def _tower(width: int, hidden: int, d: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, d))
