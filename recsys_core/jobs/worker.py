"""The process of one run: wait, train, compare. ``python -m recsys_core.jobs.worker FOLDER``.

It inherits the lock of its folder, which shows that it is alive. It can be killed at any moment, because
every file is written in one step. While it waits it has loaded almost nothing; it imports torch when its turn
comes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recsys_core.errors import DataError, RecsysError
from recsys_core.jobs import locks
from recsys_core.jobs.folder import RunFolder
from recsys_core.jobs.run import Run, latest_paces
from recsys_core.jobs.runs import Runs
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.progress import Outlook, Progress, Report, advance

if TYPE_CHECKING:
    from recsys_core.data.dataset import Dataset

NICENESS = 10
_POLL_SECONDS = 0.5


@dataclass(frozen=True)
class Pipeline:
    """The steps of a run.

    Attributes:
        load: a data set by name.
        train: trains on it into a folder by a recipe, reporting progress; stores unfinished work in the next
            folder and resumes from what it finds there. Last comes what is known about the time.
        compare: measures before and after, given the folder of each part.
    """

    load: Callable[[str], Dataset]
    train: Callable[[Dataset, Path, TrainingConfig, Report, Path, Outlook], Path]
    compare: Callable[[Dataset, Mapping[str, Path]], dict[str, Any]]


def load_pipeline() -> Pipeline:
    """The real steps; imports torch."""
    from recsys_core import data
    from recsys_core.jobs.comparison import compare
    from recsys_core.protocol import MeasurementProtocol
    from recsys_core.training.language_model.train import train
    from recsys_core.training.tracking import FOLDER, tracked

    protocol = MeasurementProtocol()

    def train_tracked(
        dataset: Dataset,
        out: Path,
        recipe: TrainingConfig,
        report: Report,
        unfinished: Path,
        outlook: Outlook,
    ) -> Path:
        folder, name = out.parent / FOLDER / out.name, f"{out.parent.name}-{out.name}"
        with tracked(folder, recipe.to_dict(), report, name=name) as tracked_report:
            return train(
                dataset,
                out,
                recipe,
                tracked_report,
                protocol=protocol,
                snapshots=unfinished,
                outlook=outlook,
            )

    return Pipeline(
        data.load, train_tracked, lambda dataset, checkpoints: compare(dataset, checkpoints, protocol)
    )


def main(path: Path, load: Callable[[], Pipeline] = load_pipeline) -> None:
    """Do the run in ``path`` and record how it ended; an unforeseen error ends up in its log."""
    lower_priority()
    folder = RunFolder(path)
    turn = wait_for_turn(folder)
    started = time.time()
    head = {"queued_at": Run.read(folder).queued_at}
    folder.write(folder.state, head | {"state": "running", "changed_at": started})
    try:
        train_and_compare(folder, load())
        ended = {"state": "done"}
    except RecsysError as error:
        ended = {"state": "failed", "message": str(error)}
    folder.write(folder.state, head | ended | {"changed_at": time.time()})
    os.close(turn)


def lower_priority() -> None:
    """Give the server precedence, so that the dashboard stays responsive during a training."""
    os.nice(NICENESS)
    if sys.platform == "linux":  # a nice process still finishes its time slice; an idle one yields at once
        with contextlib.suppress(OSError):  # some containers do not allow it
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def wait_for_turn(folder: RunFolder) -> int:
    """Wait until all earlier runs have ended; returns the lock that lets only one run train at a time."""
    runs = Runs(folder.path.parent)
    while True:
        if runs.count_ahead(Run.read(folder)) == 0:
            turn = locks.acquire(runs.root / ".turn")
            if turn is not None:
                return turn
        time.sleep(_POLL_SECONDS)


def train_and_compare(folder: RunFolder, pipeline: Pipeline) -> None:
    """Train each unfinished part, then compare before and after.

    A part whose checkpoint is of another version is trained again, because it could not be measured.

    Raises:
        DataError: the data cannot be read, or have changed since the run was submitted.
        RecsysError: training fails.
    """
    spec = Run.read(folder).spec
    dataset = pipeline.load(spec.data)
    if not spec.is_of(dataset):
        raise DataError(f"{spec.title} was changed after this training was submitted. Start a new training.")
    folder.repair_reports()
    writer = ProgressWriter(folder, spec.expected)
    writer.paces = latest_paces(Runs(folder.path.parent).all(), spec.fingerprint) | writer.paces
    for part, recipe in spec.parts.items():
        if folder.has_checkpoint(part):
            continue
        shutil.rmtree(folder.checkpoint(part), ignore_errors=True)
        for leftover in folder.path.glob(f".{part}-*"):
            shutil.rmtree(leftover)
        report, unfinished = partial(writer.write, part), folder.unfinished(part)
        outlook = Outlook(writer.paces, writer.expected_after(part))
        pipeline.train(dataset, folder.checkpoint(part), recipe, report, unfinished, outlook)
        shutil.rmtree(unfinished, ignore_errors=True)
    # Comparing scores and measures, as the heads' training does.
    seconds = writer.paces.get("towers", 1.0) * spec.expected.get("compare", 0.0)
    writer.write("compare", Progress("comparing", 0, 1, seconds))
    checkpoints = {part: folder.checkpoint(part) for part in spec.parts}
    folder.write(folder.result, pipeline.compare(dataset, checkpoints))


class ProgressWriter:
    """Writes the progress of a run with the share of it that is done, which goes on where it stopped.

    Args:
        folder: of the run.
        expected: estimated seconds of every part, in order.

    Attributes:
        paces: how far guesses were off, by kind of phase, as last reported, also before a restart.
    """

    def __init__(self, folder: RunFolder, expected: Mapping[str, float]) -> None:
        self._folder, self._expected = folder, expected
        reports = folder.reports()
        self._share = float(reports[-1]["share"]) if reports else 0.0
        self._reported: float | None = None  # the time until the first report is not part of any estimate
        self.paces: dict[str, float] = reports[-1]["paces"] if reports else {}

    def expected_after(self, part: str) -> float:
        """Estimated seconds of what follows after a part."""
        names = list(self._expected)
        return sum(self._expected[name] for name in names[names.index(part) + 1 :])

    def write(self, part: str, progress: Progress) -> None:
        """Add one report; ``seconds_left`` counts to the end of the run."""
        now = time.monotonic()
        since = 0.0 if self._reported is None else now - self._reported
        self._share = advance(self._share, since, progress.seconds_left)
        self._reported, self.paces = now, {**self.paces, **progress.paces}
        self._folder.append_report(
            {
                "t": round(time.time(), 3),
                "part": part,
                "phase": progress.phase,
                "step": progress.step,
                "total": progress.total,
                "left": round(progress.seconds_left, 1),
                "share": round(self._share, 5),
                "loss": progress.loss,
                "metric": progress.metric,
                "paces": {kind: round(pace, 3) for kind, pace in self.paces.items()},
            }
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
