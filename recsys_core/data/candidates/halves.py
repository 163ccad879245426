"""The two halves of the people whose outcomes are known: one chooses, the other certifies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.types import BoolArray, IndexArray, Interactions, Stage


@dataclass(frozen=True)
class PersonHalves:
    """A split by person, with the methods of ``data.split.Split``.

    Candidates that come from outside know one period only, so nothing can be held back in time. Everybody
    keeps the whole history at both stages; outcomes count for one half at "valid" and the other at "test".

    Attributes:
        interactions: the history of everybody.
        outcomes: what people did later.
        chooses: (n_users,) who belongs to the half that chooses.
    """

    interactions: Interactions
    outcomes: Interactions
    chooses: BoolArray

    def history(self, stage: Stage) -> Interactions:
        """What was known before, the same at both stages."""
        return self.interactions

    def target(self, stage: Stage) -> Interactions:
        """The outcomes of the half that chooses at "valid", of the half that certifies at "test"."""
        belongs = self.chooses if stage == "valid" else ~self.chooses
        return self.outcomes.where(belongs[self.outcomes.user_idx])


def no_interactions(n_users: int, n_items: int) -> Interactions:
    """Nothing, over these people and items."""
    empty: IndexArray = np.empty(0, np.int32)
    return Interactions(
        empty, empty, np.empty(0, np.float32), np.empty(0, np.int8), np.empty(0), n_users, n_items
    )
