"""The weight of an interaction: by its rating level, and by how recent it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.types import FloatArray, IndexArray, Interactions

LEVEL_WEIGHTS = (0.05, 0.1, 0.3, 0.8, 1.0)
"""Weight of levels 1..5. Even a disliked item was worth a look to the user."""


@dataclass(frozen=True)
class Recency:
    """Exponential forgetting over the positions of a user's history, with a floor.

    Attributes:
        decay: positions after which the fading part of a weight falls to 1/e; above 0.
        floor: the part that never fades, in [0, 1].
    """

    decay: float = 10.0
    floor: float = 0.1

    def __post_init__(self) -> None:
        if self.decay <= 0:
            raise ValueError(f"decay must be above 0, got {self.decay}")
        if not 0 <= self.floor <= 1:
            raise ValueError(f"floor must be in [0, 1], got {self.floor}")

    def weights(self, history: Interactions) -> FloatArray:
        """(n,) float64 in [floor, 1]; each user's newest interaction weighs 1."""
        return self.floor + (1 - self.floor) * np.exp(-ages(history) / self.decay)


def ages(history: Interactions) -> IndexArray:
    """(n,): how many later interactions the same user has; 0 is the newest."""
    position = np.arange(len(history)) - history.offsets[history.user_idx]
    return history.counts[history.user_idx] - 1 - position


def level_values(history: Interactions, weights: tuple[float, ...] = LEVEL_WEIGHTS) -> FloatArray:
    """(n,) float64: the weight of each interaction's level.

    Raises:
        ValueError: there are not exactly five weights.
    """
    if len(weights) != 5:
        raise ValueError(f"there must be five level weights, got {len(weights)}")
    return np.asarray(weights, np.float64)[history.level.astype(np.intp) - 1]


def history_values(
    history: Interactions, level_weights: tuple[float, ...], recency: Recency | None
) -> FloatArray:
    """(n,) float64: the weight of each interaction by level and, with ``recency``, by age."""
    values = level_values(history, level_weights)
    return values if recency is None else values * recency.weights(history)
