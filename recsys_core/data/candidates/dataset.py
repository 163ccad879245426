"""Scored candidates in memory: what somebody's own system would show, and what is known beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from recsys_core.data.dataset import Dataset
from recsys_core.errors import SettingError
from recsys_core.messages import message
from recsys_core.types import BoolArray, Candidates, FloatArray, Interactions

Origin = Literal["logged", "random", "survey", "unknown"]
ORIGINS: tuple[Origin, ...] = ("logged", "random", "survey", "unknown")
"""How outcomes arose: logged under the lists of that time, in a random slot, by a survey, not said."""

HALVES_SEED = 0
"""Divides people into those who help to choose and those who certify. Fixed before outcomes are read."""


@dataclass(frozen=True)
class ReadFile:
    """How one file was understood.

    Attributes:
        name: of the file or of the folder of parts.
        rows: how many rows it has.
        roles: by role, the column that was read as it.
        unused: columns that nothing was made of.
    """

    name: str
    rows: int
    roles: dict[str, str]
    unused: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScoredDataset(Dataset):
    """Candidates of one or more systems over one catalogue; ``interactions`` are the history, perhaps none.

    Attributes:
        systems: by the system's name, each person's best candidates; people without any have none.
        outcomes: what people did later, over the same people and items; None where nothing is known.
        origin: how the outcomes arose.
        vectors: (n_items, n_dimensions) float32, the system's own description of items; zeros where it has
            none. None: no vectors were brought.
        files: how each file was understood.
    """

    systems: dict[str, Candidates] = field(default_factory=dict)
    outcomes: Interactions | None = None
    origin: Origin = "unknown"
    vectors: FloatArray | None = None
    files: tuple[ReadFile, ...] = ()

    @property
    def has_history(self) -> bool:
        """Whether anything is known of what people did before."""
        return len(self.interactions) > 0

    @cached_property
    def chooses(self) -> BoolArray:
        """(n_users,) who belongs to the half that chooses; the other half certifies.

        Drawn from the people alone, in the order of their ids: outcomes cannot change it.
        """
        n = len(self.user_ids)
        half = np.zeros(n, np.bool_)
        half[np.random.default_rng(HALVES_SEED).permutation(n)[: n // 2]] = True
        return half

    @cached_property
    def fingerprint(self) -> str:
        """As ``Dataset.fingerprint``, with the candidates."""
        digest = hashlib.sha256(super().fingerprint.encode())
        for name, candidates in self.systems.items():
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(candidates.items, dtype="<i4").tobytes())
            digest.update(np.ascontiguousarray(candidates.scores, dtype="<f8").tobytes())
        return digest.hexdigest()[:16]

    @cached_property
    def content(self) -> str:
        """As ``Dataset.content``, with outcomes, how they arose, and vectors."""
        digest = hashlib.sha256(super().content.encode())
        if self.outcomes is not None:
            digest.update(self.origin.encode())
            for column in (self.outcomes.user_idx, self.outcomes.item_idx, self.outcomes.level):
                digest.update(np.ascontiguousarray(column, dtype="<i4").tobytes())
        if self.vectors is not None:
            digest.update(np.ascontiguousarray(self.vectors, dtype="<f4").tobytes())
        return digest.hexdigest()[:16]


def check_trainable(dataset: Dataset) -> None:
    """Refuse data on which no model can be trained.

    Raises:
        SettingError: the data come with their own scores.
    """
    if isinstance(dataset, ScoredDataset):
        raise SettingError(
            message(
                "errors.candidates_not_trained",
                "{title} comes with its own scores, so there is nothing to train. To train a model, bring "
                "interactions: who bought, watched or rated what.",
                title=dataset.title,
            )
        )
