"""LoRA: trainable low-rank matrices beside the frozen ones (Hu et al., ICLR 2022)."""

from __future__ import annotations

from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.strategies.base import Strategy, StrategyHooks, linear_maps


def _apply(encoder: TextEncoder, config: TrainingConfig, steps: int) -> StrategyHooks:
    """Add ``B A`` of rank r, scaled by two, to all linear maps of the trained layers; B starts at zero."""
    from peft import LoraConfig, inject_adapter_in_model

    maps = linear_maps(encoder.transformer, config.top_layers)
    if maps:
        rank = config.lora_rank
        settings = LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=0.05, target_modules=maps)
        inject_adapter_in_model(settings, encoder.transformer)
    return StrategyHooks()


LORA = Strategy("lora", 1e-3, _apply)
