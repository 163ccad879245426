"""How far a training is and how long it will still take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """One report of a running training.

    Attributes:
        phase: what is being done, in words.
        step: steps done in this phase.
        total: steps this phase has at most.
        seconds_left: of the whole training, an estimate; fewer when it stops early.
        loss: the latest, None before there is one.
        metric: the latest validation value, None where none was measured.
        measure: what ``metric`` is.
        rate: learning rate after the step, None where nothing learns.
    """

    phase: str
    step: int
    total: int
    seconds_left: float
    loss: float | None = None
    metric: float | None = None
    measure: str = "ndcg@10"
    rate: float | None = None

    @property
    def message(self) -> str:
        """Loss, metric and time left of the whole run, for the end of a progress bar."""
        parts = [f"loss {self.loss:.3f}"] if self.loss is not None else []
        parts += [f"valid {self.measure.upper()} {self.metric:.4f}"] if self.metric is not None else []
        minutes, seconds = divmod(round(self.seconds_left), 60)
        return ", ".join([*parts, f"about {minutes}:{seconds:02d} left in all"])


Report = Callable[[Progress], None]


@dataclass
class Phase:
    """A planned stretch of equal steps; phases of one ``kind`` are assumed to run at one speed."""

    name: str
    kind: str
    total: int
    guess: float  # seconds a step, until one of this kind was timed


class Journey:
    """Reports progress over planned phases.

    Args:
        phases: in the order they will run.
        report: called with each Progress; whatever it raises stops the training, with nothing written.
        measure: what is looked at on validation.
    """

    def __init__(self, phases: list[Phase], report: Report, *, measure: str = "ndcg@10") -> None:
        self._phases = phases
        self._report = report
        self._measure = measure
        self._current = -1
        self._started = 0.0
        self._speed: dict[str, float] = {}

    def begin(self) -> None:
        """Enter the next phase."""
        self._current += 1
        self._started = time.monotonic()
        self.step(0)

    def step(
        self, done: int, *, loss: float | None = None, metric: float | None = None, rate: float | None = None
    ) -> None:
        """Say that ``done`` steps of the current phase are behind."""
        phase = self._phases[self._current]
        if done:
            self._speed[phase.kind] = (time.monotonic() - self._started) / done
        ahead = [(phase.kind, phase.total - done, phase.guess)]
        ahead += [(later.kind, later.total, later.guess) for later in self._phases[self._current + 1:]]
        left = sum(steps * self._speed.get(kind, guess) for kind, steps, guess in ahead)
        self._report(Progress(phase.name, done, phase.total, left, loss, metric, self._measure, rate))
