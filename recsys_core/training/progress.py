"""How far a training has come and how long it will still take, and a bar on stderr that shows it."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tqdm import tqdm

LEAD = "lead"
"""The kind of all work between the steps of two phases."""


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
        share: of the whole training that is done, in [0, 1]; it never falls.
        paces: seconds taken for each second guessed, by kind of phase, of the kinds timed so far.
    """

    phase: str
    step: int
    total: int
    seconds_left: float
    loss: float | None = None
    metric: float | None = None
    measure: str = "ndcg@10"
    rate: float | None = None
    share: float = 0.0
    paces: Mapping[str, float] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Loss, validation value and time left of the whole training, for the end of a progress bar."""
        parts = [f"loss {self.loss:.3f}"] if self.loss is not None else []
        parts += [f"valid {self.measure.upper()} {self.metric:.4f}"] if self.metric is not None else []
        minutes, seconds = divmod(round(self.seconds_left), 60)
        return ", ".join([*parts, f"about {minutes}:{seconds:02d} left"])


Report = Callable[[Progress], None]


@dataclass(frozen=True)
class Phase:
    """A planned series of equal steps.

    Attributes:
        name: in words.
        kind: phases of one kind are assumed to be off their guesses by the same factor.
        total: the most steps it takes.
        guess: seconds per step, until a phase of this kind has been timed.
        lead: guess at the seconds between the last step of the phase before and the first of this one.
    """

    name: str
    kind: str
    total: int
    guess: float
    lead: float = 0.0

    @property
    def seconds(self) -> float:
        """Guess at the whole phase."""
        return self.lead + self.total * self.guess


@dataclass(frozen=True)
class Outlook:
    """What is known about the time before a training starts.

    Attributes:
        pace: seconds taken for each second guessed, of anything.
        paces: the same by kind of phase, where one has been timed before.
        later: seconds guessed for what follows after this training.
    """

    pace: float = 1.0
    paces: Mapping[str, float] = field(default_factory=dict)
    later: float = 0.0


def advance(share: float, seconds: float, left: float) -> float:
    """The share of a training that is done, ``seconds`` after it was ``share`` and with ``left`` to go.

    It grows evenly while estimates hold, slows down when they rise, never falls, and ends at 1.

    Args:
        share: in [0, 1].
        seconds: since then, at least 0.
        left: seconds, at least 0.

    >>> advance(0.5, 10.0, 10.0), advance(0.5, 10.0, 30.0), advance(0.5, 1.0, 0.0)
    (0.75, 0.625, 1.0)
    """
    return 1.0 if left <= 0 else max(share, 1 - (1 - share) * left / (seconds + left))


class Pace:
    """Seconds taken for each second guessed, mostly of the last while: the load of a machine changes.

    Args:
        weight: what is thought before counts as much as so many guessed seconds.
    """

    MEMORY = 60.0  # seconds after which what was timed counts a third

    def __init__(self, weight: float) -> None:
        self._weight = weight
        self._taken = self._guessed = 0.0

    def add(self, taken: float, guessed: float) -> None:
        """Time work that was guessed to take ``guessed`` seconds."""
        kept = math.exp(-taken / self.MEMORY)
        self._taken = kept * self._taken + taken
        self._guessed = kept * self._guessed + guessed

    def value(self, before: float) -> float:
        """The pace, near ``before``, which is above 0, while little was timed."""
        guessed = self._weight + self._guessed
        return (self._weight * before + self._taken) / guessed if guessed > 0 else before


class ProgressTracker:
    """Reports progress over planned phases.

    Args:
        phases: in the order they will run; some may be skipped.
        report: called with each Progress; an exception from it stops the training, with nothing written.
        measure: what validation measures.
        outlook: what is known about the time.
        clock: seconds, monotonic.
    """

    TRUST = 0.02  # what was thought before counts as much as so large a share of the training, timed

    def __init__(
        self,
        phases: list[Phase],
        report: Report,
        *,
        measure: str = "ndcg@10",
        outlook: Outlook | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._phases = phases
        self._report = report
        self._measure = measure
        self._outlook = outlook or Outlook()
        self._clock = clock
        self._current = -1
        self._done = 0
        self._has_begun = False
        self._share = 0.0
        self._weight = self.TRUST * (sum(phase.seconds for phase in phases) + self._outlook.later)
        self._overall = Pace(self._weight)
        self._paces: dict[str, Pace] = {}
        self._reported = self._timed = clock()

    def start_phase(self, kind: str | None = None, *, total: int | None = None) -> None:
        """Enter the next phase, of this kind if one is named; those before it are skipped.

        Args:
            kind: None for any.
            total: the most steps it takes, where that is known by now.
        """
        self._current += 1
        while kind is not None and self._phases[self._current].kind != kind:
            self._current += 1
        if total is not None:
            self._phases[self._current] = replace(self._phases[self._current], total=total)
        self._done, self._has_begun = 0, False
        self._send()

    def begin(self, done: int = 0) -> None:
        """The steps of the phase begin now; ``done`` of them were done before, by a training that stopped."""
        phase = self._phases[self._current]
        self._time(LEAD, phase.lead)
        self._done, self._has_begun = done, True
        self._send()

    def update(
        self, done: int, *, loss: float | None = None, metric: float | None = None, rate: float | None = None
    ) -> None:
        """Report that ``done`` steps of the current phase are done."""
        if done > self._done:
            phase = self._phases[self._current]
            lead = 0.0 if self._has_begun else phase.lead
            self._time(phase.kind, (done - self._done) * phase.guess + lead)
            self._done, self._has_begun = done, True
        self._send(loss, metric, rate)

    def _time(self, kind: str, guessed: float) -> None:
        """Compare a guess with the time since the last such comparison."""
        now = self._clock()
        taken, self._timed = now - self._timed, now
        if guessed > 0:
            for pace in (self._overall, self._paces.setdefault(kind, Pace(self._weight))):
                pace.add(taken, guessed)

    def _pace(self, kind: str) -> float:
        overall = self._overall.value(self._outlook.pace)
        prior = self._outlook.paces.get(kind, overall)
        return self._paces[kind].value(prior) if kind in self._paces else prior

    def _left(self, now: float) -> float:
        """Seconds until the end of everything."""
        phase = self._phases[self._current]
        lead = 0.0 if self._has_begun else max(0.0, phase.lead * self._pace(LEAD) - (now - self._timed))
        left = lead + (phase.total - self._done) * phase.guess * self._pace(phase.kind)
        for later in self._phases[self._current + 1 :]:
            left += later.lead * self._pace(LEAD) + later.total * later.guess * self._pace(later.kind)
        return left + self._outlook.later * self._overall.value(self._outlook.pace)

    def _send(
        self, loss: float | None = None, metric: float | None = None, rate: float | None = None
    ) -> None:
        phase, now = self._phases[self._current], self._clock()
        left = self._left(now)
        self._share = advance(self._share, now - self._reported, left)
        self._reported = now
        paces = {kind: self._pace(kind) for kind in self._paces}
        self._report(
            Progress(
                phase.name,
                self._done,
                phase.total,
                left,
                loss,
                metric,
                self._measure,
                rate,
                self._share,
                paces,
            )
        )


class ProgressBar:
    """One bar for the whole training, with its phase before and the time left behind."""

    _FORMAT = "{desc} {percentage:3.0f}%|{bar}| {elapsed}{postfix}"

    def __enter__(self) -> ProgressBar:
        self._bar: Any = None
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, progress: Progress) -> None:
        """Show one report."""
        if self._bar is None:
            self._bar = tqdm(total=1.0, miniters=1e-9, file=sys.stderr, bar_format=self._FORMAT)
        self._bar.set_description_str(f"{progress.phase} {progress.step}/{progress.total}", refresh=False)
        self._bar.set_postfix_str(progress.message, refresh=False)
        self._bar.update(progress.share - self._bar.n)
