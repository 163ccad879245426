"""Log a training while it runs: to TensorBoard always, to Weights & Biases if it is installed."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from recsys_core.errors import SettingError
from recsys_core.training.progress import Progress, Report

logger = logging.getLogger(__name__)

FOLDER = "tensorboard"
"""Name of the log folder beside a run's other files."""

PROJECT = "equipoise"
MODE_VARIABLE = "WANDB_MODE"


class Sink(Protocol):
    """A service that values are logged to."""

    def write(self, phase: str, step: int, values: Mapping[str, float]) -> None:
        """Log the values of one step of a phase, by tag."""

    def close(self, last: Mapping[str, float]) -> None:
        """Log the settings with the latest value of each tag, and close."""


@contextmanager
def tracked(folder: Path, settings: Mapping[str, Any], report: Report, *, name: str) -> Iterator[Report]:
    """A report function that logs losses, measures and rates, then calls ``report``.

    Logging starts with the first report, so a rejected training leaves nothing. Each start gets a folder
    named by its time: a training that was stopped and resumed is two runs with consecutive steps.

    Args:
        folder: of the log; need not exist.
        settings: of the training, JSON-able.
        report: called with every report.
        name: of the run.

    A folder that cannot be written, or a disk that is full, ends the log with a warning, not the training.

    Raises:
        SettingError: Weights & Biases is installed but does not start.
    """
    sinks: list[Sink] = []
    last: dict[str, float] = {}
    is_open = True

    def log_and_report(progress: Progress) -> None:
        nonlocal is_open
        try:
            if is_open:
                log(progress)
        except OSError as error:
            is_open = False
            logger.warning("the training is no longer logged to %s: %s", folder, error)
        report(progress)

    def log(progress: Progress) -> None:
        if not sinks:
            run_folder = folder / datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            sinks.append(TensorBoard(run_folder, settings))
            if importlib.util.find_spec("wandb") is not None:
                sinks.append(WeightsAndBiases(run_folder, settings, name))
        phase, values = tag(progress.phase), values_of(progress)
        if values:
            for sink in sinks:
                sink.write(phase, progress.step, values)
            last.update(values)

    try:
        yield log_and_report
    finally:
        try:
            for sink in sinks:
                sink.close(last)
        except OSError as error:
            logger.warning("the log of the training in %s is not complete: %s", folder, error)


def values_of(progress: Progress) -> dict[str, float]:
    """A report's values by tag: loss, learning rate and validation measure, where present."""
    phase = tag(progress.phase)
    found = {
        "loss": progress.loss,
        "learning_rate": progress.rate,
        f"valid_{tag(progress.measure)}": progress.metric,
    }
    return {f"{phase}/{name}": float(value) for name, value in found.items() if value is not None}


def tag(words: str) -> str:
    """Words with only the characters both services accept: letters, digits, points and underscores."""
    return re.sub(r"[^\w.]+", "_", words).strip("_")


class TensorBoard:
    """Event files for ``tensorboard --logdir``, readable while the training runs."""

    def __init__(self, folder: Path, settings: Mapping[str, Any]) -> None:
        from torch.utils.tensorboard.writer import SummaryWriter

        self._settings = {name: _hparam(value) for name, value in settings.items()}
        self._writer = SummaryWriter(str(folder))

    def write(self, phase: str, step: int, values: Mapping[str, float]) -> None:
        """See Sink."""
        for name, value in values.items():
            self._writer.add_scalar(name, value, step)
        self._writer.flush()

    def close(self, last: Mapping[str, float]) -> None:
        """See Sink."""
        self._writer.add_hparams(
            self._settings, {f"last/{name}": value for name, value in last.items()}, run_name="."
        )
        self._writer.close()


class WeightsAndBiases:
    """A run of Weights & Biases, offline unless WANDB_MODE is set."""

    def __init__(self, folder: Path, settings: Mapping[str, Any], name: str) -> None:
        wandb = importlib.import_module("wandb")
        mode = os.environ.get(MODE_VARIABLE, "").strip() or "offline"
        try:
            self._run = wandb.init(
                project=PROJECT, name=name, dir=str(folder), config=dict(settings), mode=mode
            )
        except Exception as error:
            raise SettingError(
                f"Weights & Biases does not start in mode '{mode}' ({error}). Set {MODE_VARIABLE} to offline "
                "to log on this machine only, or to disabled to continue without it."
            ) from error

    def write(self, phase: str, step: int, values: Mapping[str, float]) -> None:
        """See Sink."""
        self._run.log({**values, f"{phase}/step": step})

    def close(self, last: Mapping[str, float]) -> None:
        """See Sink."""
        self._run.summary.update(dict(last))
        self._run.finish()


def _hparam(value: Any) -> bool | int | float | str:
    return value if isinstance(value, bool | int | float | str) else str(value)
