"""Strategies that train the model's own weights: none, those of the top layers, or all."""

from __future__ import annotations

from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.strategies.base import (
    Strategy,
    StrategyHooks,
    layer_number,
    lowest_trained_layer,
)


def _train_nothing(encoder: TextEncoder, config: TrainingConfig, steps: int) -> StrategyHooks:
    return StrategyHooks()


def _train_top_layers(encoder: TextEncoder, config: TrainingConfig, steps: int) -> StrategyHooks:
    """Unfreeze the top layers; 0 layers means all of them, without embeddings."""
    lowest = lowest_trained_layer(encoder.transformer, config.top_layers)
    for name, parameter in encoder.transformer.named_parameters():
        parameter.requires_grad_(layer_number(name) >= lowest)
    return StrategyHooks()


def _train_everything(encoder: TextEncoder, config: TrainingConfig, steps: int) -> StrategyHooks:
    for parameter in encoder.parameters():
        parameter.requires_grad_(True)
    return StrategyHooks()


FROZEN = Strategy("frozen", 0.0, _train_nothing)
TOP_LAYERS = Strategy("top", 2e-4, _train_top_layers)
FULL = Strategy("full", 1e-4, _train_everything)
