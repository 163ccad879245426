"""AdaLoRA: low-rank matrices whose ranks are shared out by importance (Zhang et al., ICLR 2023)."""

from __future__ import annotations

import warnings

import torch
from torch import Tensor, nn

from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.strategies.base import Opened, Strategy, linear_maps

ORTHOGONALITY = 0.1
"""Weight of the penalty that keeps singular directions apart."""


def _open(encoder: TextEncoder, config: TrainingConfig, steps: int) -> Opened:
    """Start every map at one and a half times the rank, cut the least important directions on schedule.

    The first tenth of the steps trains all directions, the last third the survivors; in between the budget
    falls to ``lora_rank`` a map on average.
    """
    from peft import AdaLoraConfig, AdaLoraModel

    maps = linear_maps(encoder.transformer, config.top_layers)
    if not maps:
        return Opened()
    rank, total = config.lora_rank, max(steps, 10)
    settings = AdaLoraConfig(
        init_r=rank + (rank + 1) // 2, target_r=rank, lora_alpha=2 * rank, lora_dropout=0.05,
        target_modules=maps, total_step=total, tinit=max(1, steps // 10), tfinal=max(1, steps // 3),
        deltaT=max(1, steps // 50), orth_reg_weight=ORTHOGONALITY,
    )
    tuner = AdaLoraModel(encoder.transformer, settings, "default")
    for name, parameter in encoder.transformer.named_parameters():
        if "lora_A" in name or "lora_B" in name:
            nn.init.orthogonal_(parameter)  # as small as peft starts them, little moves for long

    def after_step(step: int) -> None:
        if step < total:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # a map may lose all directions, as is meant
                tuner.update_and_allocate(step)

    return Opened(lambda: ORTHOGONALITY * _overlap(encoder.transformer), after_step)


def _overlap(transformer: nn.Module) -> Tensor:
    """Mean over matrices of ``|M M^T - I|_F``: how far singular directions are from orthogonal."""
    terms = []
    for name, parameter in transformer.named_parameters():
        if "lora_A" in name or "lora_B" in name:
            gram = parameter @ parameter.T if "lora_A" in name else parameter.T @ parameter
            terms.append(torch.linalg.norm(gram - torch.eye(len(gram), device=gram.device)))
    return torch.stack(terms).mean()


def kept_directions(encoder: TextEncoder) -> int:
    """Singular directions that are not cut, over all maps."""
    named = encoder.transformer.named_parameters()
    return sum(int((parameter != 0).sum()) for name, parameter in named if "lora_E" in name)


ADALORA = Strategy("adalora", "AdaLoRA", 1e-3, _open)
