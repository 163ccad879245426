"""Write a training down as it goes: for TensorBoard always, for Weights & Biases where it is installed."""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from recsys_core.errors import SettingError
from recsys_core.training.progress import Progress, Report

FOLDER = "tensorboard"
"""Name of the folder beside a run's other files."""

PROJECT = "equipoise"
MODE_VARIABLE = "WANDB_MODE"


class Sink(Protocol):
    """A place where values are written."""

    def write(self, phase: str, step: int, values: Mapping[str, float]) -> None:
        """Write values, by tag, of one step of a phase."""

    def close(self, last: Mapping[str, float]) -> None:
        """Write the settings beside the latest value of each tag, and end."""


@contextmanager
def tracked(
    folder: Path, settings: Mapping[str, Any], report: Report, *, name: str
) -> Iterator[Report]:
    """A report that passes everything on to ``report`` and writes losses, measures and rates down.

    Nothing is opened before the first report, so a training that is refused leaves nothing. Every opening
    starts a folder of its own, named by its time: a training that was stopped and resumed is two runs whose
    steps follow each other.

    Args:
        folder: where to write; need not exist.
        settings: of the training, JSON-able.
        report: whom to tell as well.
        name: of the run.

    Raises:
        SettingError: Weights & Biases is installed, but refuses to start.
        OSError: the folder cannot be written.
    """
    sinks: list[Sink] = []
    last: dict[str, float] = {}

    def both(progress: Progress) -> None:
        if not sinks:
            place = folder / datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            sinks.append(TensorBoard(place, settings))
            if importlib.util.find_spec("wandb") is not None:
                sinks.append(WeightsAndBiases(place, settings, name))
        phase, values = tag(progress.phase), values_of(progress)
        if values:
            for sink in sinks:
                sink.write(phase, progress.step, values)
            last.update(values)
        report(progress)

    try:
        yield both
    finally:
        for sink in sinks:
            sink.close(last)


def values_of(progress: Progress) -> dict[str, float]:
    """What a report holds, by tag: loss, learning rate and validation measure, each where there is one."""
    phase = tag(progress.phase)
    found = {"loss": progress.loss, "learning_rate": progress.rate,
             f"valid_{tag(progress.measure)}": progress.metric}
    return {f"{phase}/{name}": float(value) for name, value in found.items() if value is not None}


def tag(words: str) -> str:
    """Words as both services take them: letters, digits, points and underscores."""
    return re.sub(r"[^\w.]+", "_", words).strip("_")


class TensorBoard:
    """Event files that ``tensorboard --logdir`` shows, also while they grow."""

    def __init__(self, place: Path, settings: Mapping[str, Any]) -> None:
        from torch.utils.tensorboard.writer import SummaryWriter

        self._settings = {name: _plain(value) for name, value in settings.items()}
        self._writer = SummaryWriter(str(place))

    def write(self, phase: str, step: int, values: Mapping[str, float]) -> None:
        """See Sink."""
        for name, value in values.items():
            self._writer.add_scalar(name, value, step)
        self._writer.flush()

    def close(self, last: Mapping[str, float]) -> None:
        """See Sink."""
        self._writer.add_hparams(self._settings, {f"last/{name}": value for name, value in last.items()},
                                 run_name=".")
        self._writer.close()


class WeightsAndBiases:
    """A run of Weights & Biases: on this machine alone, unless WANDB_MODE says otherwise."""

    def __init__(self, place: Path, settings: Mapping[str, Any], name: str) -> None:
        wandb = importlib.import_module("wandb")
        mode = os.environ.get(MODE_VARIABLE, "").strip() or "offline"
        try:
            self._run = wandb.init(
                project=PROJECT, name=name, dir=str(place), config=dict(settings), mode=mode)
        except Exception as error:
            raise SettingError(
                f"Weights & Biases does not start in mode '{mode}' ({error}). Set {MODE_VARIABLE} to offline "
                "to write on this machine alone, or to disabled to go on without it."
            ) from error

    def write(self, phase: str, step: int, values: Mapping[str, float]) -> None:
        """See Sink."""
        self._run.log({**values, f"{phase}/step": step})

    def close(self, last: Mapping[str, float]) -> None:
        """See Sink."""
        self._run.summary.update(dict(last))
        self._run.finish()


def _plain(value: Any) -> bool | int | float | str:
    return value if isinstance(value, bool | int | float | str) else str(value)
