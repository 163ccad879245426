"""What is trainable in the language model: one file a strategy, one table of them all."""

from __future__ import annotations

from torch import Tensor

from recsys_core.errors import SettingError
from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.strategies.adalora import ADALORA
from recsys_core.training.strategies.base import Opened, Strategy
from recsys_core.training.strategies.bottleneck import BOTTLENECK
from recsys_core.training.strategies.lora import LORA
from recsys_core.training.strategies.weights import FROZEN, FULL, TOP_LAYERS

STRATEGIES: dict[str, Strategy] = {
    strategy.name: strategy for strategy in (FROZEN, TOP_LAYERS, FULL, LORA, ADALORA, BOTTLENECK)
}


def open_for_training(encoder: TextEncoder, config: TrainingConfig, steps: int) -> Opened:
    """Close every parameter of ``encoder``, then open what ``config.strategy`` trains, in place.

    Nothing opened changes a vector before the first step.

    Args:
        encoder: freshly loaded.
        config: names the strategy and its sizes.
        steps: how many will follow; AdaLoRA spreads its rank budget over them.

    Raises:
        SettingError: the encoder has nothing that this strategy could open.
    """
    strategy = STRATEGIES[config.strategy]
    for parameter in encoder.parameters():
        parameter.requires_grad_(False)
    device = encoder.device
    opened = strategy.open(encoder, config, steps)
    encoder.to(device)  # what was put in was made on the processor
    if strategy is not FROZEN and not count_trainable(encoder):
        raise SettingError(f"Strategy '{strategy.name}' finds nothing to train here; try another.")
    return opened


def count_trainable(encoder: TextEncoder) -> int:
    """Number of parameters that learn."""
    return sum(parameter.numel() for parameter in encoder.parameters() if parameter.requires_grad)


def trained_tensors(encoder: TextEncoder) -> dict[str, Tensor]:
    """The trainable parameters by name: what must be kept to rebuild the encoder from its base weights."""
    named = encoder.transformer.named_parameters()
    return {name: parameter.detach() for name, parameter in named if parameter.requires_grad}
