"""The best-scored columns of each row, dense or sparse, by one pass over the row and a small heap."""

from __future__ import annotations

from functools import partial

import numpy as np
from scipy import sparse

from recsys_core.runtime.compilation import borrowing
from recsys_core.runtime.threads import for_all
from recsys_core.types import FloatArray, IndexArray


def best_items(scores: FloatArray, n: int) -> tuple[IndexArray, FloatArray]:
    """Columns and values of each row's ``n`` largest, descending, ties by lower column.

    Args:
        scores: (rows, columns) float32 or float64; -inf where a column must not be chosen, never NaN.
        n: at most the number of columns.

    Returns:
        (rows, n) int32 columns and (rows, n) float64 values; -1 and -inf where a row has fewer.
    """
    items, values = _empty(len(scores), n)
    for_all(len(scores), partial(_best, np.ascontiguousarray(scores), items, values))
    return items, values


def best_stored(matrix: sparse.csr_matrix, n: int) -> tuple[IndexArray, FloatArray]:
    """The same of the values that a sparse matrix stores; what it does not store is never chosen.

    Args:
        matrix: (rows, columns) CSR, its columns in any order within a row.
        n: at least 1.
    """
    items, values = _empty(matrix.shape[0], n)
    parts = (matrix.indptr, matrix.indices, matrix.data)
    for_all(matrix.shape[0], partial(_best_stored, *parts, items, values))
    return items, values


def _empty(rows: int, n: int) -> tuple[IndexArray, FloatArray]:
    return np.full((rows, n), -1, np.int32), np.full((rows, n), -np.inf)


@borrowing(nogil=True)
def _best(scores: FloatArray, items: IndexArray, values: FloatArray, first: int, stop: int) -> None:
    for row in range(first, stop):
        size, heap, columns = 0, values[row], items[row]
        for column in range(scores.shape[1]):
            # Of equal values the one that came first, the lower column, stays. Most values cost no call.
            if size < len(heap) or scores[row, column] > heap[0]:
                size = _offer(heap, columns, size, scores[row, column], column)
        _sort(heap, columns, size)


@borrowing(nogil=True)
def _best_stored(
    starts: IndexArray,
    columns: IndexArray,
    stored: FloatArray,
    items: IndexArray,
    values: FloatArray,
    first: int,
    stop: int,
) -> None:
    for row in range(first, stop):
        size, heap, chosen = 0, values[row], items[row]
        for at in range(starts[row], starts[row + 1]):
            if size < len(heap) or _is_worse(heap[0], chosen[0], stored[at], columns[at]):
                size = _offer(heap, chosen, size, stored[at], columns[at])
        _sort(heap, chosen, size)


@borrowing(nogil=True)
def _offer(heap: FloatArray, columns: IndexArray, size: int, value: float, column: int) -> int:
    """Keep a value that is among the best so far; the heap's root is the worst. Returns the heap's size."""
    if size < len(heap):
        if value == -np.inf:
            return size
        _rise(heap, columns, size, value, column)
        return size + 1
    _sink(heap, columns, size, value, column)
    return size


@borrowing(nogil=True)
def _sort(heap: FloatArray, columns: IndexArray, size: int) -> None:
    """Take the values out of the heap from worst to best."""
    for end in range(size - 1, 0, -1):
        value, column = heap[end], columns[end]
        heap[end], columns[end] = heap[0], columns[0]
        _sink(heap, columns, end, value, column)


@borrowing(nogil=True)
def _is_worse(value: float, column: int, other: float, other_column: int) -> bool:
    return value < other or (value == other and column > other_column)


@borrowing(nogil=True)
def _rise(heap: FloatArray, columns: IndexArray, place: int, value: float, column: int) -> None:
    """Put a value at the end of the heap and lift it to its place."""
    while place > 0:
        parent = (place - 1) // 2
        if not _is_worse(value, column, heap[parent], columns[parent]):
            break
        heap[place], columns[place] = heap[parent], columns[parent]
        place = parent
    heap[place], columns[place] = value, column


@borrowing(nogil=True)
def _sink(heap: FloatArray, columns: IndexArray, size: int, value: float, column: int) -> None:
    """Replace the root and lower the new value to its place."""
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and _is_worse(heap[child + 1], columns[child + 1], heap[child], columns[child]):
            child += 1
        if not _is_worse(heap[child], columns[child], value, column):
            break
        heap[place], columns[place] = heap[child], columns[child]
        place = child
    heap[place], columns[place] = value, column
