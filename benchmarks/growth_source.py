"""Made-up scored candidates on disk, written a few thousand people at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

CANDIDATES, DIMENSIONS = 200, 64
_AT_ONCE = 2500  # people a row group: half a million rows
_PEOPLE = pa.schema([("user_id", pa.int64()), ("item_id", pa.int32()), ("score", pa.float32())])
_LATER = pa.schema([("user_id", pa.int64()), ("item_id", pa.int32())])


def write_source(folder: Path, n_people: int, n_items: int, seed: int = 0) -> None:
    """Write ``n_people`` with 200 of ``n_items`` each, a liked item each, and 64-dimensional vectors."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(seed)
    np.save(folder / "vectors.npy", rng.standard_normal((n_items, DIMENSIONS)).astype(np.float32))
    ids = pa.table({"item_id": np.arange(n_items, dtype=np.int32)})
    pq.write_table(ids, folder / "items.parquet")
    with (
        pq.ParquetWriter(folder / "candidates.parquet", _PEOPLE, compression="zstd") as candidates,
        pq.ParquetWriter(folder / "outcomes.parquet", _LATER, compression="zstd") as outcomes,
    ):
        for first in range(0, n_people, _AT_ONCE):
            people = np.arange(first, min(n_people, first + _AT_ONCE))
            # A walk through the catalogue in steps that differ from person to person: no item comes twice.
            start, step = rng.integers(0, n_items, (2, len(people), 1))
            step = step % (n_items // CANDIDATES - 1) + 1
            items = ((start + step * np.arange(CANDIDATES)) % n_items).astype(np.int32)
            scores = -np.sort(-rng.random((len(people), CANDIDATES), np.float32), axis=1)
            columns = [np.repeat(people, CANDIDATES), items.ravel(), scores.ravel()]
            candidates.write_table(pa.table(columns, schema=_PEOPLE))
            place = np.minimum(rng.geometric(0.05, len(people)) - 1, CANDIDATES - 1)
            liked = items[np.arange(len(people)), place]
            outcomes.write_table(pa.table([people, liked], schema=_LATER))
