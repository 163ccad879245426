"""What is added to trained towers: the parts that training itself would weigh wrongly."""

from __future__ import annotations

import dataclasses

import numpy as np

from recsys_core.models.language_model.towers import TowerWeights
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.types import FloatArray, IndexArray, Interactions

OLD_SHARE = 0.05
"""Share of the second matrix's weight that is in its slowest channel; the rest is in its fastest."""
RATINGS_BEFORE = 5.0
"""So many ratings everything is taken to have, lest items with few should gain most."""


def popularity_penalty(n_ratings: IndexArray, config: TrainingConfig) -> FloatArray:
    """(n,) what the scores of items with so many ratings (n,) lose."""
    return config.popularity_penalty * np.log(n_ratings + RATINGS_BEFORE)


def balance(weights: TowerWeights, history: Interactions, config: TrainingConfig) -> TowerWeights:
    """Add the second matrix and the popularity penalty of ``config``.

    Towers have seen the very people whose next items they predict; the wide branch has not. Trained together
    the towers are therefore trusted too much, so what the second matrix adds is not learned but chosen on
    validation. So is the penalty, which gives back the coverage that the matrix takes; towers without a wide
    branch get the penalty alone.

    Args:
        weights: as trained, with at most one matrix.
        history: what they were trained on.
        config: strengths.

    Returns:
        Weights with as many matrices as ``config.wide_l2s``.
    """
    counts = np.bincount(history.item_idx, minlength=weights.n_items)
    bias = weights.item_bias - popularity_penalty(counts, config)
    lowered = dataclasses.replace(weights, item_bias=bias.astype(np.float32))
    if len(config.wide_l2s) < 2:
        return lowered
    met = np.zeros((1, len(weights.wide_decays), 1), np.float32)
    met[0, 0] += (1.0 - OLD_SHARE) * config.met_strength
    met[0, -1] += OLD_SHARE * config.met_strength
    return dataclasses.replace(
        lowered, wide_l2=np.array(config.wide_l2s, np.float32),
        wide_levels=np.concatenate([weights.wide_levels, np.repeat(met, 5, axis=2)]))
