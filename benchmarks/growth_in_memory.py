"""One size in memory, in a process of its own: how time grows with candidates and list length."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

import numpy as np

from benchmarks.report import log
from recsys_core.evaluation.paths import path_chunks
from recsys_core.rerank import REGISTRY, RerankInputs, warm_up
from recsys_core.types import ItemSpace

N_ITEMS, DIMENSIONS, CHUNK = 2000, 32, 1000


def run(name: str, n_people: int, n_candidates: int, k: int) -> dict[str, float]:
    """One size in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.growth_in_memory",
        name,
        *map(str, (n_people, n_candidates, k)),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(result.stdout)
    log(f"{name}: {n_people:,} people, {n_candidates} candidates, k = {k}: {measured}")
    return measured


def one(name: str, n_people: int, n_candidates: int, k: int) -> None:
    """Walk everybody and print seconds and memory as JSON."""
    rng = np.random.default_rng(0)
    vectors = rng.standard_normal((N_ITEMS, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    space, reranker = ItemSpace("synthetic", vectors), REGISTRY[name]
    warm_up()
    wall, processor, lists = 0.0, 0.0, 0
    tables = RerankInputs(np.zeros((0, 1)), np.zeros((0, 1), np.int32), space)
    for first in range(0, n_people, CHUNK):
        size = min(CHUNK, n_people - first)
        relevance = -np.sort(-rng.random((size, n_candidates)), axis=1)
        items = rng.random((size, N_ITEMS), dtype=np.float32).argpartition(n_candidates - 1, axis=1)
        chosen = np.ascontiguousarray(items[:, :n_candidates], dtype=np.int32)
        began, began_processor = time.perf_counter(), time.process_time()
        for paths in path_chunks(tables.with_people(relevance, chosen), reranker, k):
            lists += len(paths.breakpoints)
        wall += time.perf_counter() - began
        processor += time.process_time() - began_processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    measured = {"seconds": wall, "processor": processor, "peak MB": peak, "lists a person": lists / n_people}
    print(json.dumps(measured))


if __name__ == "__main__":
    one(sys.argv[1], *map(int, sys.argv[2:]))
