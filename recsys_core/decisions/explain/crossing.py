"""Why a list changes at exactly this λ: the two lines that cross there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.rerank.mmr import mmr_gain
from recsys_core.types import FloatArray, IndexArray


@dataclass(frozen=True)
class Crossing:
    """The first rank at which two lists differ, and the scores of both candidates for it.

    Each candidate scores ``(1 - λ) * relevance - λ * redundancy``, a straight line in λ.

    Attributes:
        rank: from 0.
        leaving: position of the candidate at this rank before.
        entering: position of the candidate at this rank after.
        relevance: of the leaving and the entering candidate.
        redundancy: their largest similarity to the items above them, 0 at the top.
        lambda_: where the lines cross.
    """

    rank: int
    leaving: int
    entering: int
    relevance: tuple[float, float]
    redundancy: tuple[float, float]
    lambda_: float


def crossing(
    relevance: FloatArray, similarity: FloatArray, before: IndexArray, after: IndexArray
) -> Crossing:
    """Explain the change from one MMR list to the next along λ.

    Args:
        relevance: (n_candidates,).
        similarity: (n_candidates, n_candidates).
        before: (k,) positions just below the λ of the change.
        after: (k,) positions at and above it.

    Returns:
        The crossing at the first rank where the lists differ.

    Raises:
        ValueError: the lists have different lengths or are equal, or the candidates' lines are parallel.
    """
    before, after = np.asarray(before), np.asarray(after)
    if before.shape != after.shape or np.array_equal(before, after):
        raise ValueError(f"two different lists of one length are needed, got {before} and {after}")
    rank = int(np.argmax(before != after))
    leaving, entering = int(before[rank]), int(after[rank])
    redundancy = 0.0 - mmr_gain(similarity, before[:rank])
    more_relevant = float(relevance[leaving]) - float(relevance[entering])
    slope = more_relevant + float(redundancy[leaving]) - float(redundancy[entering])
    if slope == 0:
        raise ValueError(f"candidates {leaving} and {entering} score the same distance apart at every λ")
    return Crossing(
        rank,
        leaving,
        entering,
        (float(relevance[leaving]), float(relevance[entering])),
        (float(redundancy[leaving]), float(redundancy[entering])),
        more_relevant / slope,
    )
