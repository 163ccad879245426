"""Named training recipes, and an estimate of how long they take on one core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from recsys_core.models.text.installed import installed_encoders
from recsys_core.training.language_model.config import STRATEGY_NAMES, TrainingConfig

if TYPE_CHECKING:
    from recsys_core.data.dataset import Dataset


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
    """A first estimate of the duration of a training with its two fits, on one idle core.

    Encoding the texts does not count: only the first training on some data does it.
    """
    from recsys_core.data.split import split
    from recsys_core.training.language_model.plan import plan

    phases = plan(dataset, split(dataset), config)
    return sum(phase.seconds for phase in phases if phase.kind != "encode")
