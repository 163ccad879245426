"""How one run stands, read from its folder."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from recsys_core.errors import DataError
from recsys_core.jobs import locks
from recsys_core.jobs.folder import RunFolder
from recsys_core.jobs.spec import RunSpec

ENDED = ("done", "cancelled", "failed", "died")


@dataclass(frozen=True)
class Run:
    """A look at a run at one moment.

    Attributes:
        folder: its files.
        spec: what was asked for.
        state: "queued", "running", "cancelling", "done", "cancelled", "failed" (a sentence says why) or
            "died" (its process is gone without a word).
        message: why it failed, or the last line a dead worker wrote; else "".
        queued_at: seconds since the epoch; the queue goes by this.
        changed_at: when the state was entered.
    """

    folder: RunFolder
    spec: RunSpec
    state: str
    message: str
    queued_at: float
    changed_at: float

    @classmethod
    def read(cls, folder: RunFolder) -> Run:
        """Look at a run.

        Raises:
            DataError: a file of it is damaged.
            SettingError: it was asked for by another version.
        """
        spec = RunSpec.from_dict(folder.read(folder.spec))
        alive = locks.is_held(folder.alive)  # before the state: a worker writes its last word, then ends
        stored = folder.read(folder.state)
        state, message = str(stored.get("state", "queued")), str(stored.get("message", ""))
        if state not in ("done", "failed"):
            stopped = folder.cancel.exists()
            if alive:
                state = "cancelling" if stopped else state
            else:
                state = "cancelled" if stopped else "died"
                message = "" if stopped else folder.last_words()
        queued_at, changed_at = (stored.get(name, spec.created) for name in ("queued_at", "changed_at"))
        for value in (spec.created, queued_at, changed_at):
            if not isinstance(value, int | float) or not math.isfinite(value):
                raise DataError(f"Run {folder.id} has the time {value!r} in it. Start the training anew.")
        return cls(folder, spec, state, message, float(queued_at), float(changed_at))

    @property
    def id(self) -> str:
        """The run's id."""
        return self.spec.id

    @property
    def ended(self) -> bool:
        """Whether nothing will happen any more unless somebody resumes it."""
        return self.state in ENDED

    @property
    def place(self) -> tuple[float, str]:
        """What the queue is sorted by."""
        return (self.queued_at, self.id)

    @property
    def checkpoint(self) -> Path:
        """The trained model's folder, complete once the run is done."""
        return self.folder.checkpoint()

    @cached_property
    def reports(self) -> list[dict[str, Any]]:
        """Progress so far: time, part, phase, step, total, left, loss and metric of each report."""
        return self.folder.reports()

    @cached_property
    def result(self) -> dict[str, Any]:
        """What ``comparison.compare`` found; {} before the run is done."""
        return self.folder.read(self.folder.result)

    @property
    def saved(self) -> bool:
        """Whether something is kept that a resumed run need not do again."""
        finished = self.spec.twin and self.folder.finished("twin")
        return finished or any(self.folder.path.glob("*.unfinished/*.safetensors"))

    @property
    def slower(self) -> float | None:
        """Seconds that training took for each second expected; None unless all of it was done in one go."""
        may_stop_early = self.spec.config.stop_on is not None
        if self.state != "done" or self.queued_at != self.spec.created or may_stop_early:
            return None
        taken = 0.0
        for part in self.spec.parts:
            times = [line["t"] for line in self.reports if line["part"] == part]
            taken += times[-1] - times[0] if times else 0.0
        return taken / sum(self.spec.expected.values()) or None


def slower_on(runs: Iterable[Run], fingerprint: str) -> float | None:
    """How much slower than expected the latest training of these data was; None where none was timed.

    Other data say little: what a step costs grows with them in another way than the guess does.

    Args:
        runs: the newest first.
        fingerprint: of the data.
    """
    ratios = (run.slower for run in runs if run.spec.fingerprint == fingerprint)
    return next((ratio for ratio in ratios if ratio is not None), None)
