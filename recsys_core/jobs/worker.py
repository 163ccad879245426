"""The process of one run: wait for its turn, train, compare. ``python -m recsys_core.jobs.worker FOLDER``.

It inherits the lock of its folder, so everybody sees whether it lives. It can be killed at any moment: what
is written is written in one step. While it waits it has loaded next to nothing; torch comes with its turn.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recsys_core.errors import DataError, RecsysError
from recsys_core.jobs import locks
from recsys_core.jobs.folder import RunFolder
from recsys_core.jobs.registry import Runs
from recsys_core.jobs.run import Run
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.progress import Progress, Report

if TYPE_CHECKING:
    from recsys_core.data.dataset import Dataset

NICENESS = 10
_PAUSE = 0.5


@dataclass(frozen=True)
class Work:
    """What a run does when its turn has come.

    Attributes:
        load: data set by name.
        train: trains on it into a folder by a recipe, reporting as it goes; keeps unfinished work in the
            last folder and goes on from what it finds there.
        compare: measures before and after, from the folder of each part.
    """

    load: Callable[[str], Dataset]
    train: Callable[[Dataset, Path, TrainingConfig, Report, Path], Path]
    compare: Callable[[Dataset, Mapping[str, Path]], dict[str, Any]]


def real_work() -> Work:
    """The work itself; opening it loads torch."""
    from recsys_core import data
    from recsys_core.jobs.comparison import compare
    from recsys_core.training.language_model.train import train
    from recsys_core.training.tracking import FOLDER, tracked

    def keep_on(dataset: Dataset, out: Path, recipe: TrainingConfig, report: Report, kept: Path) -> Path:
        folder, name = out.parent / FOLDER / out.name, f"{out.parent.name}-{out.name}"
        with tracked(folder, recipe.to_dict(), report, name=name) as both:
            return train(dataset, out, recipe, both, snapshots=kept)

    return Work(data.load, keep_on, compare)


def main(path: Path, open_work: Callable[[], Work] = real_work) -> None:
    """Do the run in ``path``; how it ended stands in its state, or in its log where it failed unforeseen."""
    give_way()
    folder = RunFolder(path)
    turn = wait_for_turn(folder)
    started = time.time()
    head = {"queued_at": Run.read(folder).queued_at}
    folder.write(folder.state, head | {"state": "running", "changed_at": started})
    try:
        do(folder, open_work())
        ended = {"state": "done"}
    except RecsysError as error:
        ended = {"state": "failed", "message": str(error)}
    folder.write(folder.state, head | ended | {"changed_at": time.time()})
    os.close(turn)


def give_way() -> None:
    """Let the server go first: whoever moves a slider beside a training must not wait for it."""
    os.nice(NICENESS)
    if sys.platform == "linux":  # where a low priority still finishes its slice first; this one stops at once
        with contextlib.suppress(OSError):  # some containers refuse it: then the low priority has to do
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def wait_for_turn(folder: RunFolder) -> int:
    """Wait until no earlier run is unfinished; returns the lock that lets only one train at a time."""
    runs = Runs(folder.path.parent)
    while True:
        if runs.ahead(Run.read(folder)) == 0:
            turn = locks.take(runs.root / ".turn")
            if turn is not None:
                return turn
        time.sleep(_PAUSE)


def do(folder: RunFolder, work: Work) -> None:
    """Train each part that is not finished yet, then measure before and after.

    A checkpoint that another version wrote counts for nothing: it could not be measured.

    Raises:
        DataError: the data cannot be read, or are not those the run was asked for.
        RecsysError: training refuses.
    """
    spec = Run.read(folder).spec
    dataset = work.load(spec.data)
    if dataset.fingerprint != spec.fingerprint:
        raise DataError(f"{spec.title} was replaced since this training was asked for. Start it anew.")
    folder.mend_reports()
    for part, recipe in spec.parts.items():
        if folder.finished(part):
            continue
        shutil.rmtree(folder.checkpoint(part), ignore_errors=True)
        for leftover in folder.path.glob(f".{part}-*"):
            shutil.rmtree(leftover)
        report, kept = Reporter(folder, part, spec.expected), folder.unfinished(part)
        work.train(dataset, folder.checkpoint(part), recipe, report, kept)
        shutil.rmtree(kept, ignore_errors=True)
    Reporter(folder, "compare", {"compare": 1.0})(Progress("comparing", 0, 1, 5.0))
    folder.write(folder.result, work.compare(dataset, {part: folder.checkpoint(part) for part in spec.parts}))


class Reporter:
    """Writes down the progress of one part, with the time that is left of the whole run.

    Args:
        folder: of the run.
        part: which of the run's parts is being trained.
        expected: seconds of every part, in order; only their proportion counts.
    """

    def __init__(self, folder: RunFolder, part: str, expected: Mapping[str, float]) -> None:
        self._folder, self._part = folder, part
        names = list(expected)
        later = sum(expected[name] for name in names[names.index(part) + 1 :])
        self._later = later / expected[part]
        self._started = time.time()

    def __call__(self, progress: Progress) -> None:
        """Add one report; later parts are assumed to be as much slower than expected as this one."""
        now = time.time()
        whole = now - self._started + progress.seconds_left
        self._folder.report(
            {
                "t": round(now, 3),
                "part": self._part,
                "phase": progress.phase,
                "step": progress.step,
                "total": progress.total,
                "left": round(progress.seconds_left + self._later * whole, 1),
                "loss": progress.loss,
                "metric": progress.metric,
            }
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
