"""Similarity as rerankers read it: an item that nothing is known about is never rewarded for that.

Two readings of "nothing is known" serve the gains. Those that punish closeness take such an item to repeat
whatever is in the list (similarity 1); those that reward length or coverage take it to have neither (0). In
both, once listed, it says nothing about the others: one unknown item at the top must not switch variety off.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from recsys_core.metrics.similarity import similarity_matrix
from recsys_core.runtime.threads import for_all, one_blas_thread
from recsys_core.types import BoolArray, FloatArray, IndexArray, ItemSpace

LARGEST_TABLE = 6000
"""Items up to which all similarities are kept (144 MB, or 288 with the rest); above, rows are computed."""


TWINS = 1 - 1e-6
"""From here on two items are the same: float32 rounding must not order duplicates."""

_ROWS = 512  # of a table, computed at a time in float64


def is_fine(repeats: float) -> bool:
    """Whether a gain with this reading of the unknown needs more digits than float32 has.

    A length outside a span is what differences of products leave. Past the rank of the vectors nothing is
    left, and float32 would show 1e-5 there: a rounding would overrule relevance.
    """
    return repeats == 0.0


def candidate_similarity(space: ItemSpace, items: IndexArray, repeats: float) -> FloatArray:
    """(n, n) float64 similarity among ``items`` (n,); row: item in the list, column: candidate.

    Args:
        space: where similarity is read.
        items: item indices.
        repeats: what an item nothing is known about has to whatever is listed: 1 for MMR and MSD, whose
            similarities are rounded to float32, else 0.
    """
    items = np.asarray(items)
    vectors = space.vectors[items]
    lengths = row_lengths(vectors, space.kind)
    rows = _unknown_apart(
        _products(vectors, vectors, lengths, lengths, space.kind), space.known[items], repeats
    )
    return rows if is_fine(repeats) else rows.astype(np.float32).astype(np.float64)


def similarity_table(space: ItemSpace, repeats: float) -> tuple[FloatArray, FloatArray]:
    """Similarity of the whole catalogue, and what rounding it to float32 left over.

    Returns:
        (n_items, n_items) float32 each. The second is (0, 0) unless the gain ``is_fine``; both are when the
        catalogue is too large.
    """
    nothing, n = np.zeros((0, 0), dtype=np.float32), len(space.vectors)
    if n > LARGEST_TABLE:
        return nothing, nothing
    table = np.empty((n, n), np.float32)
    rest = np.empty((n, n), np.float32) if is_fine(repeats) else nothing
    lengths = row_lengths(space.vectors, space.kind)

    def fill(start: int, stop: int) -> None:
        # The same stretches whatever the number of threads: products of others round otherwise.
        for first in range(start, stop, _ROWS):
            rows = slice(first, min(first + _ROWS, stop))
            products = _products(space.vectors[rows], space.vectors, lengths[rows], lengths, space.kind)
            _unknown_apart(products, space.known, repeats, first)
            table[rows] = products
            if rest.size:
                rest[rows] = products - table[rows]

    with one_blas_thread():  # our own threads share the rows
        for_all(n, fill, _ROWS)
    return table, rest


def row_lengths(vectors: FloatArray, kind: Literal["cosine", "jaccard"]) -> FloatArray:
    """(n,) float64 by which products are divided: unit rows are so only up to float32; 1 for a zero row."""
    if kind == "jaccard":
        return np.ones(len(vectors))
    found = np.sqrt(np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64))
    return np.where(found > 0, found, 1.0)


def _products(
    left: FloatArray,
    right: FloatArray,
    left_lengths: FloatArray,
    right_lengths: FloatArray,
    kind: Literal["cosine", "jaccard"],
) -> FloatArray:
    unit_left = np.asarray(left, np.float64) / left_lengths[:, None]
    shared = similarity_matrix(unit_left, np.asarray(right, np.float64) / right_lengths[:, None], kind)
    shared[shared > TWINS] = 1.0
    return shared


def _unknown_apart(similarity: FloatArray, known: BoolArray, repeats: float, start: int = 0) -> FloatArray:
    """Rows ``start``.. of the whole, with an item's own similarity and that of unknown items put right."""
    rows = np.arange(len(similarity))
    similarity[rows, start + rows] = 1.0  # rounding of an item's own length must not decide who comes first
    if not known.all():
        similarity[~known[start : start + len(rows)]] = 0.0
        similarity[:, ~known] = repeats
    return similarity
