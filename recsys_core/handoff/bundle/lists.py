"""Everybody's lists before and after, as Parquet, CSV and JSON lines, written a chunk of people at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from recsys_core.handoff.bundle.ids import safe_cell, typed
from recsys_core.handoff.list_hash import ListHash
from recsys_core.types import IndexArray
from recsys_core.workbench import Workbench
from recsys_core.workbench.shipping import ListChunk

PARQUET, CSV, JSON_LINES = "lists.parquet", "lists.csv", "lists.jsonl"
COLUMNS = ("user_id", "list", "rank", "item_id", "title", "relevance")


def write_lists(
    folder: Path, bench: Workbench, chunks: Iterable[ListChunk], report: Callable[[float], object]
) -> dict[str, str]:
    """Write the three files.

    A row of the table is one place of one person's list, "before" or "after"; relevance is empty for a pinned
    item that the model did not offer. A line of the JSON lines is one person with both lists.

    Args:
        folder: exists.
        bench: whose people and items these are.
        chunks: consecutive people with their lists.
        report: called with the share of people done.

    Returns:
        SHA-256 over the lists ``before`` and ``after``, as in the record.

    Raises:
        OSError: the files cannot be written.
    """
    users, items = typed(bench.user_ids), typed(bench.dataset.item_ids)
    titles = [str(title) for title in bench.dataset.items["title"]]
    schema = pa.schema(
        [
            ("user_id", users.type),
            ("list", pa.string()),
            ("rank", pa.int32()),
            ("item_id", items.type),
            ("title", pa.string()),
            ("relevance", pa.float64()),
        ]
    )
    seal = ListHash(bench)
    with ExitStack() as stack:
        parquet = stack.enter_context(pq.ParquetWriter(folder / PARQUET, schema, compression="zstd"))
        table_file = stack.enter_context((folder / CSV).open("w", encoding="utf-8", newline=""))
        lines = stack.enter_context((folder / JSON_LINES).open("w", encoding="utf-8"))
        cells = csv.writer(table_file)
        cells.writerow(COLUMNS)
        for chunk in chunks:
            rows = _table(chunk, users, items, titles, schema)
            parquet.write_table(rows)
            for row in zip(*(rows.column(name).to_pylist() for name in COLUMNS), strict=True):
                cells.writerow([safe_cell(one) if isinstance(one, str) else one for one in row])
            for person in _people(chunk, users, items):
                lines.write(json.dumps(person, ensure_ascii=False) + "\n")
            seal.add(chunk)
            report((int(chunk.users[-1]) + 1) / len(bench.user_ids))
    return seal.found()


def _table(
    chunk: ListChunk, users: pa.Array, items: pa.Array, titles: list[str], schema: pa.Schema
) -> pa.Table:
    """Both lists of each person, one under the other."""
    stacked = np.stack([chunk.before, chunk.after], axis=1)  # (n, 2, k)
    person, which, place = np.nonzero(stacked >= 0)
    listed = stacked[person, which, place]
    return pa.table(
        {
            "user_id": users.take(pa.array(chunk.users[person])),
            "list": np.array(["before", "after"])[which],
            "rank": pa.array(place + 1, pa.int32()),
            "item_id": items.take(pa.array(listed)),
            "title": [titles[item] for item in listed],
            "relevance": pa.array(_relevance(chunk, person, listed), pa.float64(), from_pandas=True),
        },
        schema=schema,
    )


def _relevance(chunk: ListChunk, person: IndexArray, listed: IndexArray) -> np.ndarray:
    """Relevance of each listed item, NaN where the model did not offer it."""
    offered = chunk.items[person] == listed[:, None]
    found = np.take_along_axis(chunk.relevance[person], offered.argmax(axis=1)[:, None], axis=1)[:, 0]
    return np.where(offered.any(axis=1), found, np.nan)


def _people(chunk: ListChunk, users: pa.Array, items: pa.Array) -> Iterator[dict[str, Any]]:
    for at, user in enumerate(chunk.users):
        lists = {
            name: items.take(pa.array(row[at][row[at] >= 0])).to_pylist()
            for name, row in (("before", chunk.before), ("after", chunk.after))
        }
        yield {"user_id": users[int(user)].as_py(), **lists}
