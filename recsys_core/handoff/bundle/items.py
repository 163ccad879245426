"""What rerank.py compares items and people by: categories or vectors, and tastes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from recsys_core.handoff.bundle.ids import typed
from recsys_core.handoff.record import Record
from recsys_core.workbench import Workbench

ITEMS, TASTES = "items.parquet", "tastes.parquet"


def write_items(folder: Path, bench: Workbench, record: Record) -> None:
    """Write a row for each item, and for each person where the method looks at their taste.

    Raises:
        OSError: a file cannot be written.
    """
    inputs, method = bench.rerank_inputs(), bench.rerankers[record.setting.method]
    columns = {
        "item_id": typed(bench.dataset.item_ids),
        "title": pa.array([str(title) for title in bench.dataset.items["title"]], pa.string()),
        "categories": pa.array(
            [list(names) for names in bench.dataset.items["categories"]], pa.list_(pa.string())
        ),
    }
    if inputs.space.kind == "cosine" and "space" in method.needs:
        vectors = np.asarray(inputs.space.vectors, np.float32)
        columns["vector"] = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), vectors.shape[1])
    pq.write_table(pa.table(columns), folder / ITEMS, compression="zstd")
    shares = bench.people.category_shares()
    if "profile" in method.needs and inputs.profile is not None and shares is not None:
        tastes = {name: np.asarray(inputs.profile[:, at], np.float64) for at, name in enumerate(shares[1])}
        pq.write_table(
            pa.table({"user_id": typed(bench.user_ids), **tastes}), folder / TASTES, compression="zstd"
        )
