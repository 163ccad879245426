"""Plotly figures as plain dicts: one colour and one dash a measure everywhere, in the theme's order."""

from __future__ import annotations

from typing import Any

import pandas as pd

from recsys_core.ui.shell.theme import DASHES, SLOTS, SYMBOLS, palette
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.charts import axis, layout
from recsys_core.ui.widgets.slider.measure import grid
from recsys_core.ui.widgets.tile_texts import everyday as everyday
from recsys_core.ui.widgets.tile_texts import tile as tile
from recsys_core.ui.widgets.tuning import Tuning


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


def curves_table(view: Tuning) -> pd.DataFrame:
    """Every measure at each hundredth of the slider, with the interval of its change since position 0.

    Returns:
        A row a position: ``position`` in [0, 100], ``lambda``, and each measure under its key, with
        "change low" and "change high" where there is an interval; "low" and "high" of a share of people.
    """
    rows = slice(None, None, (len(grid()) - 1) // 100)
    table = {"position": grid()[rows] * 100, "lambda": view.lambdas[rows]}
    for measure in view.measures:
        table[measure.key] = measure.values[rows]
        for end, values in (("low", measure.low), ("high", measure.high)):
            if values is not None:
                table[f"{measure.key} {end if measure.is_share else f'change {end}'}"] = values[rows]
    return pd.DataFrame(table)
