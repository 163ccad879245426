"""Divide candidates into shards: stretches of row groups that workers take one at a time."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow.parquet as pq

from recsys_core.errors import DataError
from recsys_core.scale.source import Source

ROWS = 1_000_000
"""Rows from which a shard is large enough: 5,000 people with 200 candidates, about a second of work."""


@dataclass(frozen=True)
class Shard:
    """The people whose first row lies in a stretch of row groups, counted through all files.

    Attributes:
        number: of the shard.
        first: its first row group.
        stop: one past its last.
        rows: rows in these row groups.
    """

    number: int
    first: int
    stop: int
    rows: int


def plan_shards(source: Source, rows: int = ROWS) -> list[Shard]:
    """Shards of at least ``rows`` rows (the last may have fewer), the same for the same files.

    Raises:
        DataError: there is no row.
    """
    shards: list[Shard] = []
    first, at, held = 0, 0, 0
    for path in source.candidates:
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
        raise DataError(f"{source.candidates[0].name} has no rows. Choose a file with rows in it.")
    return shards
