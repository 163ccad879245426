"""Recipes under plain names, and how long they will take on one core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from recsys_core.training.language_model.config import STRATEGY_NAMES, TrainingConfig

if TYPE_CHECKING:
    from recsys_core.data.dataset import Dataset

# Seconds on one unhurried core: measured on MovieLens 100K, in proportion to what grows with the data.
_START = 6.0
_ENCODE = 0.0004  # a token
_TUNE = {"frozen": 0.0, "top": 0.0005, "lora": 0.0006, "bottleneck": 0.001, "adalora": 0.0013, "full": 0.0016}
_LETTERS = 4  # of a token
_EPOCH_CELL = 0.35 / (943 * 1682)  # a pass over all people, for each cell of people x items
_EPOCH_LEAST = 0.1


@dataclass(frozen=True)
class Preset:
    """A recipe that is chosen by name.

    Attributes:
        name: its key; the interface has a title and a line for each.
        changes: what differs from the full recipe, the defaults of TrainingConfig.
    """

    name: str
    changes: Mapping[str, Any]


PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset("quick", {"epochs": 30, "distil_epochs": 1}),
        Preset("full", {}),
    )
}
HAS_DIVERSITY = any(field.name == "diversity_weight" for field in fields(TrainingConfig))
"""Whether this version's training has a diversity term in its loss."""


def recipe(
    preset: str, strategy: str, *, diversity_weight: float = 0.0, seed: int = 0, **more: Any
) -> TrainingConfig:
    """The configuration of a preset; ``more`` are further settings of TrainingConfig.

    Raises:
        SettingError: training refuses the values.
        KeyError: there is no such preset.
    """
    extra = {"diversity_weight": diversity_weight} if HAS_DIVERSITY else {}
    return TrainingConfig(strategy=strategy, seed=seed, **{**PRESETS[preset].changes, **extra, **more})


def strategies() -> tuple[str, ...]:
    """What can be trained in the language model, the frozen one first."""
    return tuple(sorted(STRATEGY_NAMES, key=lambda name: name != "frozen"))


def expected_seconds(config: TrainingConfig, dataset: Dataset) -> float:
    """A first guess at the duration of one training, two fits and everything around them included."""
    from recsys_core.data.features import item_texts

    tokens = sum(min(config.max_tokens, len(text) / _LETTERS) for text in item_texts(dataset))
    encodings = 1 if config.strategy == "frozen" else 5
    tune = encodings * _ENCODE + 2 * config.distil_epochs * _TUNE.get(config.strategy, _TUNE["full"])
    epoch = max(_EPOCH_LEAST, len(dataset.user_ids) * len(dataset.item_ids) * _EPOCH_CELL)
    return _START + tune * tokens + 2 * config.epochs * epoch
