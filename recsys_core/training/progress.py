"""How far a training has come and how long it will still take, and a bar on stderr that shows it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tqdm import tqdm


@dataclass(frozen=True)
class Progress:
    """One report of a running training.

    Attributes:
        phase: what is being done, in words.
        step: steps done in this phase.
        total: the most steps this phase takes.
        seconds_left: estimate for the whole training; less when it stops early.
        loss: the latest, None before the first.
        metric: the latest validation value, None where none was measured.
        measure: what ``metric`` measures.
        rate: learning rate after the step, None where nothing is trained.
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
        """Loss, validation value and time left of the whole training, for the end of a progress bar."""
        parts = [f"loss {self.loss:.3f}"] if self.loss is not None else []
        parts += [f"valid {self.measure.upper()} {self.metric:.4f}"] if self.metric is not None else []
        minutes, seconds = divmod(round(self.seconds_left), 60)
        return ", ".join([*parts, f"about {minutes}:{seconds:02d} left in total"])


Report = Callable[[Progress], None]


@dataclass(frozen=True)
class Phase:
    """A planned series of equal steps.

    Attributes:
        name: in words.
        kind: phases of one kind are assumed to run at the same speed.
        total: the most steps it takes.
        guess: seconds per step, until a phase of this kind has been timed.
    """

    name: str
    kind: str
    total: int
    guess: float


class ProgressTracker:
    """Reports progress over planned phases.

    Args:
        phases: in the order they will run.
        report: called with each Progress; an exception from it stops the training, with nothing written.
        measure: what validation measures.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        phases: list[Phase],
        report: Report,
        *,
        measure: str = "ndcg@10",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._phases = phases
        self._report = report
        self._measure = measure
        self._clock = clock
        self._current = -1
        self._started = 0.0
        self._speed: dict[str, float] = {}

    def start_phase(self) -> None:
        """Enter the next phase."""
        self._current += 1
        self._started = self._clock()
        self.update(0)

    def update(
        self, done: int, *, loss: float | None = None, metric: float | None = None, rate: float | None = None
    ) -> None:
        """Report that ``done`` steps of the current phase are done."""
        phase = self._phases[self._current]
        if done:
            self._speed[phase.kind] = (self._clock() - self._started) / done
        ahead = [(phase.kind, phase.total - done, phase.guess)]
        ahead += [(later.kind, later.total, later.guess) for later in self._phases[self._current + 1 :]]
        left = sum(steps * self._speed.get(kind, guess) for kind, steps, guess in ahead)
        self._report(Progress(phase.name, done, phase.total, left, loss, metric, self._measure, rate))


class ProgressBar:
    """A bar with the time left, a new one for each phase."""

    def __enter__(self) -> ProgressBar:
        self._bar: Any = None
        self._phase = ""
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, progress: Progress) -> None:
        """Show one report."""
        if progress.phase != self._phase:
            self.__exit__()
            self._phase = progress.phase
            self._bar = tqdm(total=progress.total, desc=progress.phase, file=sys.stderr, leave=True)
        self._bar.total = progress.total
        self._bar.update(progress.step - self._bar.n)
        if progress.message:
            self._bar.set_postfix_str(progress.message)
