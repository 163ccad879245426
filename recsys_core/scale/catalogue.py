"""The items of a source: their ids, and their vectors memory-mapped, so that all workers share one copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from recsys_core.data.candidates.layout import VECTORS
from recsys_core.errors import DataError
from recsys_core.metrics.similarity import unit_rows
from recsys_core.scale.array_file import write_rows
from recsys_core.scale.source import Source
from recsys_core.types import FloatArray, IndexArray, ItemSpace

_ROWS = 16_384  # vectors scaled at a time
_SPARSEST = 8  # numbers an item up to which ids are looked up by number


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All items.

    Attributes:
        ids: (n_items,) the data's own ids.
        space: their unit vectors, read from disk as needed.
    """

    ids: pa.Array
    space: ItemSpace

    @cached_property
    def _lowest(self) -> int:
        return int(pc.min(self.ids).as_py()) if pa.types.is_integer(self.ids.type) and len(self.ids) else 0

    @cached_property
    def _rows(self) -> IndexArray:
        """Row of each whole number from the lowest id on, -1 for none; empty for ids of another kind.

        Several times quicker than a hash table, where the numbers lie close enough together.
        """
        nothing: IndexArray = np.empty(0, np.int32)
        if not pa.types.is_integer(self.ids.type) or not len(self.ids):
            return nothing
        span = int(pc.max(self.ids).as_py()) - self._lowest + 1
        if span > _SPARSEST * len(self.ids):
            return nothing
        rows = np.full(span, -1, np.int32)
        rows[self.ids.to_numpy().astype(np.int64) - self._lowest] = np.arange(len(self.ids), dtype=np.int32)
        return rows

    def index_of(self, ids: pa.Array, file: str) -> IndexArray:
        """(n,) int32 rows of items.

        Raises:
            DataError: an item is not among ``ids``.
        """
        if pa.types.is_integer(ids.type) and len(self._rows):
            numbers = ids.to_numpy().astype(np.int64) - self._lowest
            inside = (numbers >= 0) & (numbers < len(self._rows))
            rows = self._rows[np.where(inside, numbers, 0)]
            if inside.all() and (rows >= 0).all():
                return rows
        same = ids if ids.type == self.ids.type else _as_text(ids)
        known = self.ids if ids.type == self.ids.type else _as_text(self.ids)
        found = pc.index_in(same, value_set=known)
        if found.null_count:
            lost = ids.filter(pc.is_null(found))[0]
            raise DataError(f"{file} names item {lost}, which the items file does not hold. Add it there.")
        return found.to_numpy()


def prepare_vectors(source: Source, folder: Path) -> Path:
    """Write the items' vectors scaled to length 1 into ``folder``, unless they are there; returns the file.

    Raises:
        DataError: they are no array of numbers, or not one row an item.
        OSError: the folder cannot be written.
    """
    target = folder / "unit_vectors.npy"
    raw, n = _raw_vectors(source), pq.read_metadata(source.items).num_rows
    if raw.ndim != 2 or len(raw) != n:
        raise DataError(
            f"{VECTORS} must have one row for each of the {n} rows of {source.items.name}, got {raw.shape}."
        )
    if target.exists():
        return target

    def blocks() -> Iterator[FloatArray]:
        for start in range(0, n, _ROWS):
            rows = np.asarray(raw[start : start + _ROWS], np.float64)
            if not np.isfinite(rows).all():
                raise DataError(
                    f"{VECTORS} holds values that are no numbers near row {start}. Write it again."
                )
            yield unit_rows(rows)

    write_rows(target, raw.shape, blocks())
    return target


@lru_cache(maxsize=1)
def open_catalogue(source: Source, vectors: Path) -> Catalogue:
    """The catalogue with the vectors of ``prepare_vectors``; one worker opens it once.

    Raises:
        DataError: an item id is missing or repeated.
    """
    ids = pq.read_table(source.items, columns=[source.items_id]).column(0).combine_chunks()
    if ids.null_count or pc.count_distinct(ids).as_py() != len(ids):
        raise DataError(f"{source.items.name} has missing or repeated ids. Give each item one row.")
    space = ItemSpace("vectors", np.load(vectors, mmap_mode="r", allow_pickle=False))
    _ = space.known  # once, not for every few hundred people
    return Catalogue(ids, space)


def _raw_vectors(source: Source) -> np.ndarray:
    try:
        found: np.ndarray = np.load(source.vectors, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError, EOFError) as error:
        raise DataError(
            f"{VECTORS} is not an array of numbers as numpy.save writes it. Write it again."
        ) from error
    if found.dtype.kind not in "fiu":
        raise DataError(f"{VECTORS} must hold numbers, got {found.dtype}. Write it again.")
    return found


def _as_text(ids: pa.Array) -> pa.Array:
    return pc.utf8_trim_whitespace(pc.cast(ids, pa.string()))
