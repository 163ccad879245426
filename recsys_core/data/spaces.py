"""Two meanings of "similar" that need no model: the same categories, and liked by the same people."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse import linalg

from recsys_core.data.dataset import Dataset
from recsys_core.types import FloatArray, Interactions, ItemSpace

# Up to so many cells (128 MB) the vectors hold everybody, and cosines are exact: MovieLens 1M fits.
DENSE_CELLS = 2**25
REDUCED = 128


def category_space(dataset: Dataset) -> ItemSpace:
    """Similarity of the items' category sets (Jaccard); an item without categories is unknown.

    Returns:
        The space "categories"; columns are the categories in text order. Data without any category give one
        column of zeros, every item unknown.
    """
    names = sorted({name for categories in dataset.items["categories"] for name in categories})
    column = {name: number for number, name in enumerate(names)}
    vectors = np.zeros((len(dataset.item_ids), max(len(names), 1)), np.float32)
    for item_idx, categories in enumerate(dataset.items["categories"]):
        vectors[item_idx, [column[name] for name in categories]] = 1.0
    return ItemSpace("categories", vectors, "jaccard")


def co_rating_space(history: Interactions) -> ItemSpace:
    """Cosine between the sets of people who liked two items, from what a model may see.

    Above `DENSE_CELLS` the vectors are the item side of a truncated SVD of the unit item columns,
    scaled back to unit length: their cosines approximate the exact ones.

    Args:
        history: train, or train and validation; never the part that is measured on.

    Returns:
        The space "co-rating"; an item that nobody liked is unknown.
    """
    liked = history.where(history.liked).matrix().T.tocsr()
    liked.data[:] = 1.0
    counts = np.asarray(liked.sum(axis=1)).ravel()
    unit = sparse.diags_array(1.0 / np.sqrt(np.maximum(counts, 1.0))) @ liked
    if unit.shape[0] * unit.shape[1] <= DENSE_CELLS or min(unit.shape) <= REDUCED + 1:
        return ItemSpace("co-rating", np.asarray(unit.todense(), dtype=np.float32))
    # A fixed start vector makes the result the same in every run.
    start = np.full(min(unit.shape), 1.0 / np.sqrt(min(unit.shape)))
    left, strength, _ = linalg.svds(unit.astype(np.float64), k=REDUCED, v0=start)
    return ItemSpace("co-rating", _unit_rows(left * strength, counts > 0))


def _unit_rows(vectors: FloatArray, known: np.ndarray) -> FloatArray:
    """Rows of length 1, and zeros where nothing is known."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled = np.divide(vectors, length, out=np.zeros_like(vectors), where=(length > 1e-9) & known[:, None])
    return scaled.astype(np.float32)
