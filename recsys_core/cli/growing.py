"""`rerank` and `curves`: everybody's lists and figures for scored candidates larger than memory."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recsys_core.cli.advise import share, share_or_none
from recsys_core.cli.decisions import Command
from recsys_core.errors import SettingError
from recsys_core.runtime.files import atomic_write
from recsys_core.scale.catalogue import prepare_vectors
from recsys_core.scale.curves import CurvesTask, lay_out_positions
from recsys_core.scale.decide import merge_sums, report_of
from recsys_core.scale.lists import ListsTask, merge_lists
from recsys_core.scale.pool import Pool
from recsys_core.scale.run import PARTS, Workers, run_shards
from recsys_core.scale.source import Source, open_source
from recsys_core.scale.task import Done, find_reranker
from recsys_core.workbench.results import Limits

SUMMARY = "summary.json"
_JSON = "print JSON"


def add_commands(command: Command) -> None:
    """Add the commands to the parser."""
    add = command("rerank", rerank)
    _add_run(add)
    add.add_argument(
        "--lambda",
        dest="lambda_",
        type=float,
        required=True,
        help="from 0, relevance only, to 1, diversity only",
    )
    add = command("curves", curves)
    _add_run(add)
    add.add_argument("--budget", type=share, default=0.02, help="accuracy that may be lost (default: 2%%)")
    add.add_argument(
        "--coverage-fall",
        type=share_or_none,
        default=0.02,
        help="how much less of the catalogue may be shown, in points, or none (default: 2%%)",
    )
    add.add_argument(
        "--sample",
        type=share,
        metavar="SHARE",
        help="measure a share of the people, drawn by their ids, for example 5%%: quicker, with wider "
        "intervals and without a limit on the catalogue (default: everybody)",
    )


def rerank(options: argparse.Namespace) -> None:
    """Write everybody's list at one setting, a part at a time; run it again to go on where it was."""
    source, out = _opened(options)
    if not 0 <= options.lambda_ <= 1:
        raise SettingError(
            f"--lambda must lie in [0, 1], got {options.lambda_:g}. Give a number from 0 to 1."
        )
    task = ListsTask(source, prepare_vectors(source, out), options.method, options.lambda_, options.k)
    shards = run_shards(task, source, out, _workers(options), _progress("lists"))
    found = merge_lists(task, shards, out / PARTS).to_dict()
    _finish(
        out,
        {"lists": str(out / PARTS)} | task.describe() | found,
        options,
        f"Lists of {found['people']:,} people: {out / PARTS} ({found['megabytes']:,.1f} MB).",
    )


def curves(options: argparse.Namespace) -> None:
    """Measure a method at 101 positions over everybody, and say which one keeps the limits."""
    source, out = _opened(options)
    vectors = prepare_vectors(source, out)
    lambdas = lay_out_positions(source, vectors, options.method, options.k)
    part = 1.0 if options.sample is None else options.sample
    task = CurvesTask(source, vectors, options.method, tuple(lambdas.tolist()), options.k, part)
    shards = run_shards(task, source, out, _workers(options), _progress("figures"))
    sums = merge_sums(task, shards, out / PARTS)
    # What a sample shows of the catalogue says little about what everybody is shown.
    limits = Limits(accuracy_loss=options.budget, coverage_fall=options.coverage_fall if part == 1 else None)
    found = report_of(sums, task, limits)
    ship = found["recommendation"]
    people = f"{found['people']['measured']:,} of {found['people']['read']:,} people measured"
    _finish(
        out,
        found,
        options,
        f"{find_reranker(task.method).title} at {ship['position']:g} of 100 (lambda {ship['lambda']:.4g}) "
        f"raises variety by {ship['gain']:.1%}; accuracy changes by {ship['accuracy']['value']:+.2%}, "
        f"at worst by {ship['accuracy']['low']:+.2%} ({found['level']:.0%} interval, {people}).",
    )


def _add_run(add: argparse.ArgumentParser) -> None:
    add.add_argument(
        "--candidates",
        required=True,
        metavar="DIR",
        help="folder with candidates.parquet sorted by user_id, items.parquet, vectors.npy, "
        "perhaps outcomes.parquet",
    )
    add.add_argument("--method", default="mmr", help="(default: mmr)")
    add.add_argument("--k", type=int, default=10, help="length of a list (default: 10)")
    add.add_argument("--out", required=True, metavar="DIR", help="folder of the run")
    add.add_argument("--workers", type=int, default=0, help="processes (default: one a processor)")
    add.add_argument(
        "--ray", action="store_true", help="use a Ray cluster: that of RAY_ADDRESS, else one on this machine"
    )
    add.add_argument("--json", action="store_true", help=_JSON)


def _opened(options: argparse.Namespace) -> tuple[Source, Path]:
    find_reranker(options.method)
    if options.k < 1 or options.workers < 0:
        raise SettingError(
            f"--k must be at least 1 and --workers at least 0, got {options.k}, {options.workers}."
        )
    source, out = open_source(Path(options.candidates).expanduser().resolve()), Path(options.out).expanduser()
    out = out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    return source, out


def _workers(options: argparse.Namespace) -> Workers:
    if not options.ray:
        return Pool(options.workers)
    from recsys_core.scale.cluster import Cluster

    return Cluster(options.workers)


def _progress(what: str) -> Callable[[Done, int], None]:
    def show(done: Done, left: int) -> None:
        print(
            f"{what} of {done.people:,} people in {done.seconds:.1f} s; {left:,} parts left",
            file=sys.stderr,
            flush=True,
        )

    return show


def _finish(out: Path, found: dict[str, Any], options: argparse.Namespace, sentence: str) -> None:
    """Keep the result beside the parts, and print it."""
    whole = json.dumps(found, indent=2, allow_nan=False)
    with atomic_write(out / SUMMARY) as file:
        file.write(whole.encode())
    print(whole if options.json else sentence)
