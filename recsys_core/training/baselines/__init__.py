"""The neural baselines, whose fit needs torch, by name; recsys_core.models.REGISTRY holds the others."""

from __future__ import annotations

from collections.abc import Callable

from recsys_core.models.base import Recommender
from recsys_core.training.baselines.neural_cf import NeuralCfTrainer
from recsys_core.training.baselines.sequential import SequentialTrainer

TRAINED_REGISTRY: dict[str, Callable[..., Recommender]] = {
    "neural_cf": NeuralCfTrainer,
    "sequential": SequentialTrainer,
}
"""Each call returns a new, unfitted recommender with the settings tuned on validation."""
