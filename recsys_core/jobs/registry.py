"""All runs of one server: ask for one, look, cancel, resume, remove."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from recsys_core import config
from recsys_core.errors import DataError, RecsysError, SettingError
from recsys_core.jobs import locks
from recsys_core.jobs.folder import RunFolder, tell_once
from recsys_core.jobs.presets import expected_seconds
from recsys_core.jobs.run import Run
from recsys_core.jobs.spec import RunSpec, parts_of
from recsys_core.training.language_model.config import TrainingConfig

if TYPE_CHECKING:
    from recsys_core.data.dataset import Dataset

MOST_WAITING = 20
# Training shall not be felt: people who use the dashboard meanwhile keep the other cores.
_THREADS = {name: "1" for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")}


class Runs:
    """The runs under one folder. Several processes may look at and act on the same folder.

    Args:
        root: where runs live; made when the first one is asked for.
        command: starts a worker; the run's folder is appended.
    """

    def __init__(
        self, root: Path, command: Sequence[str] = (sys.executable, "-m", "recsys_core.jobs.worker")
    ) -> None:
        self.root = root
        self._command = tuple(command)

    def submit(
        self, dataset: Dataset, name: str, *, preset: str, recipe: TrainingConfig, twin: bool = False
    ) -> Run:
        """Ask for a training; it starts at once or waits for those before it.

        Args:
            dataset: what to train on, opened.
            name: under which ``data.load`` finds it again.
            preset: the recipe's plain name.
            recipe: the configuration.
            twin: whether to train the same with a frozen language model first, to compare with.

        Raises:
            SettingError: too many are waiting.
            DataError: the folder cannot be written.
        """
        waiting = sum(not run.ended for run in self.all())
        if waiting >= MOST_WAITING:
            raise SettingError(f"{waiting} trainings are waiting already. Try again when one has finished.")
        created = time.time()
        stamp = time.strftime("%m%d-%H%M", time.localtime(created))
        twin = twin and recipe.strategy != "frozen"
        expected = {part: expected_seconds(asked, dataset) for part, asked in parts_of(recipe, twin).items()}
        spec = RunSpec(
            id=f"{stamp}-{secrets.token_hex(2)}",
            data=name,
            title=dataset.title,
            fingerprint=dataset.fingerprint,
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
            message = (
                f"{self.root} cannot be written ({error}). Set {config.RUNS_VARIABLE} to another folder."
            )
            raise DataError(message) from error
        return Run.read(folder)

    def all(self) -> list[Run]:
        """Every run that can be read, the newest first."""
        found = []
        for path in self.root.glob("*/spec.json"):
            try:
                found.append(Run.read(RunFolder(path.parent)))
            except RecsysError as error:
                # A damaged run, or one of another version, stays on disk for who made it.
                tell_once(f"run {path.parent.name} is left out: {error}")
        return sorted(found, key=lambda run: run.place, reverse=True)

    def get(self, run_id: str) -> Run:
        """One run.

        Raises:
            SettingError: there is none of this id.
            DataError: a file of it is damaged.
        """
        folder = RunFolder(self.root / run_id)
        # An id comes from an address: it names a folder right here and nothing else.
        if not run_id or folder.path.parent != self.root or not folder.spec.is_file():
            raise SettingError(f"There is no training called “{run_id[:40]}” here; it may have been removed.")
        return Run.read(folder)

    def model(self, run_id: str) -> Path:
        """Folder of the model that a finished run trained.

        Raises:
            SettingError: there is no run of this id, it is not done, or another version made its model.
        """
        run = self.get(run_id)
        if run.state != "done":
            raise SettingError(f"Training {run.id} has no model: it is {run.state}.")
        if not run.folder.finished():
            raise SettingError(f"The model of training {run.id} is not one of this version. Train it again.")
        return run.checkpoint

    def ahead(self, run: Run) -> int:
        """How many unfinished runs come before this one."""
        return sum(not other.ended and other.place < run.place for other in self.all())

    def cancel(self, run: Run) -> None:
        """End a run that waits or trains; what it had finished stays. An ended run is left as it is."""
        if run.ended:
            return
        run.folder.cancel.touch()
        pid = run.folder.read(run.folder.pid).get("pid")
        # While the lock is held that process lives, so its number cannot have gone to another.
        if pid and locks.is_held(run.folder.alive):
            try:
                os.kill(int(pid), signal.SIGTERM)
            except ProcessLookupError:
                return  # it ended meanwhile

    def resume(self, run: Run) -> None:
        """Queue an ended run again: finished parts are kept, an unfinished one goes on from what it saved.

        Raises:
            SettingError: it is done, or not ended yet.
        """
        if run.state == "done" or not run.ended:
            raise SettingError(f"Training {run.id} is {run.state}: there is nothing to resume.")
        self._start(run.folder, again=True)

    def remove(self, run: Run) -> None:
        """Delete an ended run with its model.

        Raises:
            SettingError: it has not ended.
        """
        if not run.ended:
            raise SettingError(f"Training {run.id} is {run.state}. Cancel it first.")
        shutil.rmtree(run.folder.path)

    def _start(self, folder: RunFolder, *, again: bool = False) -> None:
        """Start a worker that holds the run's lock from its first moment, inherited from here."""
        lock = locks.take(folder.alive)
        if lock is None:
            raise SettingError(f"Training {folder.id} is being started by somebody else.")
        try:
            if again:
                now = time.time()
                folder.cancel.unlink(missing_ok=True)
                folder.write(folder.state, {"state": "queued", "queued_at": now, "changed_at": now})
            with folder.log.open("ab") as log:
                process = subprocess.Popen(
                    [*self._command, str(folder.path.resolve())],
                    cwd=config.project_root(), env={**os.environ, **_THREADS}, pass_fds=(lock,),
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                    start_new_session=True,  # a server that is stopped does not take the training with it
                )  # fmt: skip
            folder.write(folder.pid, {"pid": process.pid})
        finally:
            os.close(lock)
