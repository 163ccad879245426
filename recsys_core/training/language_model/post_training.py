"""Terms added to trained towers because training would give them the wrong weight."""

from __future__ import annotations

import dataclasses

import numpy as np

from recsys_core.models.language_model.towers import TowerWeights
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.types import FloatArray, IndexArray, Interactions

SLOW_SHARE = 0.05
"""Share of the second matrix's weight in its slowest channel; the rest is in its fastest."""
PSEUDO_COUNT = 5.0
"""Added to every item's ratings; it keeps rarely rated items from being over-boosted."""


def popularity_penalty(n_ratings: IndexArray, config: TrainingConfig) -> FloatArray:
    """(n,) what is subtracted from the scores of items with ``n_ratings`` (n,) ratings."""
    return config.popularity_penalty * np.log(n_ratings + PSEUDO_COUNT)


def add_untrained_terms(weights: TowerWeights, history: Interactions, config: TrainingConfig) -> TowerWeights:
    """Add the popularity penalty and, with a wide branch, the second matrix of ``config``.

    Unlike the wide branch, the towers were trained on the users whose next items they predict. Trained
    together, the towers get too much weight, so the second matrix's strength is chosen on validation instead
    of learned. So is the penalty, which restores the coverage that the matrix costs.

    Args:
        weights: as trained, with at most one matrix.
        history: what they were trained on.
        config: the strengths.

    Returns:
        Weights with as many matrices as ``config.wide_l2s``.
    """
    counts = np.bincount(history.item_idx, minlength=weights.n_items)
    bias = weights.item_bias - popularity_penalty(counts, config)
    penalised = dataclasses.replace(weights, item_bias=bias.astype(np.float32))
    if len(config.wide_l2s) < 2:
        return penalised
    levels = np.zeros((1, len(weights.wide_decays), 1), np.float32)
    levels[0, 0] += (1.0 - SLOW_SHARE) * config.met_strength
    levels[0, -1] += SLOW_SHARE * config.met_strength
    return dataclasses.replace(
        penalised,
        wide_l2=np.array(config.wide_l2s, np.float32),
        wide_levels=np.concatenate([weights.wide_levels, np.repeat(levels, 5, axis=2)]),
    )
