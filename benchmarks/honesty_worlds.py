"""Worlds whose truth is known: 600 people, six methods, and what each method costs at every position.

A person's list has ten places, weighted as in NDCG, and each place holds a liked item or not. While the
slider moves up, items are exchanged: a liked one is lost, or a liked one comes in. The chances of both follow
from the method's cost curve. So the loss to expect of the people that a world draws from is known exactly,
and no figure that is judged takes part in it.

The same people are measured in both periods. How accurate the model is for a person, and how readily each
method costs them something or brings them something, lasts; what they like in a period is new. A method that
looks good on validation because these people happen to suit it looks good on test for the same reason: the
hard case for a choice that is made on one period and tested on the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import stats

from recsys_core.decisions.figures import POSITIONS
from recsys_core.types import BoolArray, FloatArray

PEOPLE, METHODS = 600, 6
_DISCOUNTS = 1.0 / np.log2(np.arange(2, 12))
WEIGHTS: FloatArray = _DISCOUNTS / _DISCOUNTS.sum()
"""Of the ten places; they sum to 1, so that accuracy lies in [0, 1]."""

ACCURACY = 0.24
"""Mean accuracy before anything is exchanged: NDCG of the model that ships, on MovieLens-100K."""
CHURN = 0.1
"""Share of accuracy that is lost by the far end and won back in other places, on top of the net cost. With it
intervals reach 1% to either side at position 10 and 2.5% at 50: as on MovieLens-100K with as many people."""
LASTING = 0.3
"""Share of a person's readiness for an exchange, in variance, that both periods have in common. A person's
changes of accuracy then correlate between the periods by about 0.2 to 0.4, see ``correlation_of_periods``; on
MovieLens-100K they do by -0.1 to 0.1."""

Curve = Callable[[np.random.Generator, FloatArray], FloatArray]


@dataclass(frozen=True, eq=False)
class Method:
    """A method whose cost and variety are known.

    Attributes:
        cost: (POSITIONS,) share of accuracy that is lost, in expectation; below 0 where some is won.
        gain: (POSITIONS,) variety gained, as a share of the variety at relevance only.
    """

    cost: FloatArray
    gain: FloatArray

    def chances(self) -> tuple[FloatArray, FloatArray]:
        """(POSITIONS,) chance of a liked item to be lost by a position, and of an empty place to win one."""
        step = np.diff(self.cost, prepend=0.0)
        churn = CHURN * np.linspace(0.0, 1.0, POSITIONS)
        lost = churn + np.cumsum(np.maximum(step, 0.0))
        won = churn + np.cumsum(np.maximum(-step, 0.0))
        return lost, won * ACCURACY / (1.0 - ACCURACY)


class Period:
    """What the people of a world like in one period.

    Args:
        world: whose people.
        rng: of this period alone.
    """

    def __init__(self, world: World, rng: np.random.Generator) -> None:
        self._world, self._rng = world, rng
        self._liked: BoolArray = rng.random((PEOPLE, len(WEIGHTS))) < world.accuracy[:, None]

    def measure(self, method: int, n: int) -> tuple[FloatArray, FloatArray]:
        """Each person's accuracy before (PEOPLE,), and after at ``n`` positions (PEOPLE, n), in one draw."""
        world, liked = self._world, self._liked
        noise = self._rng.standard_normal(liked.shape)
        lasts = np.where(liked, world.readiness[method, 0][:, None], world.readiness[method, 1][:, None])
        latent = np.sqrt(world.lasting) * lasts + np.sqrt(1.0 - world.lasting) * noise
        lost, won = (stats.norm.ppf(chance) for chance in world.methods[method].chances())
        turn = np.where(liked, np.searchsorted(lost, latent), np.searchsorted(won, latent))
        turn = -(-turn * (n - 1) // (POSITIONS - 1))  # the first of n positions at which it has happened
        happens = turn < n
        place = np.arange(PEOPLE)[:, None] * n + turn
        signed = np.where(liked, -WEIGHTS, WEIGHTS)
        steps = np.bincount(place[happens], weights=signed[happens], minlength=PEOPLE * n)
        before = liked @ WEIGHTS
        # Equal weights that come and go must cancel to exactly no change, as they do in real lists.
        after = np.round(before[:, None] + np.cumsum(steps.reshape(PEOPLE, n), axis=1), 12)
        return np.round(before, 12), after


@dataclass(frozen=True, eq=False)
class World:
    """People and methods.

    Attributes:
        methods: with their truth.
        accuracy: (PEOPLE,) each person's chance that a place holds a liked item.
        readiness: (METHODS, 2, PEOPLE) what lasts of each person's readiness to lose and to win by a method.
        lasting: its share of the variance, see ``LASTING``.
    """

    methods: tuple[Method, ...]
    accuracy: FloatArray
    readiness: FloatArray
    lasting: float = LASTING

    def period(self, rng: np.random.Generator) -> Period:
        """What happens to these people in a period of its own."""
        return Period(self, rng)


def draw_world(rng: np.random.Generator, shape: str, budget: float, *, lasting: float = LASTING) -> World:
    """Draw people and methods whose cost curves have a shape.

    Accuracy differs widely between people: many hold no liked item, some hold many.

    Args:
        rng: of this world.
        shape: one of ``SHAPES`` or ``EXTREMES``.
        budget: in multiples of which the curves are drawn, so that every budget meets the same difficulty.
        lasting: see ``LASTING``.
    """
    positions = np.linspace(0.0, 1.0, POSITIONS)
    curve = (SHAPES | EXTREMES)[shape]
    methods = tuple(
        Method(budget * curve(rng, positions), rng.uniform(0.1, 0.3) * positions) for _ in range(METHODS)
    )
    accuracy = rng.beta(0.8, 0.8 * (1.0 - ACCURACY) / ACCURACY, PEOPLE)
    return World(methods, accuracy, rng.standard_normal((METHODS, 2, PEOPLE)), lasting)


def correlation_of_periods(
    seed: tuple[int, ...], n_worlds: int, *, lasting: float = LASTING
) -> dict[str, float]:
    """Mean correlation between the periods of people's change of accuracy, by position, at linear costs."""
    places, found = (10, 50, 100), []
    for number in range(n_worlds):
        drawn, first, second = (np.random.default_rng([*seed, number, stream]) for stream in range(3))
        world = draw_world(drawn, "linear", 0.02, lasting=lasting)
        measured = [world.period(rng).measure(0, 101) for rng in (first, second)]
        one, other = (after - before[:, None] for before, after in measured)
        found.append([np.corrcoef(one[:, place], other[:, place])[0, 1] for place in places])
    return {str(place): float(mean) for place, mean in zip(places, np.mean(found, axis=0), strict=True)}


def _free_lunch(rng: np.random.Generator, at: FloatArray) -> FloatArray:
    """No cost, or even a gain, up to some position; a steady cost from there."""
    free, most, top = rng.uniform(0.1, 0.6), rng.uniform(0.0, 1.0), rng.uniform(4.0, 12.0)
    return np.where(at <= free, -most * np.sin(np.pi * at / free), top * (at - free) / (1.0 - free))


def _cliff(rng: np.random.Generator, at: FloatArray) -> FloatArray:
    """Nothing up to some position, then several budgets within two hundredths of the slider."""
    edge, depth = rng.uniform(0.1, 0.8), rng.uniform(2.0, 6.0)
    return depth * np.clip((at - edge) / 0.02, 0.0, 1.0)


def _flat(rng: np.random.Generator, at: FloatArray) -> FloatArray:
    """A tenth more than the budget (2.2% for 2%) from about position 10 to the end."""
    return 1.1 * np.minimum(at / rng.uniform(0.05, 0.15), 1.0)


def _flat_by_a_hair(rng: np.random.Generator, at: FloatArray) -> FloatArray:
    """A thousandth more than the budget (2.002% for 2%): no test can tell the two apart."""
    return 1.001 * np.minimum(at / rng.uniform(0.05, 0.15), 1.0)


def _linear(rng: np.random.Generator, at: FloatArray) -> FloatArray:
    """A steady cost."""
    return rng.uniform(1.5, 10.0) * at


def _mix(rng: np.random.Generator, at: FloatArray) -> FloatArray:
    """Any of the other shapes, each method its own."""
    others = (_free_lunch, _cliff, _flat, _linear)
    return others[rng.integers(len(others))](rng, at)


SHAPES: dict[str, Curve] = {
    "free lunch": _free_lunch,
    "cliff": _cliff,
    "flat just past the budget": _flat,
    "linear": _linear,
    "mix": _mix,
}

EXTREMES: dict[str, Curve] = {"flat by a hair past the budget": _flat_by_a_hair}
"""Shapes at the edge of what any test can tell apart, reported without a goal."""
