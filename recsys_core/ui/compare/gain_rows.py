"""Lines of the ranking as HTML: a name, the gain as a dot on its interval, and figures in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from recsys_core.workbench.results import Interval

STYLE = Path(__file__).parent / "compare.css"
_ROOM = 4.0  # percent of the scale left free at each end, so that no dot is cut


@dataclass(frozen=True)
class Cell:
    """One column of a line.

    Attributes:
        label: what it is: the column's name where columns fit, else before the figure.
        text: the figure.
        notes: smaller, below it.
    """

    label: str
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line; without cells it is not measured yet.

    Attributes:
        name: in bold.
        note: smaller, below the name.
        cells: what follows the name; the first is the gain.
        gain: drawn above the first cell as a dot on its interval; None draws nothing.
        tested: whether it goes on with the line above, as its test: the dot is filled.
        waits: what is said where there are no cells yet.
    """

    name: str
    note: str
    cells: tuple[Cell, ...] = ()
    gain: Interval[float] | None = None
    tested: bool = False
    waits: str = ""


@dataclass(frozen=True)
class Scale:
    """The common scale of all dots, from the lowest end of an interval, or 0, to the highest."""

    low: float
    high: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Scale:
        """The scale on which every line fits."""
        gains = [line.gain for line in lines if line.gain is not None]
        return cls(min([0.0, *(gain.low for gain in gains)]), max([0.0, *(gain.high for gain in gains)]))

    def percent(self, value: float) -> float:
        """Where a value stands, in percent of the width."""
        span = self.high - self.low
        return _ROOM + (100 - 2 * _ROOM) * ((value - self.low) / span if span else 0.0)


def heading(columns: Sequence[str]) -> str:
    """The names of the columns; each figure carries its own, too, for readers who cannot look up."""
    names = "".join(f"<div>{escape(name)}</div>" for name in columns)
    return f'<div class="eq-gain eq-head" aria-hidden="true">{names}</div>'


def html(line: Line, scale: Scale, colour: str) -> str:
    """A line.

    Args:
        line: its texts may hold anything.
        scale: common to all lines.
        colour: of the dot, as in CSS.
    """
    name = f'<div class="eq-name"><b>{escape(line.name)}</b>{_small(line.note)}</div>'
    dot = "" if line.gain is None else _dot(line, line.gain, scale, colour)
    cells = "".join(_cell(cell, dot if cell is line.cells[0] else "") for cell in line.cells)
    waits = f'<div class="eq-waits"><i>{escape(line.waits)}</i></div>'
    kind = " eq-tested" if line.tested else "" if line.gain is not None else " eq-flat"
    return f'<div class="eq-gain{kind}">{name}{cells or waits}</div>'


def _cell(cell: Cell, dot: str) -> str:
    notes = "".join(map(_small, cell.notes))
    return f"<div>{dot}<i>{escape(cell.label)}</i> <span>{escape(cell.text)}</span>{notes}</div>"


def _small(text: str) -> str:
    return f"<small>{escape(text)}</small>" if text else ""


def _dot(line: Line, gain: Interval[float], scale: Scale, colour: str) -> str:
    low, value, high = (scale.percent(end) for end in (gain.low, gain.value, gain.high))
    inside = colour if line.tested else "var(--eq-card)"
    return (
        '<div class="eq-dots" aria-hidden="true">'
        f'<div class="eq-zero" style="left:{scale.percent(0.0):.2f}%"></div>'
        f'<div class="eq-reach" style="left:{low:.2f}%;width:{high - low:.2f}%;background:{colour}"></div>'
        f'<div class="eq-dot" style="left:{value:.2f}%;border-color:{colour};background:{inside}"></div>'
        "</div>"
    )
