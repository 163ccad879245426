"""The chart of the groups of people: each with its interval, beside no change and the mean of everybody."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import isnan
from typing import Any

from recsys_core.ui.shell.theme import DASHES, SLOTS, inks, palette
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.charts import FONT, axis, layout
from recsys_core.ui.widgets.group_names import accuracy_text, divided_by, group_name, part_name, verdict
from recsys_core.ui.widgets.slider.measure import as_sent
from recsys_core.workbench.results import GroupEffect, Interval

_ROW = 42  # two lines of a name
_LABEL = 26  # the name of the line above the chart
_BAND = 0.13  # of the colour of its line
_ROOM = 0.04  # of the axis beyond the longest interval


def figure(
    worst: Sequence[GroupEffect],
    best: Sequence[GroupEffect],
    everybody: Interval[float],
    words: Words,
    *,
    is_split: bool,
) -> dict[str, Any]:
    """Every group as a dot on its interval: filled where it differs clearly from the others.

    Args:
        worst: groups at the lower end, the worst first; at least one.
        best: groups at the upper end, the best last.
        everybody: relative change over everybody, drawn as a line on a band; NaN for none.
        words: the language.
        is_split: whether groups between the two ends are left out, which a dotted line says.
    """
    colours, (_, quiet, _) = palette(), inks()
    blue = colours[SLOTS["accuracy"]]
    rows = [*worst, *best]
    changes = [row.accuracy_percent for row in rows]
    # Rows by number: two groups that are called alike must not become one row.
    at = list(range(len(rows)))
    trace = {
        "type": "scatter", "mode": "markers", "x": [change.value for change in changes], "y": at,
        "marker": {
            "size": 10, "color": [blue if row.stands_out else "rgba(0,0,0,0)" for row in rows],
            "line": {"width": 2, "color": [blue if row.stands_out else quiet for row in rows]},
        },
        "error_x": {
            "type": "data", "symmetric": False, "color": quiet, "thickness": 1.4, "width": 0,
            "array": [change.high - change.value for change in changes],
            "arrayminus": [change.value - change.low for change in changes],
        },
        "hovertext": [_hover(row, words) for row in rows], "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip
    whole = None if isnan(everybody.value) else everybody.scaled(100)
    low, high = _range([*changes, *([] if whole is None else [whole])])
    shapes, notes = ([], []) if whole is None else _mean(whole, (low + high) / 2, blue, words)
    if is_split:
        place = len(worst) - 0.5
        gap = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": place, "y1": place}
        shapes.append(gap | {"line": {"color": quiet, "width": 1, "dash": "dot"}})
    return {
        "data": [trace],
        "layout": layout(_LABEL + 60 + _ROW * len(rows))
        | {
            "margin": {"l": 8, "r": 8, "t": _LABEL, "b": 8},
            "xaxis": axis(
                words("impact.change_axis"), ticksuffix="%", nticks=5, tickangle=0, range=[low, high],
                zeroline=True, zerolinecolor=quiet, zerolinewidth=1.5,
            ),
            "yaxis": axis(
                "", range=[len(rows) - 0.4, -0.6], showgrid=False, tickvals=at,
                ticktext=[_two_lines(row, words) for row in rows],
            ),
            "showlegend": False,
            "shapes": shapes,
            "annotations": notes,
        },
    }  # fmt: skip


def _mean(
    whole: Interval[float], middle: float, colour: str, words: Words
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The line of everybody on the band of its interval, and its name on the side with more room."""
    common = {"yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    band = {"type": "rect", "x0": whole.low, "x1": whole.high, "fillcolor": colour, "opacity": _BAND}
    line = {"type": "line", "x0": whole.value, "x1": whole.value}
    shapes = [
        common | band | {"line": {"width": 0}},
        common | line | {"line": {"color": colour, "width": 2, "dash": DASHES[1]}},
    ]
    told = words.signed(float(as_sent(whole.value / 100)) * 100, 1) + "%"
    name = {
        "x": whole.value, "xanchor": "left" if whole.value < middle else "right",
        "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
        "text": words("impact.everybody_line", change=told),
        "font": {"size": FONT, "color": colour},
    }  # fmt: skip
    return shapes, [name]


def _range(changes: Sequence[Interval[float]]) -> tuple[float, float]:
    """An axis that shows every interval and no change."""
    low = min(0.0, *(change.low for change in changes))
    high = max(0.0, *(change.high for change in changes))
    room = (high - low) * _ROOM or 1.0
    return low - room, high + room


def _two_lines(row: GroupEffect, words: Words) -> str:
    """The name for a narrow chart; text of the data is escaped, because Plotly reads tags."""
    return f"{escape(divided_by(row, words))}<br><b>{escape(part_name(row, words))}</b>"


def _hover(row: GroupEffect, words: Words) -> str:
    name, people = escape(group_name(row, words)), words("impact.n_people", n=row.n_users)
    return f"<b>{name}</b><br>{accuracy_text(row, words)}<br>{verdict(row, words)}<br>{people}"
