"""Whose doing a score is: the exact share of every history item in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from recsys_core.models.base import check_catalogue, check_fitted
from recsys_core.models.classic.recency import ages
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.towers import LAYER_NORM_EPSILON, TowerWeights
from recsys_core.types import FloatArray, IndexArray, Interactions


@dataclass(frozen=True)
class HistoryShares:
    """One person's scores of m items, taken apart; everything sums to the score.

    Attributes:
        towers: (n, m) what each of the n history items adds through item vectors.
        wide: (n, m) what it adds through the items-by-items matrices.
        rest: (m,) what an item scores whatever the history is made of.
    """

    towers: FloatArray
    wide: FloatArray
    rest: FloatArray

    @property
    def total(self) -> FloatArray:
        """(n, m): both ways together."""
        return self.towers + self.wide


def history_shares(
    model: LanguageModelRecommender, history: Interactions, item_idx: IndexArray
) -> HistoryShares:
    """Split the scores that ``model.score`` gives one person.

    Pooling and both products are linear in the history. The perceptron is not, but ``gelu(x)`` is
    ``x · Phi(x)``: with its gates Phi and its normalisation held at what this history makes them, it is
    linear too, and the shares sum to the score exactly. They say how the score came about, not what it would
    be without an item; removing one also moves gates, ages and the normalisation.

    Args:
        model: ready to score.
        history: of exactly one person; n interactions, in time order.
        item_idx: (m,) items whose scores are taken apart.

    Raises:
        NotFittedError: the model has not been fitted.
        ValueError: the history is of more or fewer than one person, or over another catalogue.
    """
    if history.n_users != 1:
        raise ValueError(f"shares are of one person, got a history of {history.n_users}")
    check_fitted(model.name, model.fitted)
    check_catalogue(history, model.members[0].n_items)
    n, m = len(history), len(item_idx)
    towers, rest = np.zeros((n, m), np.float32), np.zeros(m, np.float32)
    for member in model.members:
        parts, constant = _person_parts(member, history)
        out = member.item_out[item_idx].T
        towers += parts @ out
        rest += constant @ out + member.item_bias[item_idx]
    wide: FloatArray = np.zeros((n, m), np.float32)
    for matrix, values in zip(model.wide, model.wide_values(history), strict=True):
        wide += values[:, None] * matrix.rows(history)[:, item_idx]
    count = len(model.members)
    return HistoryShares(towers / count, wide, rest / count)


def _person_parts(weights: TowerWeights, history: Interactions) -> tuple[FloatArray, FloatArray]:
    """What each history item (n, d) and everything else (d,) puts into the person's vector."""
    d = weights.item_in.shape[1]
    age, level = ages(history), history.level.astype(np.intp) - 1
    parts = np.zeros((len(history), d), np.float32)
    for decay, of_level, mixer in zip(weights.decays, weights.levels, weights.mixers, strict=True):
        kept = np.exp(-age / decay)
        share = (of_level[level] * kept / np.sqrt(max(kept.sum(), 1.0))).astype(np.float32)
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
