"""The chart of the items: how much more or less each group is shown, as bars from zero."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap
from typing import Any

from recsys_core.ui.shell.theme import SLOTS, inks, palette
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.charts import axis, layout
from recsys_core.workbench.results import GroupExposure

_ROW = 36  # two lines of a name
_LETTERS = 13  # of a line of a name: on a phone the bars need the room


def figure(
    rows: Sequence[GroupExposure], names: Sequence[str], details: Sequence[str], words: Words
) -> dict[str, Any]:
    """Difference of each group's share of all places in points, with its interval.

    Args:
        rows: the groups, from top to bottom.
        names: their names.
        details: what to say of each where the pointer is.
        words: the language.
    """
    colours, (ink, quiet, _) = palette(), inks()
    more, less = colours[SLOTS["catalogue"]], colours[SLOTS["rest"]]
    at = list(range(len(rows)))  # rows by number: two names that are cut alike must not become one row
    bars = {
        "type": "bar", "orientation": "h", "y": at, "x": [row.change.value * 100 for row in rows],
        "marker": {
            "color": [more if row.change.value > 0 else less for row in rows],
            # What may be no change at all is pale.
            "opacity": [0.35 if row.change.includes_zero else 0.9 for row in rows],
        },
        "error_x": {
            "type": "data", "symmetric": False, "color": ink, "thickness": 1.2, "width": 0,
            "array": [(row.change.high - row.change.value) * 100 for row in rows],
            "arrayminus": [(row.change.value - row.change.low) * 100 for row in rows],
        },
        "hovertext": [
            f"<b>{escape(name)}</b><br>{detail}" for name, detail in zip(names, details, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip
    return {
        "data": [bars],
        "layout": layout(70 + _ROW * len(rows))
        | {
            "bargap": 0.4,
            "xaxis": axis(
                words("impact.points_axis"), nticks=9, tickangle=0, zeroline=True, zerolinecolor=quiet,
                zerolinewidth=1.5,
            ),
            "yaxis": axis(
                "", range=[len(rows) - 0.4, -0.6], showgrid=False, tickvals=at,
                ticktext=[two_lines(name) for name in names],
            ),
            "showlegend": False,
        },
    }  # fmt: skip


def two_lines(name: str) -> str:
    """A name in at most two short lines, safe for Plotly, which reads tags."""
    return "<br>".join(escape(line) for line in wrap(name, _LETTERS, max_lines=2, placeholder=" …"))
