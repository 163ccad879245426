"""Fine-tuning strategies: which parameters of the language model are trained."""

from __future__ import annotations

from torch import Tensor

from recsys_core.errors import SettingError
from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.strategies.base import Strategy, StrategyHooks
from recsys_core.training.strategies.bottleneck import BOTTLENECK
from recsys_core.training.strategies.low_rank import ADALORA, LORA
from recsys_core.training.strategies.weights import FROZEN, FULL, TOP_LAYERS

STRATEGIES: dict[str, Strategy] = {
    strategy.name: strategy for strategy in (FROZEN, TOP_LAYERS, FULL, LORA, ADALORA, BOTTLENECK)
}


def apply_strategy(encoder: TextEncoder, config: TrainingConfig, steps: int) -> StrategyHooks:
    """Freeze all parameters of ``encoder``, then unfreeze or add those of ``config.strategy``, in place.

    Until the first step the encoder gives the same vectors as before.

    Args:
        encoder: newly loaded.
        config: names the strategy and its sizes.
        steps: planned training steps; AdaLoRA schedules its rank budget over them.

    Raises:
        SettingError: the strategy finds nothing to train in this encoder.
    """
    strategy = STRATEGIES[config.strategy]
    for parameter in encoder.parameters():
        parameter.requires_grad_(False)
    device = encoder.device
    hooks = strategy.apply(encoder, config, steps)
    encoder.to(device)  # added parameters start on the CPU
    if strategy is not FROZEN and not count_trainable(encoder):
        raise SettingError(
            f"Strategy '{strategy.name}' finds nothing to train in this encoder; choose another."
        )
    return hooks


def count_trainable(encoder: TextEncoder) -> int:
    """Number of trainable parameters."""
    return sum(parameter.numel() for parameter in encoder.parameters() if parameter.requires_grad)


def trained_tensors(encoder: TextEncoder) -> dict[str, Tensor]:
    """The trainable parameters by name: with the base weights they rebuild the encoder."""
    named = encoder.transformer.named_parameters()
    return {name: parameter.detach() for name, parameter in named if parameter.requires_grad}
