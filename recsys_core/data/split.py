"""Split each user's interactions in time order: train, validation, test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.types import IndexArray, Interactions, Stage

TRAIN, VALID, TEST = 0, 1, 2


@dataclass(frozen=True)
class Split:
    """Which part each interaction belongs to.

    Attributes:
        interactions: all interactions, sorted by user, then time.
        part: (n,) int8, one of TRAIN, VALID, TEST.
    """

    interactions: Interactions
    part: IndexArray

    def history(self, stage: Stage) -> Interactions:
        """What a model may see: train for "valid", train and validation for "test"."""
        return self.interactions.where(self.part < _target_part(stage))

    def target(self, stage: Stage) -> Interactions:
        """What it is measured on: validation for "valid", test for "test"."""
        return self.interactions.where(self.part == _target_part(stage))


def split_by_time(interactions: Interactions, *, test_share: float = 0.2, valid_share: float = 0.1) -> Split:
    """Split each user's n interactions: the last ceil(test_share · n) are test.

    The ceil(valid_share · n) before those are validation, and the rest train. Ties in time keep input order.
    A user with one or two interactions has no train part, and with a single one no validation part either.

    Args:
        interactions: sorted by user, then time.
        test_share: in [0, 1).
        valid_share: in [0, 1).

    Raises:
        ValueError: a share is outside [0, 1) or they sum to 1 or more.
    """
    if not (0 <= test_share < 1 and 0 <= valid_share < 1 and test_share + valid_share < 1):
        raise ValueError(f"shares must be in [0, 1) and sum below 1, got {test_share} and {valid_share}")
    counts = interactions.counts
    # Round the product first: 0.1 * 30 is 3.0000000000000004 and must give 3, not 4.
    n_test = np.ceil(np.round(test_share * counts, 9)).astype(np.int64)
    n_valid = np.ceil(np.round(valid_share * counts, 9)).astype(np.int64)
    n_valid = np.minimum(n_valid, counts - n_test)
    sizes = np.stack([counts - n_test - n_valid, n_valid, n_test], axis=1).ravel()
    part = np.repeat(np.tile(np.array([TRAIN, VALID, TEST], np.int8), len(counts)), sizes)
    return Split(interactions, part)


def _target_part(stage: Stage) -> int:
    return {"valid": VALID, "test": TEST}[stage]
