"""The commands: each calls the workbench or training and prints the answer."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from recsys_core import config, data
from recsys_core.cli.advise import advise as print_advice
from recsys_core.cli.reading import text_and_meaning
from recsys_core.cli.splitting import split_of
from recsys_core.data.candidates.dataset import ScoredDataset, check_trainable
from recsys_core.data.candidates.report import scores_read_as, understood
from recsys_core.data.health.report import check_health
from recsys_core.data.readers.columns import FLAGS
from recsys_core.data.understood import understood as interactions_understood
from recsys_core.errors import RecsysError
from recsys_core.messages import Message
from recsys_core.protocol import MeasurementProtocol
from recsys_core.rerank import warm_up
from recsys_core.runtime.compilation import cache_folder
from recsys_core.training.progress import ProgressBar
from recsys_core.training.run_cards import differing_settings, read_cards
from recsys_core.workbench import Workbench

SWEEP_POINTS = 101


def fetch(options: argparse.Namespace) -> None:
    """Fetch a public data set and print where it is."""
    if options.if_missing and options.name in data.available():
        return
    print(data.fetch(options.name, report=log))


def check(options: argparse.Namespace) -> None:
    """Print what is in a data set, what cleaning changed, and how that affects the figures."""
    dataset = data.load(options.path, **_reading(options))
    report = check_health(dataset)
    if options.json:
        reading = [str(line) for line in dataset.reading.lines]
        print(json.dumps(report.to_dict() | {"reading": reading}, indent=2))
        return
    print(dataset.title)
    if isinstance(dataset, ScoredDataset):
        _print_files(dataset)
    for line in (*dataset.reading.lines, *_understood(dataset)):
        print(f"  {line}")
    for name, value in report.counts.items():
        print(f"  {name.replace('_', ' '):<18} {value:,.10g}")
    if not report.findings:
        print("Nothing was found that would distort the figures.")
    for finding in report.findings:
        print(f"- {finding.found}\n  {finding.fix} {finding.consequence}")


def train(options: argparse.Namespace) -> None:
    """Fine-tune the language-model recommender and print the path of its card."""
    from recsys_core.training.language_model.train import TrainingConfig
    from recsys_core.training.language_model.train import train as run_training
    from recsys_core.training.tracking import FOLDER, tracked

    dataset = data.load(options.data, **_reading(options))
    check_trainable(dataset)
    names = ("strategy", "encoder", "seed", "epochs", "optimiser", "schedule", "accumulate", "stop_on")
    given = {name: getattr(options, name) for name in names}
    config = TrainingConfig(**{name: value for name, value in given.items() if value is not None})
    out = Path(options.out)
    with (
        ProgressBar() as bar,
        tracked(out / FOLDER, config.to_dict(), bar.show, name=out.resolve().name) as report,
    ):
        # A training that was stopped, or whose checkpoint found no room, goes on when it is started again.
        unfinished = out.resolve().with_name(f"{out.resolve().name}.unfinished")
        card = run_training(
            dataset, out, config, report, protocol=MeasurementProtocol(), snapshots=unfinished
        )
    print(card)


def evaluate(options: argparse.Namespace) -> None:
    """Measure models on the same split; the language model before and after fine-tuning."""
    bench = _open(options)
    log(f"measuring on {bench.dataset.title}")
    result = bench.evaluate(options.models, report=log)
    if options.json:
        print(json.dumps(result, indent=2))
        return
    keys = [f"{bench.accuracy}@10", "recall@10", "ild@10", "coverage@10"]
    keys = [key for key in keys if all(key in figures for figures in result["models"].values())]
    print(f"{'model':<22}" + "".join(f"{key:>26}" for key in keys))
    for name, figures in result["models"].items():
        cells = ["{value:.4f} ({low:.4f}-{high:.4f})".format(**figures[key]) for key in keys]
        print(f"{name:<22}" + "".join(f"{cell:>26}" for cell in cells))


def sweep(options: argparse.Namespace) -> None:
    """Print the exact trade-off curve, sampled at 101 settings."""
    bench = _open(options)
    trade_off = bench.trade_off(
        options.reranker, k=options.k, model=options.model, space=options.space, stage=options.stage
    )
    lambdas = np.linspace(0.0, 1.0, SWEEP_POINTS)
    sampled = trade_off.curve.sample(lambdas)
    if options.json:
        head = {"reranker": options.reranker, "k": options.k, "users": len(trade_off.users)}
        curve = {key: values.tolist() for key, values in sampled.items()}
        tail = {
            "breakpoints": len(trade_off.curve.breakpoints),
            "protocol": bench.protocol_card(options.model, options.stage),
        }
        printed = head | {"lambda": lambdas.tolist()} | curve | tail
        print(json.dumps(printed, indent=2, allow_nan=False))
        return
    keys = [
        key for key in (trade_off.accuracy, f"ild@{options.k}", f"coverage@{options.k}") if key in sampled
    ]
    print(f"{'lambda':>8}" + "".join(f"{key:>14}" for key in keys))
    for row in range(0, SWEEP_POINTS, 5):
        print(f"{lambdas[row]:>8.2f}" + "".join(f"{sampled[key][row]:>14.4f}" for key in keys))


def recommend(options: argparse.Namespace) -> None:
    """Print one user's list by relevance only and at a setting."""
    bench = _open(options)
    choice = {"k": options.k, "model": options.model, "space": options.space}
    settings = {"relevance only": 0.0, f"lambda {options.lambda_:g}": options.lambda_}
    tables = {
        title: bench.ranking(options.user, options.reranker, lambda_=lambda_, **choice)
        for title, lambda_ in settings.items()
    }
    for title, table in tables.items():
        table["categories"] = table["categories"].map(", ".join)
        print(f"{title}\n{table.to_string(index=False)}\n")


def advise(options: argparse.Namespace) -> None:
    """Print which method to ship at which setting: the most variety within the limits, with proof."""
    print_advice(_open(options), options)


def search(options: argparse.Namespace) -> None:
    """Search a model's settings on the validation period and print the path of the result's card."""
    from recsys_core.training.tuning.search import search as run_search

    dataset = data.load(options.data, **_reading(options))
    check_trainable(dataset)
    with ProgressBar() as bar:
        found = run_search(dataset, options.model, options.budget, bar.show, protocol=MeasurementProtocol())
    log(f"{found.measure} {found.value:.4f} with {found.settings} (defaults: {found.start_value:.4f})")
    print(found.card)


def runs(options: argparse.Namespace) -> None:
    """List trainings and searches, best first within data set and measure, with the settings that differ."""
    cards = read_cards(config.runs_root(), options.data)
    if options.json:
        print(json.dumps([card.to_dict() for card in cards], indent=2))
        return
    if not cards:
        log(f"There is no finished run in {config.runs_root()}. Start one with `train --out runs/NAME`.")
    for card, settings in zip(cards, differing_settings(cards), strict=True):
        minutes = "" if card.minutes is None else f"{card.minutes:.1f} min"
        print(
            f"{card.data:<12}{card.measure:<16}{card.value:>9.4f}  {card.kind:<9}{card.model:<18}"
            f"{minutes:>11}  {card.path}"
        )
        if settings:
            print("    " + ", ".join(f"{name} {_short(value)}" for name, value in settings.items()))


def prepare(options: argparse.Namespace) -> None:
    """Compile the engine and score all users in advance, so that the first visitor does not wait."""
    compiled = cache_folder("evaluation") / "prepared"
    if not compiled.exists():
        log("Compiling the engine; this happens once and takes about a minute.")
        warm_up()
    for name in options.data or data.available():
        bench = Workbench.open(name)
        for stage in ("valid", "test"):
            bench.candidates(stage=stage)
        if not compiled.exists():
            bench.effects().table(0.5)
            with contextlib.suppress(OSError):  # it only says that this need not be done again
                compiled.touch()
        try:
            bench.advice.recommend()
        except RecsysError as error:  # one data set without accuracy must not keep the others from opening
            log(f"{bench.dataset.title}: no setting can be recommended. {error}")
        users, items = len(bench.user_ids), len(bench.dataset.item_ids)
        log(f"{bench.dataset.title} is ready: {users} people, {items} items.")


def log(message: str) -> None:
    """Print a message to stderr; stdout is for answers."""
    print(message, file=sys.stderr, flush=True)


def _open(options: argparse.Namespace) -> Workbench:
    checkpoint = getattr(options, "checkpoint", None)
    folder = Path(checkpoint) if checkpoint else None
    return Workbench.open(options.data, checkpoint=folder, **_reading(options))


def _understood(dataset: data.Dataset) -> list[Message]:
    """Some interactions in words; scored candidates have sentences of their own."""
    return [] if isinstance(dataset, ScoredDataset) else interactions_understood(dataset)


def _print_files(dataset: ScoredDataset) -> None:
    """How each file of scored candidates was understood."""
    for file in dataset.files:
        roles = ", ".join(f"{role} {column}" for role, column in file.roles.items())
        unused = f"; not used: {', '.join(file.unused)}" if file.unused else ""
        print(f"  {file.name}: {file.rows:,} rows; {roles}{unused}")
    print(f"  {scores_read_as(dataset)}\n  {understood(dataset)}")


def _reading(options: argparse.Namespace) -> dict[str, Any]:
    """What the options say about reading and splitting, as arguments of ``load`` and ``Workbench.open``."""
    return {"columns": _columns(options), "split": split_of(options), **text_and_meaning(options)}


def _columns(options: argparse.Namespace) -> data.ColumnNames | None:
    given = {part: getattr(options, part) for part in FLAGS if getattr(options, part, None)}
    return data.ColumnNames(**given) if given else None


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
