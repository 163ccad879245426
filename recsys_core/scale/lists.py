"""Everybody's lists at one setting, a part a shard."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from recsys_core.rerank import rerank
from recsys_core.runtime.files import atomic_write
from recsys_core.scale.catalogue import open_catalogue
from recsys_core.scale.shards import Shard
from recsys_core.scale.source import Source
from recsys_core.scale.task import Done, Stopwatch, find_reranker, read_inputs
from recsys_core.types import IndexArray

DIGEST, PEOPLE = b"equipoise.digest", b"equipoise.people"


@dataclass(frozen=True)
class ListsTask:
    """Rerank everybody at one λ.

    Attributes:
        source: the candidates.
        vectors: of the items, from ``catalogue.prepare_vectors``.
        method: name of the reranker.
        lambda_: the setting, in [0, 1].
        k: list length.
    """

    source: Source
    vectors: Path
    method: str
    lambda_: float
    k: int

    def part(self, shard: Shard) -> str:
        """Parquet with a row a person: ``user_id`` and ``item_ids``, best first."""
        return f"lists-{shard.number:06}.parquet"

    def describe(self) -> dict[str, Any]:
        """Method and setting."""
        return {"work": "lists", "method": self.method, "lambda": self.lambda_, "k": self.k}

    def run(self, shard: Shard, folder: Path) -> Done:
        """Write the lists of a shard's people."""
        began, people = Stopwatch(), 0
        reranker, at = find_reranker(self.method), np.array([self.lambda_])
        ids = open_catalogue(self.source, self.vectors).ids
        user_type = pq.read_schema(self.source.candidates[0]).field(self.source.user).type
        schema = pa.schema([("user_id", user_type), ("item_ids", pa.list_(ids.type))])
        digest = hashlib.blake2b(digest_size=16)
        with atomic_write(folder / self.part(shard)) as file:
            with pq.ParquetWriter(file, schema, compression="zstd") as writer:
                for some, inputs, _ in read_inputs(self.source, shard, self.vectors):
                    lists = rerank(inputs, reranker, self.k, at)[:, 0]
                    writer.write_table(pa.table([some.ids, listed(lists, ids)], schema=schema))
                    digest.update(np.ascontiguousarray(lists, "<i4").tobytes())
                    people += len(lists)
                writer.add_key_value_metadata({DIGEST: digest.hexdigest(), PEOPLE: str(people)})
        return began.done(shard, people)


@dataclass(frozen=True)
class Whole:
    """All parts together.

    Attributes:
        people: with a list.
        digest: over all lists in order; equal ones are the same lists, however they were made.
        megabytes: on disk.
    """

    people: int
    digest: str
    megabytes: float

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def merge_lists(task: ListsTask, shards: list[Shard], folder: Path) -> Whole:
    """Count the parts, one index of contents at a time; the parts together are the result."""
    digest, people, size = hashlib.blake2b(digest_size=16), 0, 0
    for shard in shards:
        path = folder / task.part(shard)
        noted = pq.read_metadata(path).metadata
        digest.update(noted[DIGEST])
        people += int(noted[PEOPLE])
        size += path.stat().st_size
    return Whole(people, digest.hexdigest(), size / 1e6)


def listed(lists: IndexArray, ids: pa.Array) -> pa.ListArray:
    """Lists (n, k) of item indices, padded with -1, as the data's own ids."""
    present = lists >= 0
    offsets = np.concatenate([[0], np.cumsum(present.sum(axis=1))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), ids.take(pa.array(lists[present])))
