"""The state of one run, read from its folder."""

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
    """A run at one moment.

    Attributes:
        folder: its files. spec: what to train. state: "queued", "running", "cancelling", "done", "cancelled",
        "failed" (with a message) or "died" (its
            process ended without one).
        message: why it failed, or the last line in the log of a worker that died; else "".
        queued_at: seconds since the epoch; orders the queue.
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
        """Read a run's current state.

        Raises:
            DataError: one of its files is damaged.
            SettingError: another version created it.
        """
        spec = RunSpec.from_dict(folder.read(folder.spec))
        alive = locks.is_held(folder.alive)  # before the state: a worker writes its last state, then ends
        stored = folder.read(folder.state)
        state, message = str(stored.get("state", "queued")), str(stored.get("message", ""))
        if state not in ("done", "failed"):
            cancelled = folder.cancel.exists()
            if alive:
                state = "cancelling" if cancelled else state
            else:
                state = "cancelled" if cancelled else "died"
                message = "" if cancelled else folder.last_log_line()
        queued_at, changed_at = (stored.get(name, spec.created) for name in ("queued_at", "changed_at"))
        for value in (spec.created, queued_at, changed_at):
            if not isinstance(value, int | float) or not math.isfinite(value):
                raise DataError(f"Run {folder.id} has an invalid time, {value!r}. Start the training again.")
        return cls(folder, spec, state, message, float(queued_at), float(changed_at))

    @property
    def id(self) -> str:
        """The run's id."""
        return self.spec.id

    @property
    def ended(self) -> bool:
        """Whether it has stopped; an unfinished run can be resumed."""
        return self.state in ENDED

    @property
    def queue_position(self) -> tuple[float, str]:
        """Sort key of the queue."""
        return (self.queued_at, self.id)

    @property
    def checkpoint(self) -> Path:
        """The model's folder, complete once the run is done."""
        return self.folder.checkpoint()

    @cached_property
    def reports(self) -> list[dict[str, Any]]:
        """Progress so far: time, part, phase, step, total, left, share, loss and metric of each report."""
        return self.folder.reports()

    @property
    def has_reported(self) -> bool:
        """Whether it has reported since it was started, or started again."""
        return bool(self.reports) and self.reports[-1]["t"] >= self.changed_at

    @property
    def share(self) -> float:
        """The share of it that is done, in [0, 1]; it never falls, also when it is resumed."""
        return float(self.reports[-1]["share"]) if self.reports else 0.0

    def seconds_left(self, now: float) -> float:
        """An estimate of the seconds until it ends, counted from when it is its turn.

        Args:
            now: seconds since the epoch.
        """
        if not self.has_reported:
            return (1 - self.share) * sum(self.spec.expected.values())
        last = self.reports[-1]
        return max(0.0, float(last["left"]) - max(0.0, now - float(last["t"])))

    @cached_property
    def result(self) -> dict[str, Any]:
        """The result of ``comparison.compare``; {} before the run is done."""
        return self.folder.read(self.folder.result)

    @property
    def has_saved_work(self) -> bool:
        """Whether a resumed run can skip some of the work."""
        finished = self.spec.twin and self.folder.has_checkpoint("twin")
        return finished or any(self.folder.path.glob("*.unfinished/*.safetensors"))

    @property
    def slowdown(self) -> float | None:
        """Seconds of training per expected second; None unless it ran to its end without interruption."""
        may_stop_early = self.spec.config.stop_on is not None
        if self.state != "done" or self.queued_at != self.spec.created or may_stop_early:
            return None
        seconds = 0.0
        for part in self.spec.parts:
            times = [line["t"] for line in self.reports if line["part"] == part]
            seconds += times[-1] - times[0] if times else 0.0
        return seconds / sum(self.spec.expected[part] for part in self.spec.parts) or None


def measured_slowdown(runs: Iterable[Run], fingerprint: str) -> float | None:
    """The slowdown of the latest training on these data; None if none was timed.

    Trainings on other data are ignored, because the estimate does not scale with the data as the cost does.

    Args:
        runs: newest first.
        fingerprint: of the data.
    """
    ratios = (run.slowdown for run in runs if run.spec.fingerprint == fingerprint)
    return next((ratio for ratio in ratios if ratio is not None), None)
