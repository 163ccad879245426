"""What a fine-tuning strategy is, and how it finds layers and linear maps in a transformer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from torch import Tensor, nn

from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import TrainingConfig

LAYER = re.compile(r"(?:^|\.)(?:layer|layers|h|block|blocks)\.(\d+)\.")
"""How the usual model families number their layers."""


def _do_nothing(step: int) -> None:
    """The default ``after_step``."""


@dataclass(frozen=True)
class StrategyHooks:
    """What the training loop must call for a strategy.

    Attributes:
        penalty: a term to add to every loss, None for most strategies.
        after_step: called with the number of steps done, after the optimiser's step and before gradients
            are cleared.
    """

    penalty: Callable[[], Tensor] | None = None
    after_step: Callable[[int], None] = field(default=_do_nothing)


@dataclass(frozen=True)
class Strategy:
    """A way to fine-tune the language model.

    Attributes:
        name: its key.
        rate: default peak learning rate.
        apply: prepares a frozen encoder for a number of steps, in place.
    """

    name: str
    rate: float
    apply: Callable[[TextEncoder, TrainingConfig, int], StrategyHooks]


def layer_number(name: str) -> int:
    """The layer of a parameter or module, -1 for embeddings and other parts outside the layers."""
    found = LAYER.search(name)
    return int(found[1]) if found else -1


def lowest_trained_layer(transformer: nn.Module, top_layers: int) -> int:
    """The lowest trained layer when the ``top_layers`` highest are trained; 0 means all layers."""
    highest = max((layer_number(name) for name, _ in transformer.named_parameters()), default=-1)
    return max(0, highest + 1 - top_layers) if top_layers else 0


def linear_maps(transformer: nn.Module, top_layers: int) -> list[str]:
    """Names of the linear maps (Conv1D in GPT-2) in the trained layers."""
    lowest = lowest_trained_layer(transformer, top_layers)
    return [
        name
        for name, module in transformer.named_modules()
        if type(module).__name__ in {"Linear", "Conv1D"} and layer_number(name) >= lowest
    ]
