"""All runs of a server: submit, list, cancel, resume and remove them."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from recsys_core.config import RUNS_VARIABLE, project_root
from recsys_core.errors import DataError, RecsysError, SettingError
from recsys_core.jobs import locks
from recsys_core.jobs.folder import RunFolder, warn_once
from recsys_core.jobs.presets import expected_seconds
from recsys_core.jobs.run import Run
from recsys_core.jobs.spec import RunSpec, parts_of
from recsys_core.messages import message
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.plan import comparison_seconds

if TYPE_CHECKING:
    from recsys_core.data.dataset import Dataset

MAX_WAITING = 20
MAX_EACH = 3
"""Unfinished trainings of one visitor."""
# Training uses one core, so that the dashboard stays responsive.
_THREADS = {name: "1" for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")}


class Runs:
    """The runs in one folder, which several processes may use at the same time.

    Args:
        root: folder of the runs; created with the first one.
        command: starts a worker; the run's folder is appended.
    """

    def __init__(
        self, root: Path, command: Sequence[str] = (sys.executable, "-m", "recsys_core.jobs.worker")
    ) -> None:
        self.root = root
        self._command = tuple(command)

    def submit(
        self,
        dataset: Dataset,
        name: str,
        *,
        preset: str,
        recipe: TrainingConfig,
        twin: bool = False,
        visitor: str = "",
    ) -> Run:
        """Queue a training; it starts when all earlier ones have ended.

        Args:
            dataset: to train on, loaded.
            name: by which ``data.load`` finds it again.
            preset: the recipe's name.
            recipe: the configuration.
            twin: whether to train the same recipe with a frozen language model first, for comparison.
            visitor: the key of whoever asks; "" has no share to keep to.

        Raises:
            SettingError: too many trainings are waiting, of this visitor or in all.
            DataError: the folder cannot be written.
        """
        runs = self.all()
        waiting = sum(not run.ended for run in runs)
        if waiting >= MAX_WAITING:
            raise SettingError(
                message(
                    "errors.trainings_are_waiting_already",
                    "{waiting} trainings are waiting already. Try again when one has finished.",
                    waiting=waiting,
                )
            )
        unfinished = unfinished_of(runs, visitor)
        if unfinished >= MAX_EACH:
            raise SettingError(
                message(
                    "errors.share_of_queue_used",
                    "{unfinished} of your trainings are running or waiting, the most that one visitor may "
                    "have. Cancel one, or wait until it has finished.",
                    unfinished=unfinished,
                )
            )
        created = time.time()
        stamp = time.strftime("%m%d-%H%M", time.localtime(created))
        twin = twin and recipe.strategy != "frozen"
        parts = parts_of(recipe, twin)
        expected = {part: expected_seconds(config, dataset) for part, config in parts.items()}
        expected["compare"] = comparison_seconds(dataset)
        spec = RunSpec(
            id=f"{stamp}-{secrets.token_hex(2)}",
            data=name,
            title=dataset.title,
            fingerprint=dataset.fingerprint,
            content=dataset.content,
            owner=_owner(visitor),
            preset=preset,
            config=recipe,
            twin=twin,
            created=created,
            expected=expected,
        )
        folder = RunFolder(self.root / spec.id)
        try:
            folder.path.mkdir(parents=True)
            folder.write(folder.state, {"state": "queued", "queued_at": created, "changed_at": created})
            folder.write(folder.spec, spec.to_dict())
            self._start(folder)
        except OSError as error:
            text = f"{self.root} cannot be written ({error}). Set {RUNS_VARIABLE} to another folder."
            raise DataError(text) from error
        return Run.read(folder)

    def all(self) -> list[Run]:
        """All readable runs, newest first."""
        found = []
        for path in self.root.glob("*/spec.json"):
            try:
                found.append(Run.read(RunFolder(path.parent)))
            except RecsysError as error:
                # A damaged run, or one of another version, stays on disk.
                warn_once(f"run {path.parent.name} is skipped: {error}")
        return sorted(found, key=lambda run: run.queue_position, reverse=True)

    def get(self, run_id: str) -> Run:
        """One run.

        Raises:
            SettingError: there is no run of this id.
            DataError: one of its files is damaged.
        """
        folder = RunFolder(self.root / run_id)
        # An id may come from a URL: only folders directly below the root are valid.
        if not run_id or folder.path.parent != self.root or not folder.spec.is_file():
            raise SettingError(
                message(
                    "errors.no_training_called_here",
                    "There is no training called “{run_id}” here; it may have been removed.",
                    run_id=run_id[:40],
                )
            )
        return Run.read(folder)

    def model(self, run_id: str) -> Path:
        """Folder of the model of a finished run.

        Raises:
            SettingError: there is no run of this id, it is not done, or its model is of another version.
        """
        run = self.get(run_id)
        if run.state != "done":
            raise SettingError(
                message(
                    "errors.training_no_model",
                    "Training {id} has no model: it is {state}.",
                    id=run.id,
                    state=run.state,
                )
            )
        if not run.folder.has_checkpoint():
            raise SettingError(
                message(
                    "errors.model_training_not_one",
                    "The model of training {id} is not one of this version. Train it again.",
                    id=run.id,
                )
            )
        return run.checkpoint

    def count_ahead(self, run: Run) -> int:
        """Number of unfinished runs before this one in the queue."""
        return sum(not other.ended and other.queue_position < run.queue_position for other in self.all())

    def cancel(self, run: Run) -> None:
        """Stop a waiting or running run and keep its finished parts; an ended run is not changed."""
        if run.ended:
            return
        run.folder.cancel.touch()
        pid = run.folder.read(run.folder.pid).get("pid")
        # While the lock is held the process lives, so its id has not been reused.
        if pid and locks.is_held(run.folder.alive):
            try:
                os.kill(int(pid), signal.SIGTERM)
            except ProcessLookupError:
                return  # it has just ended

    def resume(self, run: Run) -> None:
        """Queue an ended run again: finished parts are kept, an unfinished one resumes from what it saved.

        Raises:
            SettingError: it is done, or has not ended.
        """
        if run.state == "done" or not run.ended:
            raise SettingError(
                message(
                    "errors.training_nothing_resume",
                    "Training {id} is {state}: there is nothing to resume.",
                    id=run.id,
                    state=run.state,
                )
            )
        self._start(run.folder, again=True)

    def remove(self, run: Run) -> None:
        """Delete an ended run with its model.

        Raises:
            SettingError: it has not ended.
        """
        if not run.ended:
            raise SettingError(
                message(
                    "errors.training_cancel_first",
                    "Training {id} is {state}. Cancel it first.",
                    id=run.id,
                    state=run.state,
                )
            )
        shutil.rmtree(run.folder.path)

    def _start(self, folder: RunFolder, *, again: bool = False) -> None:
        """Start a worker that inherits the run's lock, so it holds the lock from its start."""
        lock = locks.acquire(folder.alive)
        if lock is None:
            raise SettingError(
                message(
                    "errors.training_already_being_started",
                    "Training {id} is already being started.",
                    id=folder.id,
                )
            )
        try:
            if again:
                now = time.time()
                folder.cancel.unlink(missing_ok=True)
                folder.write(folder.state, {"state": "queued", "queued_at": now, "changed_at": now})
            with folder.log.open("ab") as log:
                process = subprocess.Popen(
                    [*self._command, str(folder.path.resolve())],
                    cwd=project_root(), env={**os.environ, **_THREADS}, pass_fds=(lock,),
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                    start_new_session=True,  # stopping the server does not stop the training
                )  # fmt: skip
            folder.write(folder.pid, {"pid": process.pid})
        finally:
            os.close(lock)


def unfinished_of(runs: Iterable[Run], visitor: str) -> int:
    """Number of unfinished runs that this visitor submitted; 0 for "", whom nobody knows."""
    owner = _owner(visitor)
    return sum(not run.ended and run.spec.owner == owner for run in runs) if owner else 0


def _owner(visitor: str) -> str:
    """A visitor's key as a run stores it: its hash."""
    return hashlib.sha256(visitor.encode()).hexdigest()[:32] if visitor else ""
