"""Which settings of one method are proven to stay inside the limits, tested in a fixed order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from recsys_core.decisions.figures import PositionFigures
from recsys_core.decisions.limits import Limits
from recsys_core.decisions.refusals import no_accuracy, nobody_protected, unknown_objective
from recsys_core.stats.fixed_sequence import certified_stretch
from recsys_core.stats.interval import Interval
from recsys_core.types import BoolArray, FloatArray, IndexArray

GuardrailName = Literal["accuracy", "coverage", "worse_off", "group"]

WHOLE = 100
"""The recommended position is a whole number of this many steps, so that it can be said in full."""


@dataclass(frozen=True, eq=False)
class Guardrail:
    """One limit, at every position.

    Attributes:
        name: what is limited.
        group: name of the group of users, "" for everybody.
        figure: (n,) what is limited, as shares: a change, or the share of users worse off.
        limit: how far the bad end of the interval may go: at least ``limit``, for ``worse_off`` at most.
    """

    name: GuardrailName
    group: str
    figure: Interval[FloatArray]
    limit: float

    @property
    def bound(self) -> FloatArray:
        """(n,) the bad end of the interval: the end that the verdict looks at."""
        return self.figure.high if self.name == "worse_off" else self.figure.low

    @property
    def inside(self) -> BoolArray:
        """(n,) whether the bad end lies inside the limit."""
        beyond = self.bound > self.limit if self.name == "worse_off" else self.bound < self.limit
        return ~beyond & ~np.isnan(self.bound)

    def users_needed(self, n_users: int) -> FloatArray:
        """(n,) about how many users would prove each position if its figure stayed the same.

        The distance from a figure to its bound shrinks with the square root of the number of users. Infinite
        where the figure itself lies on or beyond the limit.
        """
        room = np.abs(self.figure.value - self.limit)
        reach = np.abs(self.bound - self.figure.value)
        sign = -1.0 if self.name == "worse_off" else 1.0
        beyond = sign * (self.figure.value - self.limit) < 0
        with np.errstate(divide="ignore", invalid="ignore"):
            needed = np.where(reach == 0, 0.0, n_users * (reach / room) ** 2)
        return np.where(beyond | np.isnan(self.bound), np.inf, needed)


@dataclass(frozen=True, eq=False)
class Certificate:
    """The positions of one method against the limits.

    Attributes:
        figures: of the method at every position.
        objective: (n,) the metric that is to rise.
        guardrails: every limit, accuracy first.
        raised: name of the metric that is to rise.
    """

    figures: PositionFigures
    objective: FloatArray
    guardrails: tuple[Guardrail, ...]
    raised: str = "ild"

    @property
    def lambdas(self) -> FloatArray:
        """(n,) λ of each position."""
        return self.figures.lambdas

    @cached_property
    def stretch(self) -> int:
        """The last certified position: it and all before it are inside every limit.

        Position 0 changes no list and is always certified, and with it every position that still has its λ;
        but not where the reference is another model: then even position 0 may fail, and this is -1.
        """
        inside = np.logical_and.reduce([guardrail.inside for guardrail in self.guardrails])
        return certified_stretch(inside | self._unchanged) - 1

    @property
    def _unchanged(self) -> BoolArray:
        """(n,) the positions whose lists are those of the reference."""
        unchanged: BoolArray = (self.lambdas == 0.0) & self.figures.from_reference
        return unchanged

    def frame(self) -> pd.DataFrame:
        """Every position with its verdict, for a notebook.

        Returns:
            A row a position, the index in [0, 100]: ``lambda``; the change of the objective, ``rise``, and
            each limited figure, as shares, with "low" and "high" ends and whether it is "inside"; whether the
            position is ``certified``; about how many ``users_needed`` would certify it, infinite for none.
        """
        columns: dict[str, Any] = {"lambda": self.lambdas} | _columns("rise", self.rise)
        for one in self.guardrails:
            name = one.group or one.name
            columns |= _columns(name, one.figure) | {f"{name} inside": one.inside}
        columns["certified"] = np.arange(len(self.lambdas)) <= self.stretch
        columns["users_needed"] = self.users_needed
        return pd.DataFrame(
            columns, index=pd.Index(np.round(100 * self.figures.positions, 6), name="position")
        )

    @property
    def is_inside(self) -> bool:
        """Whether any position is certified."""
        return self.stretch >= 0

    @cached_property
    def best(self) -> int:
        """The certified position with the most of the objective, 0 if there is none; a tie goes to the lower.

        Only whole hundredths compete, and of them those whose rise is proven. The objective depends on the
        lists alone, so that choosing by it looks at no outcome.
        """
        step = max(1, (len(self.lambdas) - 1) // WHOLE)
        able = np.where(self.rise.above_zero, self.objective, -np.inf)
        able[0] = self.objective[0]
        return step * int(np.argmax(able[: max(self.stretch, 0) + 1 : step]))

    @cached_property
    def rise(self) -> Interval[FloatArray]:
        """(n,) the change of the objective: of coverage in points, of others as a share of their start.

        Without width where only their values were measured.
        """
        if self.raised == "coverage":
            return self.figures.coverage
        return self.figures.gains.get(self.raised) or Interval.certain(self._gain(slice(None)))

    @property
    def position(self) -> float:
        """The best position, in [0, 1]."""
        return float(self.figures.positions[self.best])

    @property
    def lambda_(self) -> float:
        """λ of the best position; 0 where nothing beyond relevance only is certified."""
        return float(self.lambdas[self.best])

    @property
    def gain(self) -> float:
        """What the objective gains at the best position, as a share of its value at relevance only."""
        return float(self._gain(self.best))

    @property
    def gains(self) -> dict[str, Interval[float]]:
        """The same with its interval, of everything that can be raised: the objective first."""
        names = sorted(self.figures.gains, key=self.raised.__ne__)
        return {name: self.figures.gains[name][self.best] for name in names}

    @property
    def accuracy(self) -> Interval[float]:
        """Relative change of NDCG at the best position; its low end is the worst case."""
        found: Interval[float] = self.figures.accuracy[self.best]
        return found

    @property
    def merit(self) -> tuple[bool, float, float]:
        """What methods are ranked by, the more the better: the gain, of equal ones the hoped gain.

        Those without a certified position come last, the nearest to the limit on accuracy first.
        """
        if not self.is_inside:
            return False, self.accuracy.low, 0.0
        return True, self.gain, self.hoped_gain

    @property
    def hoped_gain(self) -> float:
        """The same if the limits bound the figures themselves and not the ends of their intervals."""
        beyond = [np.isinf(guardrail.users_needed(1)) for guardrail in self.guardrails]
        inside = ~np.logical_or.reduce(beyond) | self._unchanged
        reached = self.objective[: max(certified_stretch(inside), 1)]
        return float(self._gain(int(np.argmax(reached))))

    def _gain(self, rows: int | slice) -> Any:
        start = self.figures.starts.get(self.raised, float(self.objective[0]))
        return (self.objective[rows] - start) / start if start else 0.0 * self.objective[rows]

    @cached_property
    def users_needed(self) -> FloatArray:
        """(n,) about how many users would certify everything up to each position; infinite where none would.

        Whole numbers. Assumes that the measured figures stay the same.
        """
        each = [guardrail.users_needed(self.figures.n_users) for guardrail in self.guardrails]
        needed = np.where(self._unchanged, 0.0, np.max(each, axis=0))
        return np.asarray(np.ceil(np.round(np.maximum.accumulate(needed), 6)))

    @property
    def following(self) -> int | None:
        """The first whole position beyond the certified stretch, None where it reaches the end."""
        step = max(1, (len(self.lambdas) - 1) // WHOLE)
        beyond = step * (self.stretch // step + 1)
        return beyond if beyond < len(self.lambdas) else None

    @cached_property
    def nearest_group(self) -> IndexArray:
        """(n,) which of the guardrails on groups comes nearest to its limit at each position.

        Counted among those guardrails; a tie goes to the first. Empty where no groups are limited.
        """
        bounds = [guardrail.bound for guardrail in self.guardrails if guardrail.name == "group"]
        return np.argmin(bounds, axis=0) if bounds else np.empty(0, np.int64)

    @cached_property
    def blockers(self) -> tuple[Guardrail, ...]:
        """The limits that the first position beyond the certified stretch is not proven to keep."""
        following = self.stretch + 1
        if following == len(self.lambdas):
            return ()
        return tuple(guardrail for guardrail in self.guardrails if not guardrail.inside[following])


def _columns(name: str, figure: Interval[FloatArray]) -> dict[str, FloatArray]:
    return {name: figure.value, f"{name} low": figure.low, f"{name} high": figure.high}


def certify(figures: PositionFigures, limits: Limits) -> Certificate:
    """Test the positions of a method from relevance only upwards against the limits.

    Positions are equal steps of achieved variety, so they are fixed by the lists alone, before any outcome is
    looked at. A position passes when the bad end of every limit's interval stays inside; testing stops at the
    first that fails. All limits must hold at once, so several of them need no correction: they can only
    shorten the stretch.

    Raises:
        SettingError: accuracy at relevance only is 0, so no share of it can be lost; no group that is to be
            protected can be measured; or these data do not have the objective.
    """
    if limits.objective not in figures.objectives:
        raise unknown_objective(limits.objective, figures.objectives)
    if np.isnan(figures.accuracy.value).any():
        raise no_accuracy()
    guardrails = [Guardrail("accuracy", "", figures.accuracy, -limits.accuracy_loss)]
    if limits.coverage_fall is not None:
        guardrails.append(Guardrail("coverage", "", figures.coverage, -limits.coverage_fall))
    if limits.worse_off is not None:
        guardrails.append(Guardrail("worse_off", "", figures.worse_off, limits.worse_off))
    if limits.group_loss is not None:
        if not figures.groups:
            raise nobody_protected(limits.group_by or "")
        guardrails += [
            Guardrail("group", name, figure, -limits.group_loss) for name, figure in figures.groups.items()
        ]
    return Certificate(figures, figures.objectives[limits.objective], tuple(guardrails), limits.objective)
