"""Attribute a score to the items of a history, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from recsys_core.models.checks import check_catalogue, check_fitted
from recsys_core.models.classic.recency import ages
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.towers import TowerWeights
from recsys_core.models.layers import LAYER_NORM_EPSILON
from recsys_core.types import FloatArray, IndexArray, Interactions


@dataclass(frozen=True)
class HistoryShares:
    """One user's scores of m items, split into parts that sum to the score.

    Attributes:
        towers: (n, m) contribution of each of the n history items through item vectors.
        wide: (n, m) its contribution through the item-by-item matrices.
        rest: (m,) the part of each score that does not depend on the history.
    """

    towers: FloatArray
    wide: FloatArray
    rest: FloatArray

    @property
    def total(self) -> FloatArray:
        """(n, m): both contributions together."""
        return self.towers + self.wide


def history_shares(
    model: LanguageModelRecommender, history: Interactions, item_idx: IndexArray
) -> HistoryShares:
    """Split the scores that ``model.score`` gives one user.

    Pooling and both products are linear in the history. The perceptron is not, but ``gelu(x)`` is
    ``x · Phi(x)``: with the gates Phi and the normalisation fixed at their values for this history it is
    linear too, and the shares sum to the score exactly. They explain how the score came about, not what it
    would be without an item; removing one would also change gates, ages and the normalisation.

    Args:
        model: ready to score.
        history: of exactly one user; n interactions, in time order.
        item_idx: (m,) items whose scores are split.

    Raises:
        NotFittedError: the model has not been fitted.
        ValueError: the history does not hold exactly one user, or has another catalogue.
    """
    if history.n_users != 1:
        raise ValueError(f"shares need a history of one user, got {history.n_users}")
    check_fitted(model.name, model.fitted)
    check_catalogue(history, model.members[0].n_items)
    n, m = len(history), len(item_idx)
    towers, rest = np.zeros((n, m), np.float32), np.zeros(m, np.float32)
    for member in model.members:
        parts, constant = _user_vector_parts(member, history)
        out = member.item_out[item_idx].T
        towers += parts @ out
        rest += constant @ out + member.item_bias[item_idx]
    wide: FloatArray = np.zeros((n, m), np.float32)
    for matrix, values in zip(model.wide, model.wide_values(history), strict=True):
        wide += values[:, None] * matrix.rows(history)[:, item_idx]
    count = len(model.members)
    return HistoryShares(towers / count, wide, rest / count)


def _user_vector_parts(weights: TowerWeights, history: Interactions) -> tuple[FloatArray, FloatArray]:
    """Contributions of each history item (n, d) and of everything else (d,) to the user's vector."""
    d = weights.item_in.shape[1]
    age, level = ages(history), history.level.astype(np.intp) - 1
    parts = np.zeros((len(history), d), np.float32)
    for decay, level_weights, mixer in zip(weights.decays, weights.levels, weights.mixers, strict=True):
        recency = np.exp(-age / decay)
        share = (level_weights[level] * recency / np.sqrt(max(recency.sum(), 1.0))).astype(np.float32)
        parts += (share[:, None] * weights.item_in[history.item_idx]) @ mixer
    pooled = parts.sum(axis=0)
    centred = pooled - pooled.mean()
    scale = weights.norm_scale / np.sqrt(np.square(centred).mean() + LAYER_NORM_EPSILON)
    shift = weights.hidden_weight @ weights.norm_shift + weights.hidden_bias
    gate = 0.5 * (1.0 + special.erf((weights.hidden_weight @ (centred * scale) + shift) / np.sqrt(2.0)))
    into_hidden = (parts - parts.mean(axis=1, keepdims=True)) * scale @ weights.hidden_weight.T
    through = (into_hidden * gate) @ weights.output_weight.T
    constant = weights.output_weight @ (shift * gate) + weights.output_bias
    return parts + through, constant
