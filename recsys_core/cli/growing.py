"""`rerank`, `curves`, `candidates` and `encode`: work that does not fit into memory, shard by shard."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from recsys_core.cli.advise import share, share_or_none
from recsys_core.cli.decisions import Command
from recsys_core.data.candidates.layout import VECTORS
from recsys_core.errors import SettingError
from recsys_core.runtime.files import atomic_write
from recsys_core.scale.catalogue import prepare_vectors
from recsys_core.scale.curves import CurvesTask, lay_out_positions
from recsys_core.scale.decide import merge_sums, report_of
from recsys_core.scale.encoding import TEXTS_AT_ONCE, EncodeTask, merge_vectors
from recsys_core.scale.lists import ListsTask, merge_lists
from recsys_core.scale.pool import Pool
from recsys_core.scale.rows import open_rows
from recsys_core.scale.run import PARTS, Workers, run_shards
from recsys_core.scale.scoring import PEOPLE_AT_ONCE, ScoreTask, prepare_index
from recsys_core.scale.source import Source, open_source
from recsys_core.scale.task import Done, find_reranker
from recsys_core.training.language_model.config import TrainingConfig
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

    add = command("candidates", candidates)
    add.add_argument(
        "--vectors",
        required=True,
        metavar="DIR",
        help="folder with users.parquet (user_id, ascending), user_vectors.npy, items.parquet, vectors.npy",
    )
    add.add_argument("--n", type=int, default=200, help="candidates of each person (default: 200)")
    _add_workers(add)
    add = command("encode", encode)
    add.add_argument("--items", required=True, metavar="FILE", help="Parquet file with a row an item")
    add.add_argument("--text", default="title", metavar="COLUMN", help="its texts (default: title)")
    add.add_argument("--encoder", default=TrainingConfig.encoder, help=f"(default: {TrainingConfig.encoder})")
    _add_workers(add)


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


def candidates(options: argparse.Namespace) -> None:
    """Write everybody's best items by the vectors of people and items, as `rerank` and `curves` read them."""
    folder, out = Path(options.vectors).expanduser().resolve(), _made(options)
    users, items = folder / "users.parquet", folder / "items.parquet"
    others = (folder / "user_vectors.npy", items, folder / VECTORS)
    rows = open_rows(users, "user_id", others, PEOPLE_AT_ONCE)
    task = ScoreTask(rows, items, "item_id", folder / VECTORS, options.n)
    index = prepare_index(task, out)
    if index is not None:
        task = replace(task, index=index[0])
    run_shards(task, rows, out, _workers(options), _progress("candidates"), parts="candidates")
    for file in (items, folder / VECTORS):
        with file.open("rb") as source, atomic_write(out / file.name) as target:
            shutil.copyfileobj(source, target)
    found: dict[str, Any] = {"candidates": str(out), **task.describe()}
    said = "every item compared with everybody"
    if index is not None:
        found["index"] = asdict(index[1])
        said = f"from an index that finds {index[1].recall:.1%} of them, by {index[1].people} people"
    _finish(out, found, options, f"The best {task.n} items of everybody: {out} ({said}).")


def encode(options: argparse.Namespace) -> None:
    """Encode the texts of items into vectors.npy; texts that were encoded before cost nothing."""
    rows = open_rows(Path(options.items).expanduser().resolve(), options.text, (), TEXTS_AT_ONCE)
    task, out = EncodeTask(rows, options.encoder), _made(options)
    shards = run_shards(task, rows, out, _workers(options), _progress("vectors"))
    n, dimensions = merge_vectors(task, shards, out / PARTS, out / VECTORS)
    found = {"vectors": str(out / VECTORS), "items": n, "dimensions": dimensions, **task.describe()}
    _finish(out, found, options, f"Vectors of {n:,} items: {out / VECTORS}.")


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
    _add_workers(add)


def _add_workers(add: argparse.ArgumentParser) -> None:
    add.add_argument("--out", required=True, metavar="DIR", help="folder of the run")
    add.add_argument("--workers", type=int, default=0, help="processes (default: one a processor)")
    add.add_argument(
        "--ray", action="store_true", help="use a Ray cluster: that of RAY_ADDRESS, else one on this machine"
    )
    add.add_argument("--json", action="store_true", help=_JSON)


def _opened(options: argparse.Namespace) -> tuple[Source, Path]:
    find_reranker(options.method)
    if options.k < 1:
        raise SettingError(f"--k must be at least 1, got {options.k}. Give the length of a list.")
    return open_source(Path(options.candidates).expanduser().resolve()), _made(options)


def _made(options: argparse.Namespace) -> Path:
    """The folder of the run."""
    if options.workers < 0:
        raise SettingError(f"--workers must be at least 0, got {options.workers}. 0 is one a processor.")
    out = Path(options.out).expanduser().resolve()
    out.mkdir(parents=True, exist_ok=True)
    return out


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
