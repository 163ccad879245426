"""Which model finds the items that hardly anybody has rated: later likes found, by how known an item is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.types import Candidates, FloatArray


@dataclass(frozen=True, eq=False)
class RareItems:
    """Later likes, by how many interactions their item had before.

    Attributes:
        limits: least interactions of each group after the first, ascending.
        likes: (n_groups,) later likes of such items.
        found: by model, (n_groups,) share of them among the person's best items; NaN where there is no like.
        depth: how many best items of a person count.
    """

    limits: tuple[int, ...]
    likes: np.ndarray
    found: dict[str, FloatArray]
    depth: int

    def best(self, group: int) -> str:
        """The model that finds most of a group; the first on a tie."""
        return max(self.found, key=lambda name: float(np.nan_to_num(self.found[name][group], nan=-1.0)))


def rare_items(
    truth: GroundTruth, candidates: dict[str, Candidates], limits: Sequence[int], depth: int
) -> RareItems:
    """Count the later likes that each model has among a person's ``depth`` best items.

    Args:
        truth: later likes and what was known before.
        candidates: by model.
        limits: interactions at which each further group of items begins, ascending.
        depth: at most the number of candidates.

    Raises:
        ValueError: ``depth`` is more than a model's candidates.
    """
    likes = truth.relevant_matrix.tocoo()
    group = np.searchsorted(np.asarray(limits), truth.popularity[likes.col], side="right")
    counts = np.bincount(group, minlength=len(limits) + 1)
    found: dict[str, FloatArray] = {}
    for name, model in candidates.items():
        if depth > model.items.shape[1]:
            raise ValueError(f"depth must be at most {model.items.shape[1]}, got {depth}")
        shown = (model.items[likes.row, :depth] == likes.col[:, None]).any(axis=1)
        hits = np.bincount(group, weights=shown, minlength=len(limits) + 1)
        found[name] = np.divide(hits, counts, out=np.full(len(counts), np.nan), where=counts > 0)
    return RareItems(tuple(limits), counts, found, depth)
