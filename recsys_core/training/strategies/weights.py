"""Strategies that train the model's own weights: none, the top layers', all."""

from __future__ import annotations

from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.strategies.base import Opened, Strategy, layer_number, lowest_open_layer


def _open_nothing(encoder: TextEncoder, config: TrainingConfig, steps: int) -> Opened:
    return Opened()


def _open_top_layers(encoder: TextEncoder, config: TrainingConfig, steps: int) -> Opened:
    """The weights of the top layers; 0 layers means all of them, embeddings aside."""
    lowest = lowest_open_layer(encoder.transformer, config.top_layers)
    for name, parameter in encoder.transformer.named_parameters():
        parameter.requires_grad_(layer_number(name) >= lowest)
    return Opened()


def _open_everything(encoder: TextEncoder, config: TrainingConfig, steps: int) -> Opened:
    for parameter in encoder.parameters():
        parameter.requires_grad_(True)
    return Opened()


FROZEN = Strategy("frozen", "Frozen, heads only", 0.0, _open_nothing)
TOP_LAYERS = Strategy("top", "Top layers", 2e-4, _open_top_layers)
FULL = Strategy("full", "All weights", 1e-4, _open_everything)
