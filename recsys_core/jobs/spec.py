"""The specification of a run: written once, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from recsys_core.errors import SettingError
from recsys_core.training.language_model.config import TrainingConfig

if TYPE_CHECKING:
    from recsys_core.data.dataset import Dataset


def parts_of(recipe: TrainingConfig, twin: bool) -> dict[str, TrainingConfig]:
    """The trainings of a run in order: "twin" if there is one, then "model"."""
    first = {"twin": replace(recipe, strategy="frozen")} if twin else {}
    return first | {"model": recipe}


@dataclass(frozen=True)
class RunSpec:
    """One training as submitted.

    Attributes:
        id: name of the run's folder.
        data: name or path of the data set.
        title: the data set's display name.
        fingerprint: of ids and interactions at submission; the run does not start on other data.
        preset: key of ``presets.PRESETS``.
        config: the recipe.
        twin: whether the same recipe is first trained with a frozen language model, for comparison.
        created: seconds since the epoch.
        expected: estimated seconds of each part, in order, and of the comparison after them ("compare").
        owner: who submitted it, in a form that names nobody; "" for nobody known.
        content: of the data at submission, titles and categories included; "" in runs of earlier versions.
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
    content: str = ""
    owner: str = ""

    def is_of(self, dataset: Dataset) -> bool:
        """Whether these are the data that the run was submitted for."""
        return dataset.fingerprint == self.fingerprint and self.content in ("", dataset.content)

    @property
    def parts(self) -> dict[str, TrainingConfig]:
        """The trainings of this run."""
        return parts_of(self.config, self.twin)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able values by name."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return plain | {"config": self.config.to_dict()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> RunSpec:
        """The inverse of ``to_dict``.

        Raises:
            SettingError: a field is missing, or the recipe is of another version.
        """
        try:
            recipe: dict[str, Any] = {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in values["config"].items()
            }
            # Filling in today's defaults would silently train another recipe.
            missing = {field.name for field in fields(TrainingConfig)} - recipe.keys()
            if missing:
                raise TypeError(f"its recipe lacks {', '.join(sorted(missing))}")
            known = {"content": "", "owner": ""} | dict(values)
            given = {field.name: known[field.name] for field in fields(cls) if field.name != "config"}
            return cls(config=TrainingConfig(**recipe), **given)
        except (KeyError, TypeError, AttributeError) as error:
            message = f"This training was created by another version ({error}). Start it again."
            raise SettingError(message) from error
