"""The memo's two drawings, as the points of plain SVG: they must open without a server and print."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.types import FloatArray
from recsys_core.ui.shell.theme import SLOTS
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.tuning import Tuning
from recsys_core.workbench.results import GroupEffect

WIDTH, HEIGHT = 430, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 86.0, 12.0, 26.0
_ROW = 33.0  # a name, and its interval below
_UNDER = 21.0  # from the top of a row to its interval
_EDGE = 22.0  # left free on both sides, for half of a figure below
_LEAST_SPAN = 1e-6  # percent; a smaller difference is none
_EVERY = 5  # of the grid's rows: finer is not seen on paper
_DASHES = ("", "9 4", "2.5 3.5", "", "8 3 2 3")


@dataclass(frozen=True)
class Line:
    """One curve: its points, the colour and dash of its measure, and the label at its end."""

    points: str
    colour: str
    dash: str
    label: str
    label_y: float


@dataclass(frozen=True)
class Curves:
    """Accuracy, variety, catalogue, and what else should rise, along the slider, relative to its start.

    Attributes:
        lines: the curves.
        ticks: height and text of each grid line.
        here: where the setting stands.
        stretch: where the stretch inside the limits ends; the left edge where there is none.
        left: left edge of the plot.
        right: right edge.
        bottom: lower edge.
    """

    lines: list[Line]
    ticks: list[tuple[float, str]]
    here: float
    stretch: float
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    bottom: float = HEIGHT - _BOTTOM


_COLOURS = ("#0072B2", "#C2500A", "#007A5A", "", "#63686D")
"""By the place of a measure's colour in the theme; drawings on paper are always light."""


def curves(view: Tuning, row: int, stretch: int, words: Words) -> Curves:
    """The first drawing: what the setting costs and gains along the slider."""
    drawn = [
        measure
        for place, measure in enumerate(view.measures)
        if measure.curve and (measure.colour != SLOTS["rest"] or place == view.raised)
    ]
    ratios = [measure.values / (float(measure.values[0]) or 1.0) * 100 for measure in drawn]
    low, high = min(float(r.min()) for r in ratios), max(float(r.max()) for r in ratios)
    room = max((high - low) * 0.08, 1.0)
    low, high = low - room, high + room

    def x(share: FloatArray | float) -> FloatArray:
        return _LEFT + np.asarray(share) * (WIDTH - _LEFT - _RIGHT)

    def y(value: FloatArray | float) -> FloatArray:
        return HEIGHT - _BOTTOM - (np.asarray(value) - low) / (high - low) * (HEIGHT - _TOP - _BOTTOM)

    last = len(view.lambdas) - 1
    at = np.arange(0, last + 1, _EVERY)
    ends = _apart([float(y(ratio[-1])) for ratio in ratios])
    lines = [
        Line(
            " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x(at / last), y(ratio[at]), strict=True)),
            _COLOURS[measure.colour],
            _DASHES[measure.colour],
            measure.short,
            end,
        )
        for measure, ratio, end in zip(drawn, ratios, ends, strict=True)
    ]
    ticks = [(float(y(value)), words.plain(value, 0) + "%") for value in _round_steps(low, high)]
    return Curves(lines, ticks, float(x(row / last)), float(x(stretch / last)))


@dataclass(frozen=True)
class Bar:
    """One group: its name, its change with both ends of the interval, as x positions, and its height.

    Attributes:
        is_filled: whether the group differs clearly from everybody else.
    """

    name: str
    y: float
    low: float
    value: float
    high: float
    is_filled: bool


@dataclass(frozen=True)
class Bars:
    """The change of accuracy of each group, with zero, the mean over everybody, and round figures below."""

    bars: list[Bar]
    zero: float
    mean: float
    ticks: list[tuple[float, str]]
    height: float
    bottom: float


def bars(groups: list[tuple[str, GroupEffect]], mean: float, words: Words) -> Bars:
    """The second drawing: who loses and who gains.

    Args:
        groups: name and effect, from top to bottom.
        mean: relative change of accuracy over everybody, in percent.
        words: the language.
    """
    ends = [0.0, mean]
    for _, effect in groups:
        ends += [effect.accuracy_percent.low, effect.accuracy_percent.high]
    low, high = min(ends), max(ends)
    span = high - low if high - low > _LEAST_SPAN else 1.0

    def x(value: float) -> float:
        return _EDGE + (value - low) / span * (WIDTH - 2 * _EDGE)

    drawn = []
    for place, (name, effect) in enumerate(groups):
        change = effect.accuracy_percent
        height = _TOP + _ROW * place + _UNDER
        drawn.append(Bar(name, height, x(change.low), x(change.value), x(change.high), effect.stands_out))
    bottom = _TOP + _ROW * len(groups)
    steps = _round_steps(low, low + span)
    ticks = [(x(value), f"{'+' if value > 0 else ''}{words.short(value)}%") for value in steps]
    return Bars(drawn, x(0.0), x(mean), ticks, bottom + 20, bottom)


def _apart(heights: list[float], least: float = 16.0) -> list[float]:
    """The heights, pushed apart so that labels do not overlap."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    out, before = list(heights), -np.inf
    for place in order:
        before = out[place] = max(out[place], before + least)
    return out


def _round_steps(low: float, high: float) -> list[float]:
    """Three to seven round numbers between two ends."""
    rough = (high - low) / 5
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return [float(value) for value in np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step]
