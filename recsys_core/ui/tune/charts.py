"""Plotly figures as plain dicts: one colour and one dash a measure everywhere, in the theme's order."""

from __future__ import annotations

from typing import Any

from recsys_core.ui.shell.theme import DASHES, SLOTS, SYMBOLS, palette
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.charts import axis, layout
from recsys_core.ui.widgets.slider.payload import Measure, as_sent, grid
from recsys_core.ui.widgets.tuning import Tuning


def tile(measure: Measure, row: int, words: Words) -> tuple[str, str | None]:
    """Value and change of a measure at a row of the grid, formatted."""
    value = float(as_sent(measure.values[row]))
    shown = words.plain(value * 100, 1) + "%" if measure.percent else words.plain(value, 3)
    if measure.is_share:
        ends = (measure.low, measure.high)
        low, high = (words.plain(float(as_sent(end[row])) * 100, 1) for end in ends if end is not None)
        return shown, words("slider.share_interval", low=low, high=high)
    unit = " " + words("slider.points") if measure.percent else "%"
    change = words.signed(float(measure.change[row]) * 100, 1) + unit
    if measure.low is None or measure.high is None or row == 0:
        return shown, change
    low, high = (words.signed(float(as_sent(end[row])) * 100, 1) for end in (measure.low, measure.high))
    return shown, words("plain.change", change=change, low=low, high=high)


def everyday(measure: Measure, row: int, words: Words) -> str:
    """The measure in everyday units at a row of the grid, "" where it has none."""
    unit = measure.everyday
    if unit is None:
        return ""
    now, before = (words.plain(float(as_sent(unit.values[at])), unit.digits) for at in (row, 0))
    return unit.template.format(now=now, before=before)


def trade_off(view: Tuning, row: int, words: Words) -> dict[str, Any]:
    """The curves relative to their start, with a marker at the row."""
    colours = palette()
    positions = grid() * 100
    traces: list[dict[str, Any]] = []
    drawn = [measure for measure in view.measures if measure.curve]
    grey = [measure.key for measure in drawn if measure.colour == SLOTS["rest"]]
    symbols = {key: SYMBOLS[place % len(SYMBOLS)] for place, key in enumerate(grey)}
    for measure in drawn:
        ratio = measure.values / (float(measure.values[0]) or 1.0) * 100
        colour, symbol = colours[measure.colour], symbols.get(measure.key)
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers" if symbol else "lines",
                "x": positions[::5],
                "y": ratio[::5],
                "name": measure.short,
                "line": {
                    "color": colour,
                    "width": 2.2,
                    "dash": "solid" if symbol else DASHES[measure.colour],
                },
                "marker": {"symbol": symbol or "circle", "size": 9, "maxdisplayed": 8, "color": colour},
            }
        )
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [positions[row]],
                "y": [ratio[row]],
                "showlegend": False,
                "marker": {"size": 11, "color": colour, "symbol": symbol or "circle"},
                "hoverinfo": "skip",
            }
        )
    whole = layout(
        380,
        legend={"orientation": "h", "y": 1.1},
        xaxis=axis(words("plain.variety"), range=[0, 100]),
        yaxis=axis("", ticksuffix="%"),
        uirevision="trade_off",
    )
    return {"data": traces, "layout": whole}
