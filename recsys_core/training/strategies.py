"""What is trainable in the language model."""

from __future__ import annotations

import re

from torch import Tensor

from recsys_core.models.encoder import TextEncoder

LAYER = re.compile(r"(?:^|\.)(?:layer|layers|h|block|blocks)\.(\d+)\.")
"""How the usual families number their layers."""


def make_trainable(encoder: TextEncoder, strategy: str, *, rank: int = 8, top_layers: int = 0) -> int:
    """Open what ``strategy`` trains and close the rest, in place.

    Args:
        encoder: a freshly loaded encoder.
        strategy: "frozen" opens nothing. "lora" (Hu et al., ICLR 2022) adds low-rank matrices to every
            linear map; they start at zero, so the vectors do not change at first.
        rank: of the added matrices; their scale is twice the rank.
        top_layers: only so many layers from the top, 0 for all: what lies below needs no gradient.

    Returns:
        The number of trainable parameters.

    Raises:
        ValueError: there is no such strategy.
    """
    for parameter in encoder.parameters():
        parameter.requires_grad_(False)
    if strategy == "lora":
        from peft import LoraConfig, inject_adapter_in_model

        layers = _linear_maps(encoder, top_layers)
        config = LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=0.05, target_modules=layers)
        inject_adapter_in_model(config, encoder.transformer)
    elif strategy != "frozen":
        raise ValueError(f"there is no strategy {strategy!r}")
    return sum(parameter.numel() for parameter in encoder.parameters() if parameter.requires_grad)


def trained_tensors(encoder: TextEncoder) -> dict[str, Tensor]:
    """The trainable parameters by name: what must be kept to rebuild the encoder from its base weights."""
    named = encoder.transformer.named_parameters()
    return {name: parameter.detach() for name, parameter in named if parameter.requires_grad}


def _linear_maps(encoder: TextEncoder, top_layers: int) -> list[str]:
    """Names of the linear maps (GPT-2 calls them Conv1D) in the layers that are adapted."""
    kinds = {"Linear", "Conv1D"}
    names = [name for name, module in encoder.transformer.named_modules() if type(module).__name__ in kinds]
    numbers = [int(found[1]) if (found := LAYER.search(name)) else -1 for name in names]
    lowest = max(numbers, default=-1) + 1 - top_layers if top_layers else -1
    return [name for name, number in zip(names, numbers, strict=True) if number >= lowest]
