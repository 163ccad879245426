"""Run a task over all shards; a run that was stopped goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from recsys_core.errors import DataError, SettingError
from recsys_core.runtime.files import UNFINISHED, atomic_write, drop_unused
from recsys_core.scale.shards import Shard
from recsys_core.scale.task import Done, Task

NOTE, PARTS = "run.json", "parts"


class Workers(Protocol):
    """Who does the work: a pool of processes, or a cluster."""

    def map(self, work: Callable[[Shard, Path], Done], shards: list[Shard], folder: Path) -> Iterator[Done]:
        """Do all shards and yield each as it is done, in any order; raise what the work raises."""


class Input(Protocol):
    """Files that are worked on in shards."""

    def identity(self) -> str:
        """Hash that changes with the files."""

    def shards(self) -> list[Shard]:
        """Their division, the same for the same files."""


def run_shards(
    task: Task,
    source: Input,
    out: Path,
    workers: Workers,
    report: Callable[[Done, int], object] = lambda done, left: None,
    *,
    parts: str = PARTS,
) -> list[Shard]:
    """Write every part that is not there yet.

    Parts take their names when they are whole, so a run that is stopped, or loses a worker, loses at most the
    shards that were being worked on; the next call does these and all that are left.

    Args:
        task: what is done with a shard.
        source: what is read.
        out: folder of the run, made if needed.
        workers: who does it.
        report: called after each shard with what was done and how many shards are left.
        parts: name of the folder below ``out`` that holds the parts.

    Returns:
        All shards.

    Raises:
        SettingError: ``out`` holds a run over other files or with other settings.
        DataError: what is read cannot be streamed, or changed meanwhile.
        OSError: ``out`` cannot be written.
    """
    shards, identity, folder = source.shards(), source.identity(), out / parts
    folder.mkdir(parents=True, exist_ok=True)
    _claim(out, {"data": identity, "shards": len(shards), **task.describe()})
    drop_unused(folder, f".*{UNFINISHED}", kept=0, days=1)  # of killed workers
    missing = [shard for shard in shards if not (folder / task.part(shard)).exists()]
    for left, done in enumerate(workers.map(task.run, missing, folder), 1):
        report(done, len(missing) - left)
    if source.identity() != identity:
        raise DataError("The files changed while they were read. Run again into another folder.")
    return shards


def _claim(out: Path, run: dict[str, object]) -> None:
    note = out / NOTE
    if note.exists():
        try:
            found = json.loads(note.read_text(encoding="utf-8"))
        except ValueError:
            found = None
        if found != run:
            raise SettingError(
                f"{out} holds a run over other files or with other settings, so it cannot go on there. "
                "Name another folder, or delete this one."
            )
        return
    with atomic_write(note) as file:
        file.write(json.dumps(run, indent=2).encode())
