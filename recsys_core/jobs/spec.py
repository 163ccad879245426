"""What a run was asked to do; written once and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from recsys_core.errors import SettingError
from recsys_core.training.language_model.config import TrainingConfig


def parts_of(recipe: TrainingConfig, twin: bool) -> dict[str, TrainingConfig]:
    """The trainings of a run in their order: "twin" if there is one, then "model"."""
    first = {"twin": replace(recipe, strategy="frozen")} if twin else {}
    return first | {"model": recipe}


@dataclass(frozen=True)
class RunSpec:
    """One training as it was asked for.

    Attributes:
        id: name of the run's folder.
        data: name or path of the data set.
        title: the data's name as people read it.
        fingerprint: of the data when the run was asked for; on other data it does not start.
        preset: key of ``presets.PRESETS``.
        config: the recipe.
        twin: whether the same recipe is trained first with a frozen language model, to compare with.
        created: seconds since the epoch.
        expected: a first guess at the seconds that each part takes.
    """

    id: str
    data: str
    title: str
    fingerprint: str
    preset: str
    config: TrainingConfig
    twin: bool
    created: float
    expected: dict[str, float]

    @property
    def parts(self) -> dict[str, TrainingConfig]:
        """The trainings of this run."""
        return parts_of(self.config, self.twin)

    def to_dict(self) -> dict[str, Any]:
        """As JSON-able values."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return plain | {"config": self.config.to_dict()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> RunSpec:
        """Read what ``to_dict`` gave.

        Raises:
            SettingError: a part is missing, or the recipe is not one of this version.
        """
        try:
            recipe: dict[str, Any] = {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in values["config"].items()
            }
            # Today's defaults in place of what is missing would be another recipe under the old one's name.
            missing = {field.name for field in fields(TrainingConfig)} - recipe.keys()
            if missing:
                raise TypeError(f"its recipe lacks {', '.join(sorted(missing))}")
            given = {field.name: values[field.name] for field in fields(cls) if field.name != "config"}
            return cls(config=TrainingConfig(**recipe), **given)
        except (KeyError, TypeError, AttributeError) as error:
            message = f"This training was asked for by another version ({error}). Start it anew."
            raise SettingError(message) from error
