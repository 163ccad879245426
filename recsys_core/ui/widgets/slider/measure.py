"""One measure along the slider, in the numbers that the component shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

import numpy as np

from recsys_core.types import FloatArray
from recsys_core.workbench.results import POSITIONS

GRID = POSITIONS
DIGITS = 6
UNIT = 10.0**-DIGITS
"""Of every number that is sent. What Python writes is cut ``as_sent`` first, so that both round the same."""

UNBOUNDED = 9.99
"""What stands for an end that nothing bounds, such as of one person's figures: 999%."""


def grid() -> FloatArray:
    """(GRID,) positions of the slider, 0 to 1."""
    return np.linspace(0.0, 1.0, GRID)


@dataclass(frozen=True)
class Everyday:
    """A measure in a unit that needs no explanation.

    Attributes:
        template: a text with {now} and perhaps {before}, the values here and at position 0.
        values: (GRID,) in that unit.
        digits: decimals shown.
    """

    template: str
    values: FloatArray
    digits: int


@dataclass(frozen=True)
class Measure:
    """One measure at every position of the slider.

    Attributes:
        key: metric key, e.g. "ndcg@10".
        label: the name on its tile.
        short: the name beside its curve.
        colour: index into the theme's categorical colours.
        values: (GRID,) the measure itself.
        low: (GRID,) lower end of the interval of the change to position 0, in the unit of the change; of the
            value itself where ``is_share``.
        high: (GRID,) upper end.
        percent: shown in percent, its change in points.
        curve: whether a curve is drawn.
        is_share: a share of people, of which the value is shown and not its change.
        about: what it is, its range, direction, formula and reference.
        everyday: the same in everyday units, if there is such a unit.
        lesson: title and address of the lesson that shows what it is, if there is one.
    """

    key: str
    label: str
    short: str
    colour: int
    values: FloatArray
    low: FloatArray | None = None
    high: FloatArray | None = None
    percent: bool = False
    curve: bool = True
    is_share: bool = False
    about: str = ""
    everyday: Everyday | None = None
    lesson: tuple[str, str] | None = None

    @property
    def unit(self) -> float:
        """What a change is divided by: the start, or 1 where changes are points or the start is 0."""
        start = float(self.values[0])
        return 1.0 if self.percent or start == 0 else start

    @property
    def change(self) -> FloatArray:
        """(GRID,) change against position 0, a share of it or points."""
        return as_sent((self.values - self.values[0]) / self.unit)


@overload
def as_sent(values: float) -> float: ...
@overload
def as_sent(values: FloatArray) -> FloatArray: ...
def as_sent(values: FloatArray | float) -> FloatArray | float:
    """Numbers as the component knows them, to be written with the digits that it writes."""
    return np.round(np.nan_to_num(values, nan=np.nan, posinf=UNBOUNDED, neginf=-UNBOUNDED), DIGITS)
