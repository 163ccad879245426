"""Divide files into shards: stretches of row groups, or of rows, that workers take one at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from recsys_core.errors import DataError

ROWS = 1_000_000
"""Rows from which a shard is large enough: 5,000 people with 200 candidates, about a second of work."""


@dataclass(frozen=True)
class Shard:
    """A stretch of row groups, counted through all files, or of rows.

    Attributes:
        number: of the shard.
        first: its first row group or row.
        stop: one past its last.
        rows: in it.
    """

    number: int
    first: int
    stop: int
    rows: int


def plan_shards(files: Iterable[Path], rows: int = ROWS) -> list[Shard]:
    """Shards of at least ``rows`` rows (the last may have fewer), the same for the same Parquet files.

    Raises:
        DataError: there is no row.
    """
    shards: list[Shard] = []
    first, at, held = 0, 0, 0
    for path in files:
        found = pq.read_metadata(path)
        for group in range(found.num_row_groups):
            held += found.row_group(group).num_rows
            at += 1
            if held >= rows:
                shards.append(Shard(len(shards), first, at, held))
                first, held = at, 0
    if held:
        shards.append(Shard(len(shards), first, at, held))
    if not shards:
        raise DataError("The files have no rows. Choose files with rows in them.")
    return shards
