"""Stream the people of a shard with their candidates, a few hundred at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from recsys_core.data.candidates.scores import MOST
from recsys_core.errors import DataError
from recsys_core.runtime.compilation import compiled
from recsys_core.scale.catalogue import Catalogue
from recsys_core.scale.shards import Shard
from recsys_core.scale.source import Source
from recsys_core.types import Candidates, FloatArray, IndexArray

ROWS_AT_ONCE = 1 << 17
"""Rows held at a time: 650 people with 200 candidates."""

_REPEATED, _NO_NUMBER = 1, 2


@dataclass(frozen=True, eq=False)
class People:
    """Some consecutive people.

    Attributes:
        ids: (n,) the data's own ids, ascending.
        candidates: best first; the best ``MOST`` of each.
    """

    ids: pa.Array
    candidates: Candidates

    def where(self, keep: np.ndarray) -> People:
        """Those for whom ``keep`` (n,) is true."""
        found = Candidates(self.candidates.items[keep], self.candidates.scores[keep])
        return People(self.ids.filter(pa.array(keep)), found)


def read_people(source: Source, shard: Shard, catalogue: Catalogue) -> Iterator[People]:
    """The people whose first row lies in the shard, in order.

    A person whose rows go on beyond the shard is read to the end, and one who began before it is left out.

    Raises:
        DataError: people are not in ascending order, an id or score is missing, an item is not in the
            catalogue, or a person has an item twice.
    """
    held: pa.Table | None = None
    for table in _tables(source, shard):
        rows = table if held is None else pa.concat_tables([held, table]).combine_chunks()
        begins = _begins(rows.column(0))
        last = int(begins[-1])
        if last:
            yield whole_people(rows.slice(0, last), catalogue, source)
        held = rows.slice(last)
    if held is not None and len(held):
        yield whole_people(held.combine_chunks(), catalogue, source)


def _tables(source: Source, shard: Shard) -> Iterator[pa.Table]:
    """The rows of the shard's people in pieces, checked to ascend."""
    before = _last_id(source, shard.first)
    last = before
    for group, table in _rows(source, shard.first):
        if any(column.null_count for column in table.columns):
            raise DataError(
                f"{source.candidates[0].name} has rows without a person, item or score. Leave them out."
            )
        ids = table.column(0).combine_chunks()
        _check_ascending(ids, last, source)
        if group >= shard.stop:
            if last is None or last == before:
                return
            table = table.filter(pc.equal(ids, last))  # the end of whom the shard began
            if len(table):
                yield table
            if len(table) < len(ids):
                return
            continue
        last = ids[-1]
        if ids[0] == before:
            table = table.filter(pc.not_equal(ids, before))  # the shard before reads these to the end
        if len(table):
            yield table


def _rows(source: Source, first: int) -> Iterator[tuple[int, pa.Table]]:
    """Pieces of all row groups from ``first`` on, with the row group's number."""
    columns, group = [source.user, source.item, source.score], 0
    for path in source.candidates:
        with pq.ParquetFile(path, memory_map=True) as file:
            for own in range(file.num_row_groups):
                if group >= first:
                    for batch in file.iter_batches(ROWS_AT_ONCE, row_groups=[own], columns=columns):
                        if len(batch):
                            yield group, pa.Table.from_batches([batch]).select(columns)
                group += 1


def _last_id(source: Source, group: int) -> pa.Scalar | None:
    """The id in the last row before a row group; None if there is no row."""
    groups = [
        (path, own) for path in source.candidates for own in range(pq.read_metadata(path).num_row_groups)
    ]
    for path, own in reversed(groups[:group]):
        with pq.ParquetFile(path, memory_map=True) as file:
            if file.metadata.row_group(own).num_rows:
                ids = file.read_row_group(own, columns=[source.user]).column(0)
                return ids[len(ids) - 1]
    return None


def _check_ascending(ids: pa.Array, last: pa.Scalar | None, source: Source) -> None:
    falls = pc.any(pc.less(ids.slice(1), ids.slice(0, len(ids) - 1))).as_py() if len(ids) > 1 else False
    if falls or (last is not None and pc.less(ids[0], last).as_py()):
        raise DataError(
            f"{source.candidates[0].name} must be sorted by {source.user}, so that people can be read one "
            f"after the other (found {ids[0]} after a later one). Sort it, for example with DuckDB: "
            f"COPY (FROM 'candidates.parquet' ORDER BY {source.user}) TO 'sorted.parquet'."
        )


def _begins(ids: pa.ChunkedArray) -> IndexArray:
    """Rows at which another person begins, the first among them."""
    whole = ids.combine_chunks()
    new = np.ones(len(whole), np.bool_)
    if len(whole) > 1:
        other = pc.not_equal(whole.slice(1), whole.slice(0, len(whole) - 1))
        new[1:] = other.to_numpy(zero_copy_only=False)
    return np.flatnonzero(new)


def whole_people(rows: pa.Table, catalogue: Catalogue, source: Source) -> People:
    """The people of rows (person, item, score) that hold nobody in part.

    Raises:
        DataError: an item is not in the catalogue, a person has one twice, or a score is no number.
    """
    begins = _begins(rows.column(0))
    ids = rows.column(0).combine_chunks()
    items = catalogue.index_of(rows.column(1).combine_chunks(), source.candidates[0].name)
    scores = pc.cast(rows.column(2), pa.float64()).to_numpy()
    if not source.larger_is_better:
        scores = -scores
    ends = np.append(begins[1:], len(rows))
    width = min(MOST, int((ends - begins).max()))
    found: IndexArray = np.full((len(begins), width), -1, np.int32)
    best = np.full((len(begins), width), -np.inf)
    seen = np.full(len(catalogue.ids), -1, np.int64)
    problem, row = _arrange(begins, ends, items, np.ascontiguousarray(scores), seen, found, best)
    if problem:
        what = "the same item twice" if problem == _REPEATED else "a score that is no number"
        raise DataError(
            f"{source.candidates[0].name}: {source.user} {ids[int(row)]} has {what} "
            f"({catalogue.ids[int(items[row])]}). Leave the row out."
        )
    return People(ids.take(pa.array(begins)), Candidates(found, best))


@compiled
def _arrange(
    begins: IndexArray,
    ends: IndexArray,
    items: IndexArray,
    scores: FloatArray,
    seen: IndexArray,
    out: IndexArray,
    best: FloatArray,
) -> tuple[int, int]:
    """Write everybody's candidates best first, ties in the order of the rows; returns what is wrong where."""
    width = out.shape[1]
    for person in range(len(begins)):
        first, stop = begins[person], ends[person]
        falls = True
        for row in range(first, stop):
            if seen[items[row]] == person:
                return _REPEATED, row
            seen[items[row]] = person
            if not np.isfinite(scores[row]):
                return _NO_NUMBER, row
            falls &= row == first or scores[row] <= scores[row - 1]
        n = min(width, stop - first)
        if falls:
            for place in range(n):
                out[person, place], best[person, place] = items[first + place], scores[first + place]
        else:
            order = np.argsort(-scores[first:stop], kind="mergesort")
            for place in range(n):
                row = first + order[place]
                out[person, place], best[person, place] = items[row], scores[row]
    return 0, 0
