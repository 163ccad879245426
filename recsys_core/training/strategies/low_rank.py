"""Trainable low-rank matrices beside the frozen ones: LoRA, and AdaLoRA, which moves the ranks."""

from __future__ import annotations

import warnings

import torch
from torch import Tensor, nn

from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.strategies.base import Strategy, StrategyHooks, linear_maps

ORTHOGONALITY = 0.1
"""Weight of the penalty that keeps singular directions orthogonal."""


def _apply_lora(encoder: TextEncoder, config: TrainingConfig, steps: int) -> StrategyHooks:
    """LoRA (Hu et al., ICLR 2022): trainable ``B A`` beside every linear map of the trained layers.

    It has rank r and is scaled by two; B starts at zero.
    """
    from peft import LoraConfig, inject_adapter_in_model

    maps = linear_maps(encoder.transformer, config.top_layers)
    if maps:
        rank = config.lora_rank
        settings = LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=0.05, target_modules=maps)
        inject_adapter_in_model(settings, encoder.transformer)
    return StrategyHooks()


def _apply_adalora(encoder: TextEncoder, config: TrainingConfig, steps: int) -> StrategyHooks:
    """AdaLoRA (Zhang et al., ICLR 2023): the least important directions are pruned on schedule.

    Every map starts at one and a half times the rank. The first tenth of the steps trains all directions, the
    last third the remaining ones; in between the budget falls to ``lora_rank`` per map on average.
    """
    from peft import AdaLoraConfig, AdaLoraModel

    maps = linear_maps(encoder.transformer, config.top_layers)
    if not maps:
        return StrategyHooks()
    rank, total = config.lora_rank, max(steps, 10)
    settings = AdaLoraConfig(
        init_r=rank + (rank + 1) // 2,
        target_r=rank,
        lora_alpha=2 * rank,
        lora_dropout=0.05,
        target_modules=maps,
        total_step=total,
        tinit=max(1, steps // 10),
        tfinal=max(1, steps // 3),
        deltaT=max(1, steps // 50),
        orth_reg_weight=ORTHOGONALITY,
    )
    tuner = AdaLoraModel(encoder.transformer, settings, "default")
    for name, parameter in encoder.transformer.named_parameters():
        if "lora_A" in name or "lora_B" in name:
            nn.init.orthogonal_(parameter)  # peft's small starting values would learn slowly

    def after_step(step: int) -> None:
        if step < total:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # a map may lose all its directions
                tuner.update_and_allocate(step)

    return StrategyHooks(lambda: ORTHOGONALITY * _non_orthogonality(encoder.transformer), after_step)


def _non_orthogonality(transformer: nn.Module) -> Tensor:
    """Mean over matrices of ``|M M^T - I|_F``: how far singular directions are from orthogonal."""
    terms = []
    for name, parameter in transformer.named_parameters():
        if "lora_A" in name or "lora_B" in name:
            gram = parameter @ parameter.T if "lora_A" in name else parameter.T @ parameter
            terms.append(torch.linalg.norm(gram - torch.eye(len(gram), device=gram.device)))
    return torch.stack(terms).mean()


LORA = Strategy("lora", 1e-3, _apply_lora)
ADALORA = Strategy("adalora", 1e-3, _apply_adalora)
