"""What the lessons' charts share, and curves: plain dicts in the colours of the product."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from recsys_core.types import FloatArray
from recsys_core.ui.shell.theme import DASHES, SLOTS, inks, palette
from recsys_core.ui.widgets import charts
from recsys_core.ui.widgets.charts import FONT

STILL = {"displayModeBar": False, "staticPlot": True, "responsive": True}
"""Every number is written on the chart, so nothing needs a pointer."""

_AROUND = 70
"""Pixels of a chart's height that margins and the x axis take."""


def show(figure: dict[str, Any], *, key: str, alt: str) -> None:
    """Show a figure without interaction."""
    st.plotly_chart(figure, key=key, alt=alt, config=STILL)


def layout(height: int, *, right: int = 8, **more: Any) -> dict[str, Any]:
    """The common layout without a legend, with room of its own at the right edge; nothing can be dragged."""
    margin = {"l": 8, "r": right, "t": 8, "b": 8}
    still: dict[str, Any] = {"margin": margin, "showlegend": False, "dragmode": False}
    return charts.layout(height, **(still | more))


def axis(title: str = "", **more: Any) -> dict[str, Any]:
    """An axis that cannot be moved."""
    return charts.axis(title, **({"fixedrange": True} | more))


def note(x: float, y: float, label: str, colour: str, anchor: str = "left", **more: Any) -> dict[str, Any]:
    """A text beside a point."""
    base: dict[str, Any] = {"x": x, "y": y, "text": label, "xanchor": anchor, "showarrow": False}
    return base | {"font": {"size": FONT, "color": colour}} | more


def lines(
    x: Sequence[float] | FloatArray,
    curves: Sequence[tuple[str, FloatArray, str]],
    *,
    title: str,
    height: int,
    marks: bool = False,
    at: float | None = None,
    percent: bool = False,
    y_range: tuple[float, float] | None = None,
    ticks: Sequence[float] | None = None,
    tick_names: Sequence[str] | None = None,
    up: str = "",
) -> dict[str, Any]:
    """Curves with their name at the right end, each with its own colour and dash.

    Args:
        x: (n,) common positions.
        curves: name, (n,) values, and a slot of the theme: accuracy, variety, catalogue, long_tail or rest.
        title: of the x axis.
        height: in pixels.
        marks: whether each position is a point of its own.
        at: where a line stands across.
        percent: whether values are shares, written in percent.
        y_range: of the y axis, None fits the curves.
        ticks: positions named on the x axis.
        tick_names: what is written there in place of the positions.
        up: title of the y axis.
    """
    text, _, _ = inks()
    colours = palette()
    low, high = y_range or (min(v.min() for _, v, _ in curves), max(v.max() for _, v, _ in curves))
    ends = np.array([float(values[-1]) for _, values, _ in curves])
    lifts = lifted(ends * (height - _AROUND) / max(high - low, 1e-9))
    data, notes = [], []
    for (name, values, slot), lift in zip(curves, lifts, strict=True):
        colour, dash = colours[SLOTS[slot]], DASHES[SLOTS[slot]]
        curve: dict[str, Any] = {"type": "scatter", "x": list(x), "y": list(values), "hoverinfo": "skip"}
        curve["mode"] = "lines+markers" if marks else "lines"
        curve["line"] = {"color": colour, "width": 2.4, "dash": dash}
        data.append(curve | {"marker": {"size": 8, "color": colour}})
        end = (float(x[-1]), float(values[-1]))
        notes.append(note(*end, f"<b>{name}</b>", colour, xshift=8, yshift=lift))
    named = {} if tick_names is None else {"ticktext": list(tick_names)}
    across = axis(title, showgrid=False, **({} if ticks is None else {"tickvals": list(ticks)}), **named)
    y = axis(up, nticks=5, **({"tickformat": ".0%"} if percent else {}))
    if y_range is not None:
        y["range"] = list(y_range)
    # A Chinese character is about as wide as two letters.
    widest = max(sum(1 + (ord(letter) > 0x2E80) for letter in name) for name, *_ in curves)
    right = 16 + round(7.5 * widest) if widest else 8
    shapes = []
    if at is not None:
        here = {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1}
        shapes.append(here | {"line": {"color": text, "width": 2}})
    whole = layout(height, right=right, xaxis=across, yaxis=y, annotations=notes, shapes=shapes)
    return {"data": data, "layout": whole}


def lifted(heights: FloatArray, least: float = 17.0) -> list[float]:
    """How many pixels to raise each label so that any two are at least ``least`` apart."""
    placed = heights.copy()
    order = np.argsort(heights, kind="stable")
    for below, above in zip(order[:-1], order[1:], strict=True):
        placed[above] = max(placed[above], placed[below] + least)
    return [float(lift) for lift in placed - heights]
