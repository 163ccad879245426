"""Seconds and memory of a large data set: read, cleaned and split, then the first curves.

Twenty million interactions of 140,000 people with 30,000 items, made with known defects, so that the rows
that are kept are compared with the truth. Beside it, what pandas' reader takes to read the same file and what
DuckDB takes to read it and keep the last row of each pair. Every contender runs in a process of its own, so
that its peak memory is its own; the file has been read once before the first.

    python -m benchmarks.intake --json
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.made_data import Truth, make
from benchmarks.report import Check, Report, arguments, log
from recsys_core.runtime.threads import n_threads

FULL, QUICK = (20_000_000, 140_000, 30_000), (2_000_000, 14_000, 30_000)
CONTENDERS = ("ours", "pandas", "duckdb")


def main() -> None:
    """Make the data, run every contender, and print the report."""
    if len(sys.argv) > 1 and sys.argv[1] == "one":
        print(json.dumps(ONE[sys.argv[2]](Path(sys.argv[3]))))
        return
    options = arguments(__doc__, quick="a tenth of the interactions and people")
    interactions, people, items = QUICK if options.quick else FULL
    report = Report()
    with tempfile.TemporaryDirectory(prefix="equipoise-intake-") as name:
        folder = Path(name)
        log(f"making {interactions:,} interactions in {folder}")
        truth = make(folder, interactions, people, items)
        size = (folder / "ratings.csv").stat().st_size
        report.details |= {"processors": n_threads(), "bytes": size, "truth": asdict(truth)}
        report.details |= {name: run(name, folder) for name in CONTENDERS}
        _check_reading(report, truth)
        report.details["curves"] = run("curves", folder)
        _check_curves(report)
    report.show(as_json=options.json)


def _check_reading(report: Report, truth: Truth) -> None:
    ours, pandas, duckdb = (report.details[name] for name in CONTENDERS)
    wrong = abs(ours["kept"] - truth.kept) + abs(ours["people"] - truth.people)
    report.add(Check("rows and people kept, off the truth", wrong, 0, 0, at_most=True))
    off = abs(ours["rating sum"] - truth.rating_sum)
    report.add(Check("sum of kept ratings, off the truth", off, 0.5, 0.5, at_most=True))
    report.add(Check("seconds to read, clean and split", ours["seconds"], 60, 60, at_most=True))
    report.add(Check("peak GB to read, clean and split", ours["peak GB"], 4, 4, at_most=True))
    for name, other in (("pandas' reader", pandas), ("DuckDB", duckdb)):
        report.details[f"seconds against {name}"] = ours["seconds"] / other["seconds"]
        report.details[f"peak GB against {name}"] = ours["peak GB"] / other["peak GB"]


def _check_curves(report: Report) -> None:
    curves = report.details["curves"]
    report.add(Check("seconds to the first curves", curves["seconds"], 360, 360, at_most=True))
    report.add(Check("peak GB to the first curves", curves["peak GB"], 6, 6, at_most=True))


def run(name: str, folder: Path) -> dict[str, Any]:
    """One contender in a process of its own; its caches start empty but for compiled kernels."""
    command = [sys.executable, "-m", "benchmarks.intake", "one", name, str(folder)]
    began = time.perf_counter()
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"{name} ended with {result.returncode}")
    measured: dict[str, Any] = json.loads(result.stdout)
    measured["seconds"] = time.perf_counter() - began
    log(f"{name}: {measured}")
    return measured


def ours(folder: Path) -> dict[str, Any]:
    """Read, clean and split with this project."""
    from recsys_core.data import load
    from recsys_core.data.split import TEST, split_by_time

    interactions = load(folder).interactions
    split = split_by_time(interactions)
    return {
        "kept": len(interactions),
        "people": interactions.n_users,
        "rating sum": float(interactions.rating.sum(dtype=np.float64)),
        "test rows": int((split.part == TEST).sum()),
        "peak GB": _peak(),
    }


def pandas(folder: Path) -> dict[str, Any]:
    """Read the file with pandas' own reader and do nothing else."""
    import pandas as pd

    rows = pd.read_csv(folder / "ratings.csv")
    return {"rows": len(rows), "peak GB": _peak()}


def duckdb(folder: Path) -> dict[str, Any]:
    """Read the file with DuckDB alone, keep the last row of each pair, and hand over numpy arrays."""
    import duckdb

    query = (
        "SELECT userId, movieId, arg_max(TRY_CAST(rating AS DOUBLE), timestamp) AS rating, max(timestamp) "
        "FROM read_csv($file, types={'rating': 'VARCHAR'}) "
        "WHERE movieId IS NOT NULL AND TRY_CAST(rating AS DOUBLE) IS NOT NULL GROUP BY userId, movieId"
    )
    columns = duckdb.connect().execute(query, {"file": str(folder / "ratings.csv")}).fetchnumpy()
    rating = columns["rating"]
    return {"kept": len(rating), "rating sum": float(np.sum(rating)), "peak GB": _peak()}


def curves(folder: Path) -> dict[str, Any]:
    """From the files to the curves that the first screen shows."""
    from recsys_core import config
    from recsys_core.workbench import Workbench

    config.cache_root = lambda: folder / "cache"  # nothing that an earlier run has computed

    bench = Workbench.open(str(folder))
    trade_off = bench.trade_off()
    ends = trade_off.curve.sample(np.array([0.0, 1.0]))
    shown = (trade_off.accuracy, f"ild@{trade_off.k}", f"coverage@{trade_off.k}")
    return {
        "model": bench.model,
        "people measured": len(trade_off.users),
        "lists": len(trade_off.paths.items),
        "at relevance only and diversity only": {name: ends[name].tolist() for name in shown},
        "peak GB": _peak(),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


ONE = {"ours": ours, "pandas": pandas, "duckdb": duckdb, "curves": curves}


if __name__ == "__main__":
    main()
