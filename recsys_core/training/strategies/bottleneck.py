"""Bottleneck adapters: two small layers after each sub-layer (Houlsby et al., ICML 2019)."""

from __future__ import annotations

import re

import torch
from torch import Tensor, nn

from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.strategies.base import (
    Strategy,
    StrategyHooks,
    layer_number,
    lowest_trained_layer,
)

SUBLAYER_ENDS = re.compile(
    r"(?:attention\.output\.dense|(?<!attention)\.output\.dense|attn\.c_proj|mlp\.c_proj|ff\.layer_2"
    r"|o_proj|down_proj)$"
)
"""The last map of the attention and feed-forward sub-layers, by family; the residual is added after it."""


class Bottleneck(nn.Module):
    """``y + up(gelu(down(y)))`` after a frozen map; up starts at zero, so nothing changes at first."""

    def __init__(self, inner: nn.Module, width: int, size: int) -> None:
        super().__init__()
        self.inner = inner
        self.down = nn.Linear(width, size)
        self.up = nn.Linear(size, width)
        nn.init.zeros_(self.up.weight)
        nn.init.zeros_(self.up.bias)

    def forward(self, inputs: Tensor) -> Tensor:
        """The map's output, adapted."""
        outputs = self.inner(inputs)
        return outputs + self.up(torch.nn.functional.gelu(self.down(outputs)))


def _apply(encoder: TextEncoder, config: TrainingConfig, steps: int) -> StrategyHooks:
    """Add a bottleneck of twice the LoRA rank after both sub-layers; layer norms are trained as well."""
    transformer = encoder.transformer
    lowest = lowest_trained_layer(transformer, config.top_layers)
    for name, module in list(transformer.named_modules()):
        if layer_number(name) < lowest:
            continue
        if SUBLAYER_ENDS.search(name):
            parent, _, child = name.rpartition(".")
            adapted = Bottleneck(module, encoder.dimensions, 2 * config.lora_rank)
            setattr(transformer.get_submodule(parent), child, adapted)
        elif isinstance(module, nn.LayerNorm):
            module.requires_grad_(True)
    return StrategyHooks()


BOTTLENECK = Strategy("bottleneck", 1e-3, _apply)
