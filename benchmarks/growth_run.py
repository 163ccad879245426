"""One run over candidates on disk, in a process of its own, so that its memory is its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.report import log
from recsys_core.rerank import rerank
from recsys_core.scale.catalogue import prepare_vectors
from recsys_core.scale.curves import CurvesTask, lay_out_positions
from recsys_core.scale.decide import decide, merge_sums
from recsys_core.scale.lists import ListsTask, merge_lists
from recsys_core.scale.pool import Pool, use_one_thread
from recsys_core.scale.run import PARTS, run_shards
from recsys_core.scale.source import Source, open_source
from recsys_core.scale.task import Done, find_reranker, read_inputs
from recsys_core.workbench.results import Limits

K, LAMBDA, METHOD = 10, 0.3, "mmr"


def run(source: Path, work: str, workers: str = "pool", processes: int = 1) -> dict[str, Any]:
    """Do ``work`` ("lists" or "curves") with "pool" or "ray"."""
    command = [sys.executable, "-m", "benchmarks.growth_run", str(source), work, workers, str(processes)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    measured: dict[str, Any] = json.loads(done.stdout)
    log(f"{source.name}: {work}, {workers} of {processes}: {measured}")
    return measured


def one(folder: Path, work: str, workers: str, processes: int) -> dict[str, Any]:
    """Run and measure.

    Returns:
        ``seconds`` from the first shard's start to the end; ``start`` up to then; ``processor`` seconds of
        all shards; ``overhead``, seconds a shard and process in which nothing was worked on; ``peak MB`` of
        the largest worker; MB read and written; ``digest`` of the lists.
    """
    source = open_source(folder)
    if processes == 1:
        use_one_thread()  # as each process of a pool
    if work == "memory":
        return in_memory(source)
    crew: Any = Pool(processes)
    if workers == "ray":
        from recsys_core.scale.cluster import Cluster

        crew = Cluster(processes)
    shards = source.shards()
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        out = Path(name)
        vectors = prepare_vectors(source, out)
        began, first, parts = time.perf_counter(), float("inf"), []

        def report(done: Done, left: int) -> None:
            nonlocal first
            first = min(first, time.perf_counter() - done.seconds)
            parts.append(done)

        digest = ""
        if work == "lists":
            lists = ListsTask(source, vectors, METHOD, LAMBDA, K)
            run_shards(lists, source, out, crew, report)
            found = merge_lists(lists, shards, out / PARTS)
            digest, written = found.digest, found.megabytes
        else:
            lambdas = lay_out_positions(source, vectors, METHOD, K)
            began = time.perf_counter()
            curves = CurvesTask(source, vectors, METHOD, tuple(lambdas.tolist()), K)
            run_shards(curves, source, out, crew, report)
            decide(merge_sums(curves, shards, out / PARTS), curves, Limits(coverage_fall=None))
            written = sum(path.stat().st_size for path in (out / PARTS).iterdir()) / 1e6
        ended = time.perf_counter()
    people, busy = sum(done.people for done in parts), sum(done.seconds for done in parts)
    return {
        "people": people,
        "shards": len(shards),
        "start": first - began,
        "seconds": ended - first,
        "people a second": people / (ended - first),
        "processor": sum(done.processor for done in parts),
        "overhead": ((ended - first) * processes - busy) / len(shards),
        "peak MB": max(done.megabytes for done in parts),
        "read MB": sum(path.stat().st_size for path in source.candidates) / 1e6,
        "written MB": written,
        "digest": digest,
    }


def in_memory(source: Source) -> dict[str, Any]:
    """Rerank the people of the first shard without reading or writing: what streaming is compared with."""
    with tempfile.TemporaryDirectory() as name:
        vectors = prepare_vectors(source, Path(name))
        read = [inputs for _, inputs, _ in read_inputs(source, source.shards()[0], vectors)]
        relevance, items = (
            np.concatenate([getattr(one, of) for one in read]) for of in ("relevance", "items")
        )
        whole = read[0].with_people(relevance, items)
        began = time.process_time()
        rerank(whole, find_reranker(METHOD), K, np.array([LAMBDA]))
        return {"people": len(items), "processor": time.process_time() - began}


if __name__ == "__main__":
    print(json.dumps(one(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))))
