"""How time and memory grow with people, items, candidates and list length.

Made-up candidates lie on disk, 200 a person. Every size runs in a process of its own: everybody's lists at
one setting, and figures at 101 positions with the decision, by one process, by a pool of two, and by two
processes of a Ray cluster. Exponents are slopes of a least-squares line through log(processor seconds) over
log(size): 1 is in proportion. Memory is that of the largest worker. Efficiency is the seconds of one process
over twice those of two, from the first shard's start. Runs with one and two processes alternate, and the
quickest of each counts. What 10^6 to 10^8 people cost is computed from the largest run's rates.

    python -m benchmarks.growth --json
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.growth_costs import costs
from benchmarks.growth_in_memory import run as run_in_memory
from benchmarks.growth_run import run
from benchmarks.growth_source import write_source
from benchmarks.report import Check, Report, arguments, log
from recsys_core.rerank import warm_up
from recsys_core.runtime.threads import n_threads

PEOPLE, ITEMS = (1_000, 10_000, 100_000, 1_000_000), (1_000, 10_000, 100_000)
USUAL_PEOPLE, USUAL_ITEMS = 20_000, 50_000
CANDIDATES, LENGTHS, RERANKERS = (50, 100, 200, 500, 1000), (5, 10, 20, 50), ("mmr", "dpp")


def main() -> None:
    """Measure and print the report."""
    options = arguments(__doc__, quick="up to 100,000 people")
    report = Report()
    people = PEOPLE[:-1] if options.quick else PEOPLE
    warm_up()
    report.details["processors"], report.details["load"] = n_threads(), os.getloadavg()
    with tempfile.TemporaryDirectory(prefix="growth-") as name:
        by_people(Path(name), people, report)
        by_items(Path(name), report)
    for method in RERANKERS:
        by_candidates = [run_in_memory(method, 500, n, 10) for n in CANDIDATES]
        by_length = [run_in_memory(method, 500, 200, k) for k in LENGTHS]
        report.details[method] = {
            "candidates": by_candidates,
            "exponent in candidates": slope(CANDIDATES, by_candidates),
            "length": by_length,
            "exponent in length": slope(LENGTHS, by_length),
        }
    report.show(as_json=options.json)


def by_people(folder: Path, people: tuple[int, ...], report: Report) -> None:
    """Lists and curves of ever more people, then the largest with two processes."""
    found: dict[str, list[dict[str, Any]]] = {"lists": [], "curves": []}
    for n in people:
        source = folder / f"{n} people"
        log(f"writing {source.name}")
        write_source(source, n, USUAL_ITEMS)
        for work, rows in found.items():
            rows.append(run(source, work))
    report.details["people"] = found
    for work, rows in found.items():
        # Without the smallest size, most of which is what any run costs: it would flatter the exponent.
        exponent = slope(people[1:], rows[1:])
        report.add(Check(f"{work}: exponent of time in people", exponent, 1.05, 1.05, at_most=True))
        grown = rows[-1]["peak MB"] / rows[-2]["peak MB"]
        words = f"{work}: peak memory, {people[-1]:,} people against {people[-2]:,}"
        report.add(Check(words, grown, 1.25, 1.25, at_most=True))
    source, once = folder / f"{people[-1]} people", found["lists"][-1]
    memory = run(source, "memory")
    report.details["in memory"] = memory
    ratio = memory["processor"] / memory["people"] * once["people"] / once["processor"]
    words = "people a second and core, from disk to disk against the engine in memory"
    report.add(Check(words, ratio, 0.8, 0.8))
    runs: dict[str, list[dict[str, Any]]] = {"one process": [once], "pool": [], "ray": []}
    for _ in range(2):
        runs["pool"].append(run(source, "lists", "pool", 2))
        runs["ray"].append(run(source, "lists", "ray", 2))
        runs["one process"].append(run(source, "lists"))
    if len({row["digest"] for rows in runs.values() for row in rows}) != 1:
        raise AssertionError("a pool, a cluster and one process write different lists")
    report.details["two processes"] = runs
    quickest = {name: min(row["seconds"] for row in rows) for name, rows in runs.items()}
    for name in ("pool", "ray"):
        value = quickest["one process"] / (2 * quickest[name])
        report.add(Check(f"efficiency of two processes, {name}", value, 0.85, 0.85))
    efficiency = quickest["one process"] / (2 * quickest["pool"])
    report.details["costs"] = costs(found["lists"][-1], found["curves"][-1], min(1.0, efficiency))


def by_items(folder: Path, report: Report) -> None:
    """The same people over ever larger catalogues."""
    rows: dict[str, list[dict[str, Any]]] = {"lists": [], "curves": []}
    for n in ITEMS:
        source = folder / f"{n} items"
        write_source(source, USUAL_PEOPLE, n)
        for work, found in rows.items():
            found.append(run(source, work))
    report.details["items"] = rows
    for work, found in rows.items():
        exponent = slope(ITEMS, found)
        report.add(Check(f"{work}: exponent of time in items", exponent, 1.05, 1.05, at_most=True))


def slope(sizes: tuple[int, ...], measured: list[dict[str, Any]]) -> float:
    """Exponent of growth."""
    seconds = [row["processor"] for row in measured]
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


if __name__ == "__main__":
    main()
