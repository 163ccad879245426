"""The story's drawings in percent of their box: they fit every screen, and print."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

import numpy as np

from recsys_core.types import FloatArray
from recsys_core.ui.story.step import Figures
from recsys_core.ui.text.sentences import beyond_text
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.group_names import accuracy_text, group_name
from recsys_core.ui.widgets.slider.measure import GRID, as_sent, grid
from recsys_core.workbench.results import GroupEffect

_EVERY = 10  # of the grid's rows: finer is not seen
_ROOM = 0.06  # of the axis beyond the data
# Percent of the width from which a label stands left of its point and below it: of a point above the limit,
# which has room until the limit's own text, and of one below.
_LEFT_OF, _LEFT_OF_BELOW = 50.0, 30.0


@dataclass(frozen=True)
class Bar:
    """One bar: its height in percent of the box, and the text above it."""

    height: float
    text: str


def tenths(shares: list[float], words: Words) -> dict[str, object]:
    """Ten bars of shares, and the height of the line at which all would be equal."""
    top = max(*shares, 1 / len(shares)) * 1.12  # room for the text above the highest
    bars = [Bar(share / top * 100, words.percent(share)) for share in shares]
    return {"bars": bars, "even": 100 / len(shares) / top}


@dataclass(frozen=True)
class Cost:
    """One measure's change along the slider; x and y in percent of the box, y from above.

    Attributes:
        line: points of the curve, in thousandths.
        band: points of its interval, "" where there is none.
        stretch: where what is proven to stay inside the limits ends.
        limit: height of the limit, None where the measure has none.
        limit_text: what stands at the limit.
        here: where the setting stands.
        text: what stands beside it.
        is_left: whether that stands left of the point.
        is_variety: whether the measure is variety.
        ticks: heights and texts of the axis.
    """

    line: str
    band: str
    stretch: float
    limit: float | None
    limit_text: str
    here: tuple[float, float]
    text: str
    is_left: bool
    is_variety: bool
    ticks: list[tuple[float, str]]


def cost(found: Figures) -> Cost:
    """Accuracy along the slider against the limit; variety where there is no accuracy to lose."""
    words, view, row = found.page.words, found.view, found.row
    measure = view.measures[0 if found.is_judged else 1]
    change = measure.change * 100
    # Nothing bounds an end that is not finite: it would flatten everything else.
    ends = [np.clip(as_sent(end) * 100, -100, 100) for end in (measure.low, measure.high) if end is not None]
    most = found.page.choice.limits.accuracy_loss * 100 if found.is_judged else None
    values = np.concatenate([change, *ends, [0.0] if most is None else [0.0, -most]])
    low, high = float(np.min(values)), float(np.max(values))
    room = (high - low) * _ROOM or 1.0
    low, high = low - room, high + room

    def y(value: float) -> float:
        return (high - value) / (high - low) * 100

    def points(values: FloatArray) -> list[str]:
        at = [*range(0, GRID, _EVERY)]
        return [f"{grid()[i] * 1000:.0f},{y(float(values[i])) * 10:.1f}" for i in at]

    here = (row / (GRID - 1) * 100, y(float(change[row])))
    return Cost(
        " ".join(points(change)),
        " ".join([*points(ends[1]), *reversed(points(ends[0]))]) if len(ends) == 2 else "",
        0.0 if found.found is None else found.found.stretch / (GRID - 1) * 100,
        None if most is None else y(-most),
        "" if most is None else words("story.cost_limit", limit=words.short(most) + "%"),
        here,
        _change_text(found, float(change[row]), ends),
        here[0] > (_LEFT_OF if most is None or change[row] >= -most else _LEFT_OF_BELOW),
        not found.is_judged,
        [(y(tick), words.plain(tick, 0) + "%") for tick in _round_steps(low, high)],
    )


def _change_text(found: Figures, change: float, ends: list[FloatArray]) -> str:
    """The change at the setting, at worst as far as the bad end of its interval."""
    words, most = found.page.words, found.page.choice.limits.accuracy_loss * 100
    value = words.signed(change, 1) + "%"
    if not found.is_judged or not ends or found.is_start:
        return value
    worst = float(ends[0][found.row])
    sign = "" if worst > 0 else words.plain(-1, 0)[0]
    return words("story.cost_here", change=value, worst=f"{sign}{beyond_text(abs(worst), most, words)}%")


@dataclass(frozen=True)
class Group:
    """One group: its name and text, and its change with both ends of the interval in percent of the width."""

    name: str
    low: float
    value: float
    high: float
    text: str
    is_worse: bool


def groups(rows: list[GroupEffect], everybody: float, words: Words) -> dict[str, object]:
    """Change of accuracy of each group, beside no change and the mean over everybody (NaN for none)."""
    changes = [row.accuracy_percent for row in rows]
    ends = [0.0, *(end for change in changes for end in (change.low, change.high))]
    ends += [] if isnan(everybody) else [everybody]
    low, high = max(min(ends), -100.0), min(max(ends), 100.0)
    span = (high - low) or 1.0

    def x(value: float) -> float:
        return (min(max(value, low), high) - low) / span * 100

    drawn = [
        Group(
            group_name(row, words), x(change.low), x(change.value), x(change.high),
            accuracy_text(row, words), row.is_worse,
        )
        for row, change in zip(rows, changes, strict=True)
    ]  # fmt: skip
    return {"rows": drawn, "zero": x(0.0), "mean": None if isnan(everybody) else x(everybody)}


def _round_steps(low: float, high: float) -> list[float]:
    """Two to six round numbers between two ends."""
    rough = (high - low) / 4
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return [float(at * step) for at in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1)]
