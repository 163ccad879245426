"""How much one interaction says about a person: by how much it was liked, and by how long ago it was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.types import FloatArray, IndexArray, Interactions

LEVEL_WEIGHTS = (0.05, 0.1, 0.3, 0.8, 1.0)
"""Weight of levels 1..5. Even a disliked item says that it was worth a look."""


@dataclass(frozen=True)
class Recency:
    """Exponential forgetting over a person's own positions, with a floor.

    Attributes:
        decay: positions after which an interaction counts 1/e of the newest; above 0.
        floor: weight that never fades, in [0, 1].
    """

    decay: float = 10.0
    floor: float = 0.1

    def __post_init__(self) -> None:
        if self.decay <= 0:
            raise ValueError(f"decay must be above 0, got {self.decay}")
        if not 0 <= self.floor <= 1:
            raise ValueError(f"floor must be in [0, 1], got {self.floor}")

    def weights(self, history: Interactions) -> FloatArray:
        """(n,) float64 in [floor, 1]; a person's newest interaction weighs 1."""
        return self.floor + (1 - self.floor) * np.exp(-ages(history) / self.decay)


def ages(history: Interactions) -> IndexArray:
    """(n,): how many interactions of the same person came later; 0 is the newest."""
    position = np.arange(len(history)) - history.offsets[history.user_idx]
    return history.counts[history.user_idx] - 1 - position


def level_values(history: Interactions, weights: tuple[float, ...] = LEVEL_WEIGHTS) -> FloatArray:
    """(n,) float64: the weight of each interaction's level.

    Raises:
        ValueError: there are not five weights.
    """
    if len(weights) != 5:
        raise ValueError(f"there must be five level weights, got {len(weights)}")
    return np.asarray(weights, np.float64)[history.level.astype(np.intp) - 1]
