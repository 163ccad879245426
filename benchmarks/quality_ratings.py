"""Errors of rating models on random folds."""

from __future__ import annotations

import numpy as np

from benchmarks.report import log
from recsys_core.models.registry import RATING_REGISTRY
from recsys_core.training.language_model.ratings import LanguageRatingTrainer
from recsys_core.types import FloatArray, Interactions

FOLDS = 5
SEED = 20261124
OURS, RIVAL = "language_model", "biased_mf"
MEMBERS = 2  # of our model; predictions are averaged


def rmse_of_folds(
    interactions: Interactions, text_vectors: FloatArray, n_folds: int
) -> dict[str, list[float]]:
    """RMSE by model on the first ``n_folds`` of five random folds, fitted on the other four.

    Args:
        interactions: all ratings.
        text_vectors: (n_items, n_dimensions) of the pretrained encoder.
        n_folds: 1 to 5.
    """
    models = dict(RATING_REGISTRY)
    models[OURS] = lambda: LanguageRatingTrainer(text_vectors, n_members=MEMBERS)
    order = np.random.default_rng(SEED).permutation(len(interactions))
    found: dict[str, list[float]] = {name: [] for name in models}
    for number in range(n_folds):
        held_out = np.zeros(len(interactions), bool)
        held_out[order[number::FOLDS]] = True
        history, target = interactions.where(~held_out), interactions.where(held_out)
        for name, make in models.items():
            predicted = make().fit(history).predict(history, target.user_idx, target.item_idx)
            found[name].append(round(float(np.sqrt(np.mean((predicted - target.rating) ** 2))), 4))
        log(f"ratings: fold {number + 1} of {n_folds}")
    return found
