"""The rule in worlds whose truth is known, beside the rule before it and an oracle.

The rule is the product's own code: ``propose`` on validation, ``recommend`` on test, on figures computed by
the functions that ``Effects`` uses. The rule before it chose method and setting on validation alone, with a
margin for a second measurement on as many other people. The oracle knows what every position costs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import stats

from benchmarks.honesty_worlds import LASTING, Period, World, draw_world
from recsys_core.decisions.figures import COARSE, POSITIONS, PositionFigures
from recsys_core.decisions.limits import Limits
from recsys_core.decisions.recommendation import propose, recommend
from recsys_core.stats.fixed_sequence import certified_stretch, claim_level
from recsys_core.stats.interval import Interval
from recsys_core.stats.relative_change import relative_change
from recsys_core.types import FloatArray

BUDGETS = (0.01, 0.02, 0.05)

Summaries = dict[str, dict[str, float]]
"""By rule, what ``summarise`` counts."""


@dataclass(frozen=True)
class Choice:
    """A method at a position.

    Attributes:
        method: number of the method.
        position: in hundredths; 0 recommends no change.
    """

    method: int
    position: int

    def cost(self, world: World) -> float:
        """Share of accuracy that it loses in truth."""
        return float(world.methods[self.method].cost[self._row])

    def gain(self, world: World) -> float:
        """Variety that it gains, as a share."""
        return float(world.methods[self.method].gain[self._row])

    @property
    def _row(self) -> int:
        return self.position * (POSITIONS - 1) // 100


def run_world(
    seed: tuple[int, ...], shape: str, budget: float, *, lasting: float = LASTING
) -> tuple[World, dict[str, Choice]]:
    """Draw a world and let every rule choose in it."""
    drawn, validation, test = (np.random.default_rng([*seed, stream]) for stream in range(3))
    world = draw_world(drawn, shape, budget, lasting=lasting)
    figures = measure_all(world, world.period(validation))
    limits = Limits(accuracy_loss=budget, coverage_fall=None)
    proposals = propose({str(method): each for method, each in enumerate(figures)}, limits)
    later = world.period(test)
    found = recommend(proposals, lambda name: figures_of(world, later, int(name), POSITIONS), limits)
    first = proposals[0]
    return world, {
        "rule": Choice(int(found.method), round(100 * found.certificate.position)),
        "validation alone": Choice(int(first.method), round(100 * first.certificate.position)),
        "previous rule": previous_rule(figures, budget),
        "oracle": oracle(world, budget),
    }


def measure_all(world: World, period: Period) -> list[PositionFigures]:
    """Figures of every method at as many positions as the product measures on validation."""
    return [figures_of(world, period, method, COARSE) for method in range(len(world.methods))]


def figures_of(world: World, period: Period, method: int, n: int) -> PositionFigures:
    """What the product would measure of a method; only accuracy and variety are limited or raised here."""
    before, after = period.measure(method, n)
    end = after[:, -1] - before
    typical = np.full(n, np.sqrt((end**2).sum() / max(np.count_nonzero(end), 1)))
    typical[0] = 0.0  # no list has changed yet
    level = claim_level(1)
    gain = world.methods[method].gain[:: (POSITIONS - 1) // (n - 1)]
    none = Interval.certain(np.zeros(n))
    return PositionFigures(
        np.linspace(0.0, 1.0, n),
        {"ild": 1.0 + gain},
        relative_change(before, after, typical=typical, level=level),
        none,
        none,
        level,
        len(before),
    )


def previous_rule(figures: list[PositionFigures], budget: float) -> Choice:
    """The most variety on validation whose loss a later measurement would exceed with 5% probability at most.

    That bound is wider than the lower end of the 95% interval, so both stay inside the budget. Positions are
    walked from 0 to the first that fails; nothing is tested on the later period.
    """
    best, reached = Choice(0, 0), 0.0
    for method, each in enumerate(figures):
        accuracy, gain = each.accuracy, each.objectives["ild"] - 1.0
        error = (accuracy.value - accuracy.low) / stats.norm.ppf(0.975)
        later = accuracy.value - stats.norm.ppf(0.95) * np.sqrt(2.0) * error
        inside = np.minimum(accuracy.low, later) >= -budget
        inside[0] = True
        position = int(np.argmax(gain[: certified_stretch(inside)]))
        if gain[position] > reached:
            best, reached = Choice(method, position), float(gain[position])
    return best


def oracle(world: World, budget: float) -> Choice:
    """The most variety of all positions that cost no more than the budget in truth."""
    best = Choice(0, 0)
    for method in range(len(world.methods)):
        for position in range(COARSE):
            choice = Choice(method, position)
            if choice.cost(world) <= budget and choice.gain(world) > best.gain(world):
                best = choice
    return best


def summarise(outcomes: Iterable[tuple[World, dict[str, Choice]]], budget: float) -> Summaries:
    """By rule: how often the true loss exceeds the budget, how often nothing is recommended, what is gained.

    ``broken`` is a share of all worlds, as the promise is: where nothing is recommended, nothing is broken.
    ``broken of those that recommend`` is a share of the worlds in which some change is recommended. ``low``
    and ``high`` are the exact 95% interval of ``broken`` (Clopper & Pearson, 1934).
    """
    rows: dict[str, list[tuple[float, float, int]]] = {}
    for world, choices in outcomes:
        for rule, choice in choices.items():
            rows.setdefault(rule, []).append((choice.cost(world), choice.gain(world), choice.position))
    return {rule: _summary(np.array(values), budget) for rule, values in rows.items()}


def _summary(rows: FloatArray, budget: float) -> dict[str, float]:
    cost, gain, position = rows.T
    broken, found = int(np.sum(cost > budget)), int(np.sum(position > 0))
    ends = stats.binomtest(broken, len(rows)).proportion_ci(0.95, method="exact")
    return {
        "broken": broken / len(rows),
        "low": float(ends.low),
        "high": float(ends.high),
        "broken of those that recommend": broken / max(found, 1),
        "nothing recommended": 1.0 - found / len(rows),
        "mean gain": float(gain.mean()),
        "mean true loss": float(cost.mean()),
    }
