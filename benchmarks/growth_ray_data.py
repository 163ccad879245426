"""The same lists by Ray Data, beside Ray tasks: people a second, seconds a task, the largest worker.

Ray Data streams blocks through its object store. Everybody's rows must lie in one block, so the candidates
are made as files of whole people; over files that split a person it would give wrong lists. Two processes
each, on a cluster of this machine; the sides alternate.

    python -m benchmarks.growth_ray_data --json
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import ray

from benchmarks.growth_run import LAMBDA, METHOD, K
from benchmarks.growth_source import CANDIDATES, write_source
from benchmarks.report import Report, arguments, log
from recsys_core.rerank import rerank
from recsys_core.scale.catalogue import open_catalogue, prepare_vectors
from recsys_core.scale.cluster import Cluster
from recsys_core.scale.lists import ListsTask, listed, merge_lists
from recsys_core.scale.people import whole_people
from recsys_core.scale.pool import use_one_thread
from recsys_core.scale.run import PARTS, run_shards
from recsys_core.scale.source import Source, open_source
from recsys_core.scale.task import Done, find_reranker, inputs_of

PEOPLE, ITEMS, A_FILE, ROUNDS = 100_000, 50_000, 5_000, 2


def main() -> None:
    """Measure and print the report."""
    options = arguments(__doc__, quick="10,000 people")
    people = PEOPLE // 10 if options.quick else PEOPLE
    report = Report()
    report.details["load"] = os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="growth-") as name:
        folder = Path(name)
        write_source(folder / "in", people, ITEMS)
        source = whole_files(folder / "in")
        vectors = prepare_vectors(source, folder)
        ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False)
        rows: dict[str, list[dict[str, Any]]] = {"tasks": [], "data": []}
        for number in range(ROUNDS):
            rows["tasks"].append(by_tasks(source, vectors, folder / f"tasks{number}"))
            rows["data"].append(by_data(source, vectors, folder / f"data{number}"))
            log(f"{rows['tasks'][-1]} {rows['data'][-1]}")
        ray.shutdown()
    report.details |= {"people": people, **rows}
    report.show(as_json=options.json)


def whole_files(folder: Path) -> Source:
    """The candidates as files of whole people."""
    (folder / "candidates").mkdir()
    with pq.ParquetFile(folder / "candidates.parquet") as file:
        for n, batch in enumerate(file.iter_batches(A_FILE * CANDIDATES)):
            pq.write_table(pa.Table.from_batches([batch]), folder / "candidates" / f"{n:05}.parquet")
    (folder / "candidates.parquet").unlink()
    return open_source(folder)


def by_tasks(source: Source, vectors: Path, out: Path) -> dict[str, Any]:
    """Ours."""
    parts: list[Done] = []
    task = ListsTask(source, vectors, METHOD, LAMBDA, K)
    began = time.perf_counter()
    shards = run_shards(task, source, out, Cluster(2), lambda done, left: parts.append(done))
    found, seconds = merge_lists(task, shards, out / PARTS), time.perf_counter() - began
    busy = sum(done.seconds for done in parts)
    return {
        "people a second": found.people / seconds,
        "tasks": len(parts),
        "overhead": (2 * seconds - busy) / len(parts),
        "peak MB": max(done.megabytes for done in parts),
        "object store MB": 0.0,
    }


def by_data(source: Source, vectors: Path, out: Path) -> dict[str, Any]:
    """Ray Data: read, rerank each batch, write."""
    notes = out.with_name(out.name + "-notes")
    notes.mkdir()

    def work(batch: pa.Table) -> pa.Table:
        use_one_thread()
        began = time.perf_counter()
        made = _rerank(source, vectors, batch)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        (notes / f"{os.getpid()}-{time.time_ns()}").write_text(f"{time.perf_counter() - began} {peak}")
        return made

    began = time.perf_counter()
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.use_datasource_v2 = False  # its threads race over an optional import
    rows = ray.data.read_parquet([str(path) for path in source.candidates])
    made = rows.map_batches(work, batch_format="pyarrow", batch_size=A_FILE * CANDIDATES)
    made.write_parquet(str(out))
    seconds = time.perf_counter() - began
    people = sum(pq.read_metadata(path).num_rows for path in out.glob("*.parquet"))
    told = [tuple(map(float, path.read_text().split())) for path in notes.iterdir()]
    store = max(
        (one.memory_info().shared for one in psutil.process_iter() if one.name() == "raylet"), default=0
    )
    return {
        "people a second": people / seconds,
        "tasks": len(told),
        "overhead": (2 * seconds - sum(one for one, _ in told)) / max(1, len(told)),
        "peak MB": max(peak for _, peak in told),
        "object store MB": store / 1e6,
    }


def _rerank(source: Source, vectors: Path, batch: pa.Table) -> pa.Table:
    """Lists of the whole people in a batch, made as ours are."""
    catalogue = open_catalogue(source, vectors)
    people = whole_people(batch.select([source.user, source.item, source.score]), catalogue, source)
    inputs = inputs_of(people, catalogue)
    lists = rerank(inputs, find_reranker(METHOD), K, np.array([LAMBDA]))[:, 0]
    return pa.table({"user_id": people.ids, "item_ids": listed(lists, catalogue.ids)})


if __name__ == "__main__":
    main()
