"""The command line: fetch and check data, train, evaluate, sweep, recommend."""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from recsys_core import data
from recsys_core.compilation import cache_folder
from recsys_core.data import health
from recsys_core.data.columns import FLAGS
from recsys_core.errors import RecsysError
from recsys_core.rerank import warm_up
from recsys_core.workbench import DEFAULT_RERANKER, Workbench

if TYPE_CHECKING:
    from recsys_core.training.train import Progress

SWEEP_POINTS = 101


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 2 with one sentence on stderr when the user can mend it."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    try:
        options.run(options)
    except (RecsysError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def fetch(options: argparse.Namespace) -> None:
    """Fetch a public data set and say where it is."""
    if options.if_missing and options.name in data.available():
        return
    print(data.fetch(options.name, report=_say))


def check(options: argparse.Namespace) -> None:
    """Print what is in a data set, what cleaning did, and what it means for the figures."""
    dataset = data.load(options.path, columns=_columns(options))
    report = health.check(dataset)
    if options.json:
        print(json.dumps(report.to_dict(), indent=2))
        return
    print(dataset.title)
    for name, value in report.counts.items():
        print(f"  {name.replace('_', ' '):<18} {value:,.10g}")
    if not report.findings:
        print("Nothing was found that would bend the figures.")
    for finding in report.findings:
        print(f"- {finding.sentence}\n  {finding.fix} {finding.consequence}")


def train(options: argparse.Namespace) -> None:
    """Fine-tune the language-model recommender and print the path of its card."""
    from recsys_core.training.train import TrainingConfig
    from recsys_core.training.train import train as run_training

    dataset = data.load(options.data, columns=_columns(options))
    given = {"strategy": options.strategy, "seed": options.seed, "epochs": options.epochs}
    config = TrainingConfig(**{name: value for name, value in given.items() if value is not None})
    with _Bar() as bar:
        card = run_training(dataset, Path(options.out), config, bar.show)
    print(card)


def evaluate(options: argparse.Namespace) -> None:
    """Measure every model on the same split, before and after fine-tuning."""
    bench = _open(options)
    _say(f"measuring on the test period of {bench.dataset.title}")
    result = bench.evaluate(options.models, report=_say)
    if options.json:
        print(json.dumps(result, indent=2))
        return
    keys = ["ndcg@10", "recall@10", "ild@10", "coverage@10"]
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
        key for key in (f"ndcg@{options.k}", f"ild@{options.k}", f"coverage@{options.k}") if key in sampled
    ]
    print(f"{'lambda':>8}" + "".join(f"{key:>14}" for key in keys))
    for row in range(0, SWEEP_POINTS, 5):
        print(f"{lambdas[row]:>8.2f}" + "".join(f"{sampled[key][row]:>14.4f}" for key in keys))


def recommend(options: argparse.Namespace) -> None:
    """Print one user's list at relevance only and at a setting."""
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


def prepare(options: argparse.Namespace) -> None:
    """Compile the engine and score everybody once, so that the first visitor does not wait."""
    kernels = cache_folder("tradeoff")
    for name in options.data or data.available():
        done = kernels / f"prepared-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
        if done.exists():
            continue
        if not any(kernels.glob("prepared-*")):
            _say("Compiling the engine; this is done once and takes about a minute.")
            warm_up()
        bench = Workbench.open(name)
        for stage in ("valid", "test"):
            bench.candidates(stage=stage)
        bench.price().table(0.5)
        done.touch()
        people, items = len(bench.user_ids), len(bench.dataset.item_ids)
        _say(f"{bench.dataset.title} is ready: {people} people, {items} items.")


def _open(options: argparse.Namespace) -> Workbench:
    checkpoint = getattr(options, "checkpoint", None)
    return Workbench.open(options.data, checkpoint=Path(checkpoint) if checkpoint else None)


def _columns(options: argparse.Namespace) -> data.ColumnNames | None:
    given = {part: getattr(options, part) for part in FLAGS if getattr(options, part, None)}
    return data.ColumnNames(**given) if given else None


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


class _Bar:
    """A progress bar with time left on stderr, one for each phase of a training."""

    def __enter__(self) -> _Bar:
        self._bar: Any = None
        self._phase = ""
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, progress: Progress) -> None:
        from tqdm import tqdm

        if progress.phase != self._phase:
            self.__exit__()
            self._phase = progress.phase
            self._bar = tqdm(total=progress.total, desc=progress.phase, file=sys.stderr, leave=True)
        self._bar.total = progress.total
        self._bar.update(progress.step - self._bar.n)
        if progress.message:
            self._bar.set_postfix_str(progress.message)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m recsys_core", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, parent: Any = commands) -> argparse.ArgumentParser:
        made = parent.add_parser(name, help=run.__doc__, description=run.__doc__)
        made.set_defaults(run=run)
        return made

    group = commands.add_parser("data", help="fetch a public data set or check one of your own")
    data_commands = group.add_subparsers(required=True, metavar="COMMAND")
    add = command("fetch", fetch, data_commands)
    add.add_argument("name", help="for example ml-100k")
    add.add_argument("--if-missing", action="store_true", help="do nothing when it is already here")
    add = command("check", check, data_commands)
    add.add_argument("path", help="a file, a folder or the name of a data set")
    add.add_argument("--json", action="store_true")
    _add_columns(add)

    add = command("train", train)
    _add_data(add)
    add.add_argument("--out", required=True, help="folder of the checkpoint, written when training is done")
    add.add_argument("--strategy", help="what is trained in the language model (default lora)")
    add.add_argument("--seed", type=int)
    add.add_argument("--epochs", type=int, help="at most so many; fewer when validation stops improving")
    _add_columns(add)

    add = command("evaluate", evaluate)
    _add_data(add)
    add.add_argument("--checkpoint", help="folder of a checkpoint (default: the one that ships)")
    add.add_argument("--models", nargs="+", help="names (default: popularity, EASE and the language model)")
    add.add_argument("--json", action="store_true")

    for name, run in (("sweep", sweep), ("recommend", recommend)):
        add = command(name, run)
        _add_data(add)
        add.add_argument("--checkpoint", help="folder of a checkpoint (default: the one that ships)")
        add.add_argument("--model", help="whose candidates are reranked (default: the language model)")
        add.add_argument("--reranker", default=DEFAULT_RERANKER)
        add.add_argument("--space", help="what counts as similar: categories, text or co_rating")
        add.add_argument("--k", type=_list_length, default=10, help="length of a list")
        if run is sweep:
            add.add_argument("--stage", choices=("valid", "test"), default="test")
            add.add_argument("--json", action="store_true")
        else:
            add.add_argument("--user", required=True)
            add.add_argument("--lambda", dest="lambda_", type=float, default=0.3)

    add = command("prepare", prepare)
    add.add_argument("--data", nargs="*", help="names (default: every data set that is here)")
    return parser


def _list_length(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a list has at least one item, got {text!r}")
    return int(text)


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", required=True, help="name of a data set, a file or a folder")


def _add_columns(parser: argparse.ArgumentParser) -> None:
    for part, flag in FLAGS.items():
        what = part.replace("_id", "").replace("_", " ")
        parser.add_argument(flag, dest=part, metavar="NAME", help=f"the column that holds the {what}")
