"""Charts of the Impact page: segments with their intervals, exposure before and after."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap
from typing import Any

from recsys_core.ui.shell.theme import SLOTS, inks, palette
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.charts import axis, layout
from recsys_core.workbench.results import GroupEffect, GroupExposure

_ROW = 42  # two lines of a name
_LEGEND = 24  # one entry of a legend below the chart
_LETTERS = 13  # of a line of a name: on a phone the bars need the room
_HOVER = "%{hovertext}: %{x:.1f}% <extra>%{fullData.name}</extra>"


def segments(rows: Sequence[GroupEffect], names: Sequence[str], words: Words) -> dict[str, Any]:
    """Change of accuracy of every segment as a dot on its interval; clear ones filled, the others hollow."""
    colours = palette()
    blue, grey = colours[SLOTS["accuracy"]], colours[SLOTS["rest"]]
    changes = [row.accuracy_percent for row in rows]
    clear = [row.stands_out for row in rows]
    trace = {
        "type": "scatter", "mode": "markers", "x": [change.value for change in changes], "y": list(names),
        "marker": {
            "size": 10, "color": [blue if out else "rgba(0,0,0,0)" for out in clear],
            "line": {"width": 2, "color": [blue if out else grey for out in clear]},
        },
        "error_x": {
            "type": "data", "symmetric": False, "color": grey, "thickness": 1.4, "width": 0,
            "array": [change.high - change.value for change in changes],
            "arrayminus": [change.value - change.low for change in changes],
        },
        "hovertemplate": "%{y}: %{x:.1f}%<extra></extra>",
    }  # fmt: skip
    whole = layout(60 + _ROW * len(rows)) | {
        "xaxis": axis(
            words("impact.change_axis"),
            ticksuffix="%",
            nticks=4,
            rangemode="tozero",
            tickangle=0,
            zeroline=True,
            zerolinecolor=inks()[1],
        ),
        "yaxis": axis("", autorange="reversed", showgrid=False),
        "showlegend": False,
    }
    return {"data": [trace], "layout": whole}


def two_lines(name: str) -> str:
    """A name in at most two short lines, safe for Plotly, which reads tags."""
    return "<br>".join(escape(line) for line in wrap(name, _LETTERS, max_lines=2, placeholder=" …"))


def exposure(rows: Sequence[GroupExposure], names: Sequence[str], words: Words) -> dict[str, Any]:
    """Share of all places shown, before and at the setting, beside the share of the catalogue."""
    colours = palette()
    text, _, _ = inks()
    # Rows by number: two names that are cut alike must not become one row.
    at = list(range(len(names)))
    names_at = [two_lines(name) for name in names]
    common = {"y": at, "hovertext": [escape(name) for name in names], "hovertemplate": _HOVER}
    before = common | {
        "type": "bar", "orientation": "h", "x": [row.before * 100 for row in rows],
        "name": words("impact.before"), "marker": {"color": colours[SLOTS["rest"]], "opacity": 0.55},
    }  # fmt: skip
    after = common | {
        "type": "bar", "orientation": "h", "x": [row.after * 100 for row in rows],
        "name": words("impact.after"), "marker": {"color": colours[SLOTS["catalogue"]]},
    }  # fmt: skip
    share = common | {
        "type": "scatter", "mode": "markers", "x": [row.catalogue * 100 for row in rows],
        "name": words("impact.catalogue"),
        "marker": {"symbol": "line-ns", "size": 14, "line": {"width": 2, "color": text}},
    }  # fmt: skip
    plot, axis_room, below = 34 * len(rows), 62, 3 * _LEGEND
    whole = layout(8 + plot + axis_room + below) | {
        # Below the axis and one under the other: on a phone nothing lies on the bars.
        "margin": {"l": 8, "r": 8, "t": 8, "b": axis_room + below},
        "barmode": "group",
        "bargap": 0.3,
        "xaxis": axis(words("impact.places_axis"), ticksuffix="%", nticks=6, tickangle=0),
        "yaxis": axis("", autorange="reversed", showgrid=False, tickvals=at, ticktext=names_at),
        "legend": {
            "orientation": "v", "x": 0, "xanchor": "left", "y": -axis_room / max(plot, 1), "yanchor": "top",
            "font": {"size": 13}, "traceorder": "normal",
        },
    }  # fmt: skip
    return {"data": [before, after, share], "layout": whole}
