"""Named training recipes, and an estimate of how long they take on one core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from recsys_core.models.text.installed import installed_encoders
from recsys_core.training.language_model.config import STRATEGY_NAMES, TrainingConfig

if TYPE_CHECKING:
    from recsys_core.data.dataset import Dataset

# Seconds on one idle core, measured on MovieLens 100K and scaled with the data.
_START = 6.0
_ENCODE = 0.0004  # per token
_TUNE = {"frozen": 0.0, "top": 0.0005, "lora": 0.0006, "bottleneck": 0.001, "adalora": 0.0013, "full": 0.0016}
_LETTERS_PER_TOKEN = 4
_EPOCH_PER_CELL = 0.35 / (943 * 1682)  # an epoch, per user and item
_EPOCH_MINIMUM = 0.1


@dataclass(frozen=True)
class Preset:
    """A named recipe.

    Attributes:
        name: its key; the interface has a title and a description for each.
        overrides: settings that differ from the defaults of TrainingConfig.
    """

    name: str
    overrides: Mapping[str, Any]


PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset("quick", {"epochs": 30, "distil_epochs": 1}),
        Preset("full", {}),
    )
}


def recipe(preset: str, strategy: str, **settings: Any) -> TrainingConfig:
    """The configuration of a preset; ``settings`` are further ones of TrainingConfig.

    Raises:
        SettingError: a setting is unknown or outside its range.
        KeyError: there is no such preset.
    """
    return TrainingConfig(strategy=strategy, **{**PRESETS[preset].overrides, **settings})


def strategies() -> tuple[str, ...]:
    """Names of the fine-tuning strategies, the frozen one first."""
    return tuple(sorted(STRATEGY_NAMES, key=lambda name: name != "frozen"))


def encoders() -> tuple[str, ...]:
    """Names of the text encoders on this server, the default first."""
    return installed_encoders()


def expected_seconds(config: TrainingConfig, dataset: Dataset) -> float:
    """A first estimate of the duration of a training with its two fits."""
    from recsys_core.data.features import item_texts

    tokens = sum(min(config.max_tokens, len(text) / _LETTERS_PER_TOKEN) for text in item_texts(dataset))
    encodings = 1 if config.strategy == "frozen" else 5
    tune = encodings * _ENCODE + 2 * config.distil_epochs * _TUNE.get(config.strategy, _TUNE["full"])
    epoch = max(_EPOCH_MINIMUM, len(dataset.user_ids) * len(dataset.item_ids) * _EPOCH_PER_CELL)
    return _START + tune * tokens + 2 * config.epochs * epoch
