"""Everybody's best items by their vectors, a part a shard: candidates that ``rerank`` and ``curves`` read."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from recsys_core.errors import DataError
from recsys_core.runtime.files import UNFINISHED, atomic_write
from recsys_core.runtime.threads import n_threads
from recsys_core.scale.nearest import (
    EXACT_UP_TO,
    IndexNote,
    build_index,
    nearest,
    nearest_exactly,
    read_index,
)
from recsys_core.scale.rows import Rows, open_vectors
from recsys_core.scale.shards import Shard
from recsys_core.scale.task import Done, Stopwatch

PEOPLE_AT_ONCE = 5000
_BLOCK, _TRIED = 500, 400  # people scored at a time; people by whom an index is measured


@dataclass(frozen=True)
class ScoreTask:
    """Score everybody against all items.

    Attributes:
        people: their ids, ascending; the first of ``others`` are their vectors.
        items: file with the items' ids.
        items_id: its column.
        item_vectors: array with a row an item.
        n: candidates of each person.
        index: of ``nearest.build_index``; None compares with every item.
    """

    people: Rows
    items: Path
    items_id: str
    item_vectors: Path
    n: int
    index: Path | None = None

    def part(self, shard: Shard) -> str:
        """Parquet with user_id, item_id and score, best first."""
        return f"candidates-{shard.number:06}.parquet"

    def describe(self) -> dict[str, Any]:
        """How many, and whether by an index."""
        return {"work": "candidates", "n": self.n, "index": self.index is not None}

    def run(self, shard: Shard, folder: Path) -> Done:
        """Write the candidates of a shard's people."""
        watch, ids = Stopwatch(), self.people.read(shard)
        before = self.people.read(Shard(0, shard.first - 1, shard.first, 1)) if shard.first else ids[:0]
        whole = pa.concat_arrays([before, ids])
        if len(whole) > 1 and not pc.all(pc.less(whole.slice(0, len(whole) - 1), whole.slice(1))).as_py():
            raise DataError(
                f"{self.people.table.name} must name people once and in ascending order of "
                f"{self.people.column}. Sort it, and its vectors with it."
            )
        item_ids, items = _items(self.items, self.items_id, self.item_vectors)
        n_people = pq.read_metadata(self.people.table).num_rows
        vectors = open_vectors(self.people.others[0], n_people)
        schema = pa.schema([("user_id", ids.type), ("item_id", item_ids.type), ("score", pa.float32())])
        index = None if self.index is None else _index(self.index)
        with atomic_write(folder / self.part(shard)) as file:
            with pq.ParquetWriter(file, schema, compression="zstd") as writer:
                for start in range(shard.first, shard.stop, _BLOCK):
                    stop = min(shard.stop, start + _BLOCK)
                    some = np.asarray(vectors[start:stop], np.float32)
                    if not np.isfinite(some).all():
                        raise DataError(f"{self.people.others[0].name} holds values that are no numbers.")
                    found, scores = (
                        nearest_exactly(some, items, self.n)
                        if index is None
                        else nearest(index, some, items, self.n)
                    )
                    person, place = np.nonzero(found >= 0)
                    own = ids.slice(start - shard.first, stop - start)
                    columns = [
                        own.take(pa.array(person)),
                        item_ids.take(pa.array(found[person, place])),
                        scores[person, place],
                    ]
                    writer.write_table(pa.table(columns, schema=schema))
        return watch.done(shard, len(ids))


def prepare_index(task: ScoreTask, folder: Path) -> tuple[Path, IndexNote] | None:
    """Build the index of a large catalogue, unless it is there; None for a small one.

    Raises:
        DataError: the vectors do not fit the items, or items and people have vectors of other lengths.
        SettingError: the index finds too few of the best items.
    """
    _, items = _items(task.items, task.items_id, task.item_vectors)
    n_people = pq.read_metadata(task.people.table).num_rows
    people = open_vectors(task.people.others[0], n_people)
    if people.shape[1] != items.shape[1]:
        raise DataError(
            f"People have vectors of {people.shape[1]} numbers, items of {items.shape[1]}. Bring alike ones."
        )
    if task.n > len(items):
        raise DataError(f"There are only {len(items)} items, fewer than the {task.n} candidates asked for.")
    if len(items) <= EXACT_UP_TO:
        return None
    path, note = folder / "items.faiss", folder / "index.json"
    if not note.exists():
        drawn = np.sort(np.random.default_rng(0).permutation(n_people)[:_TRIED])
        made = path.with_name(f".{path.name}{UNFINISHED}")
        found = build_index(items, np.asarray(people[drawn], np.float32), task.n, made)
        os.replace(made, path)
        with atomic_write(note) as file:
            file.write(json.dumps(asdict(found)).encode())
    return path, IndexNote(**json.loads(note.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def _items(items: Path, column: str, vectors: Path) -> tuple[pa.Array, np.ndarray]:
    ids = pq.read_table(items, columns=[column]).column(0).combine_chunks()
    return ids, open_vectors(vectors, len(ids))


@lru_cache(maxsize=1)
def _index(path: Path) -> Any:
    return read_index(path, n_threads())
