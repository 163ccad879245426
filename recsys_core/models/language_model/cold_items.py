"""Score items without interactions from the scores of similar items that have some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import linalg

from recsys_core.data.dataset import Dataset
from recsys_core.data.features import category_space
from recsys_core.types import FloatArray, IndexArray

TEXT_RATE, CATEGORY_RATE, YEAR_SCALE = 1.5, 0.5, 100.0
"""How fast similarity falls with text, with categories and over years. Chosen on five sets of cold items of
MovieLens 100K other than those reported, where categories and years together added 4% to NDCG@10."""
RIDGE = 3.0


@dataclass(frozen=True)
class ContentKernel:
    """Similarity of items by their content alone.

    ``exp(TEXT_RATE · (cos(text) - 1) + CATEGORY_RATE · (cos(categories) - 1) - years apart / YEAR_SCALE)`` is
    a product of three kernels, hence a kernel, so similar items must agree in all three respects.

    Attributes:
        text: (n_items, d) unit rows.
        categories: (n_items, c) unit rows; zeros for an item without categories, which makes it less similar
            to every item.
        years: (n_items,); unknown years are the median of the known ones.
    """

    text: FloatArray
    categories: FloatArray
    years: FloatArray

    @classmethod
    def of(cls, dataset: Dataset, text: FloatArray) -> Self:
        """The kernel of a data set's items under these text vectors (n_items, d), unit rows."""
        members = category_space(dataset).vectors
        length = np.linalg.norm(members, axis=1, keepdims=True)
        years = dataset.items["year"].astype("Float64").to_numpy(np.float64, na_value=np.nan)
        known = years[np.isfinite(years)]
        years = np.where(np.isfinite(years), years, np.median(known) if len(known) else 0.0)
        return cls(text, members / np.maximum(length, 1e-12), years)

    def between(self, rows: IndexArray, columns: IndexArray) -> FloatArray:
        """(len(rows), len(columns)) float64 in (0, 1]; 1 for identical content with categories."""
        text, categories = (
            part[rows].astype(np.float64) @ part[columns].astype(np.float64).T
            for part in (self.text, self.categories)
        )
        apart = np.abs(self.years[rows][:, None] - self.years[columns][None, :])
        exponent = TEXT_RATE * (text - 1.0) + CATEGORY_RATE * (categories - 1.0) - apart / YEAR_SCALE
        return np.exp(exponent)


def propagate(
    scores: FloatArray, kernel: ContentKernel, warm: IndexArray, cold: IndexArray, *, ridge: float = RIDGE
) -> FloatArray:
    """Kernel ridge regression from content to score, one regression per user, solved for all at once.

    With K the kernel, a user's scores of cold items are ``s_warm (K_ww + ridge · I)^-1 K_wc``. Where the
    scores are ``h_u · h_i`` this equals giving a cold item the vector
    ``K_cw (K_ww + ridge · I)^-1 H_warm``, so nothing about users is learned again.

    Args:
        scores: (n_users, n_items); the columns of cold items are ignored.
        kernel: of all items.
        warm: (w,) items with reliable scores, at least one.
        cold: (c,) items to score.
        ridge: above 0; a larger value relies less on single warm items.

    Returns:
        (n_users, c) float32.

    Raises:
        ValueError: there is no warm item, or ridge is not above 0.
    """
    if not len(warm):
        raise ValueError("there must be at least one warm item, got none")
    if ridge <= 0:
        raise ValueError(f"ridge must be above 0, got {ridge}")
    gram = kernel.between(warm, warm)
    gram[np.diag_indices(len(gram))] += ridge
    weights = linalg.solve(gram, kernel.between(warm, cold), assume_a="pos")
    return (scores[:, warm] @ weights).astype(np.float32)
