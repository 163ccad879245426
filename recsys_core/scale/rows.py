"""Tables whose rows are the work, each beside rows of an array: people to score, texts to encode."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from recsys_core.errors import DataError
from recsys_core.scale.shards import Shard
from recsys_core.scale.source import identity_of


@dataclass(frozen=True)
class Rows:
    """A table that is worked on in stretches of rows.

    Attributes:
        table: Parquet file.
        column: what is read of it.
        others: further files that the work depends on.
        at_once: rows of a shard.
    """

    table: Path
    column: str
    others: tuple[Path, ...]
    at_once: int

    def identity(self) -> str:
        """See ``source.identity_of``."""
        return identity_of((self.table, *self.others))

    def shards(self) -> list[Shard]:
        """Stretches of rows."""
        n = pq.read_metadata(self.table).num_rows
        starts = range(0, n, self.at_once)
        return [
            Shard(at, start, min(n, start + self.at_once), min(n - start, self.at_once))
            for at, start in enumerate(starts)
        ]

    def read(self, shard: Shard) -> pa.Array:
        """The column in a shard; row groups outside it are not read.

        Raises:
            DataError: a value is missing.
        """
        parts, at = [], 0
        with pq.ParquetFile(self.table, memory_map=True) as file:
            for group in range(file.num_row_groups):
                n = file.metadata.row_group(group).num_rows
                if at < shard.stop and at + n > shard.first:
                    column = file.read_row_group(group, columns=[self.column]).column(0)
                    first = max(0, shard.first - at)
                    parts.append(column.slice(first, min(n, shard.stop - at) - first).combine_chunks())
                at += n
        found = pa.concat_arrays(parts)
        if found.null_count:
            raise DataError(f"{self.table.name} has rows without {self.column}. Fill them in.")
        return found


def open_rows(table: Path, column: str, others: tuple[Path, ...], at_once: int) -> Rows:
    """Check a table and its column.

    Raises:
        DataError: the table cannot be read, or has no such column.
    """
    try:
        names = pq.read_schema(table).names
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{table} cannot be read as Parquet. Write it as a Parquet file.") from error
    if column not in names:
        found = ", ".join(names)
        raise DataError(f"{table.name} has no column {column} (found: {found}). Name the column so.")
    return Rows(table, column, others, at_once)


def open_vectors(path: Path, n_rows: int) -> np.ndarray:
    """An array with a row for each of ``n_rows``, memory-mapped.

    Raises:
        DataError: it is no such array of numbers.
    """
    try:
        found: np.ndarray = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError, EOFError) as error:
        raise DataError(f"{path} is not an array as numpy.save writes it. Write it again.") from error
    if found.ndim != 2 or len(found) != n_rows or found.dtype.kind != "f":
        raise DataError(
            f"{path.name} must hold {n_rows} rows of floating-point numbers, got {found.shape} {found.dtype}."
        )
    return found
