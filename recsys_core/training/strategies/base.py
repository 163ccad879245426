"""What a fine-tuning strategy is: which parameters of the language model learn, and how fast."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from torch import Tensor, nn

from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import TrainingConfig

LAYER = re.compile(r"(?:^|\.)(?:layer|layers|h|block|blocks)\.(\d+)\.")
"""How the usual families number their layers."""


def _nothing(step: int) -> None:
    """Most strategies need no word after a step."""


@dataclass(frozen=True)
class Opened:
    """An encoder made ready to learn.

    Attributes:
        penalty: a term to add to every loss, None for most strategies.
        after_step: called with the number of steps done, right after the optimiser's step and before
            gradients are cleared.
    """

    penalty: Callable[[], Tensor] | None = None
    after_step: Callable[[int], None] = field(default=_nothing)


@dataclass(frozen=True)
class Strategy:
    """One way of fine-tuning.

    Attributes:
        name: its key.
        title: for people.
        rate: peak learning rate that suits it.
        open: makes an encoder, all closed before, ready for a number of steps, in place.
    """

    name: str
    title: str
    rate: float
    open: Callable[[TextEncoder, TrainingConfig, int], Opened]


def layer_number(name: str) -> int:
    """Which layer a parameter or module belongs to, -1 for embeddings and the like."""
    found = LAYER.search(name)
    return int(found[1]) if found else -1


def lowest_open_layer(transformer: nn.Module, top_layers: int) -> int:
    """The lowest layer that learns when ``top_layers`` do, counted from the top; 0 of them means all."""
    highest = max((layer_number(name) for name, _ in transformer.named_parameters()), default=-1)
    return max(0, highest + 1 - top_layers) if top_layers else 0


def linear_maps(transformer: nn.Module, top_layers: int) -> list[str]:
    """Names of the linear maps (GPT-2 calls them Conv1D) in the layers that are adapted."""
    lowest = lowest_open_layer(transformer, top_layers)
    return [
        name for name, module in transformer.named_modules()
        if type(module).__name__ in {"Linear", "Conv1D"} and layer_number(name) >= lowest
    ]
