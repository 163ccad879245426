"""How time and memory grow with people, candidates and list length.

Exact paths of synthetic people, made and walked chunk by chunk as somebody with many people would. Every size
runs in a process of its own, so that its peak memory is its own. Exponents are slopes of a least-squares line
through log(processor seconds) over log(size): 1 is in proportion. Memory is flat in people when the peak of
the largest run is about that of the smallest.

    python -m benchmarks.growth --json
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

import numpy as np

from benchmarks.report import Check, Report, arguments, log
from recsys_core.evaluation.paths import path_chunks
from recsys_core.rerank import REGISTRY, RerankInputs, warm_up
from recsys_core.types import ItemSpace

N_ITEMS, DIMENSIONS, CHUNK = 2000, 32, 1000
PEOPLE, CANDIDATES, LENGTHS = (1_000, 10_000, 100_000, 1_000_000), (50, 100, 200, 500, 1000), (5, 10, 20, 50)
RERANKERS = ("mmr", "dpp")


def main() -> None:
    """Measure and print the report, or one size when called by itself."""
    if len(sys.argv) > 1 and sys.argv[1] == "one":
        one(sys.argv[2], *map(int, sys.argv[3:]))
        return
    options = arguments(__doc__)
    report = Report()
    people = PEOPLE[:-1] if options.quick else PEOPLE
    warm_up()
    by_people = [run("mmr", n, 50, 10) for n in people]
    report.details["people"] = by_people
    exponent = slope(list(people), by_people)
    report.add(Check("exponent of time in people", exponent, 1.05, 1.05, at_most=True))
    grown = by_people[-1]["peak MB"] / by_people[0]["peak MB"]
    growth = f"peak memory, {people[-1]:,} people against {people[0]:,}"
    report.add(Check(growth, grown, 1.25, 1.25, at_most=True))
    for name in RERANKERS:
        by_candidates = [run(name, 500, n, 10) for n in CANDIDATES]
        by_length = [run(name, 500, 200, k) for k in LENGTHS]
        report.details[name] = {
            "candidates": by_candidates,
            "exponent in candidates": slope(list(CANDIDATES), by_candidates),
            "length": by_length,
            "exponent in length": slope(list(LENGTHS), by_length),
        }
    report.show(as_json=options.json)


def run(name: str, n_people: int, n_candidates: int, k: int) -> dict[str, float]:
    """One size in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.growth", "one", name, *map(str, (n_people, n_candidates, k))]
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


def slope(sizes: list[int], measured: list[dict[str, float]]) -> float:
    """Exponent of growth."""
    seconds = [row["processor"] for row in measured]
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


if __name__ == "__main__":
    main()
