"""Similarity as rerankers read it: an item that nothing is known about is never rewarded for that.

Two readings of "nothing is known" serve the gains. Those that punish closeness take such an item to repeat
whatever is in the list (similarity 1); those that reward length or coverage take it to have neither (0). In
both, once listed, it says nothing about the others: one unknown item at the top must not switch variety off.
"""

from __future__ import annotations

import numpy as np

from recsys_core.metrics.similarity import similarity_matrix
from recsys_core.runtime.threads import one_blas_thread
from recsys_core.types import FloatArray, IndexArray, ItemSpace

LARGEST_TABLE = 6000
"""Items up to which all similarities are kept (144 MB); above, rows are computed when needed."""


TWINS = 1 - 1e-6
"""From here on two items are the same: float32 rounding must not order duplicates."""


def candidate_similarity(space: ItemSpace, items: IndexArray, repeats: float) -> FloatArray:
    """(n, n) float64 similarity among ``items`` (n,); row: item in the list, column: candidate.

    Args:
        space: where similarity is read.
        items: item indices.
        repeats: what an item nothing is known about has to whatever is listed: 1 for MMR and MSD, else 0.
    """
    items = np.asarray(items)
    similarity = _products(space, space.vectors[items])
    return _unknown_apart(similarity, space.known[items], repeats).astype(np.float64)


def similarity_table(space: ItemSpace, repeats: float) -> FloatArray:
    """(n_items, n_items) float32 similarity of the whole catalogue, or (0, 0) when that is too large."""
    if len(space.vectors) > LARGEST_TABLE:
        return np.zeros((0, 0), dtype=np.float32)
    with one_blas_thread():  # the walks start right after, on all processors
        similarity = _products(space, space.vectors)
    return _unknown_apart(similarity, space.known, repeats)


def _products(space: ItemSpace, vectors: FloatArray) -> FloatArray:
    vectors = np.asarray(vectors, dtype=np.float32)
    shared = similarity_matrix(vectors, vectors, space.kind)
    shared[shared > TWINS] = 1.0
    return shared


def _unknown_apart(similarity: FloatArray, known: np.ndarray, repeats: float) -> FloatArray:
    np.fill_diagonal(similarity, 1.0)  # rounding of an item's own length must not decide who comes first
    if not known.all():
        similarity[~known] = 0.0
        similarity[:, ~known] = repeats
    return similarity
