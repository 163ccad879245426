"""The fronts on one chart: each with its own look, dominated points grey, the setting marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from recsys_core.types import BoolArray
from recsys_core.ui.compare.tables import Compared
from recsys_core.ui.shell.theme import DASHES, palette
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.charts import axis, layout
from recsys_core.workbench.results import Pair

_COLOURS = 4  # the fifth is the grey of beaten points
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "star", "triangle-down", "hexagon", "cross")


@dataclass(frozen=True)
class Look:
    """How a front is drawn.

    Attributes:
        colour: position in the theme's categorical colours.
        dash: of the line.
        symbol: of its marks.
    """

    colour: int
    dash: str
    symbol: str


def looks(pairs: Sequence[Pair]) -> list[Look]:
    """A look for each pair; no two share colour and dash, or colour and symbol.

    With two to four models the colour is the model, and dash and symbol are the method. Otherwise all go by
    place: four colours and five dashes side by side come round to the same look after 20 pairs.
    """
    models, methods = (list(dict.fromkeys(names)) for names in zip(*pairs, strict=True))
    if 1 < len(models) <= _COLOURS and len(methods) <= len(DASHES):
        at = [(models.index(model), methods.index(method), methods.index(method)) for model, method in pairs]
    else:
        at = [(place % _COLOURS, place % len(DASHES), place % len(_SYMBOLS)) for place in range(len(pairs))]
    return [Look(colour, DASHES[dash], _SYMBOLS[symbol]) for colour, dash, symbol in at]


def chart(pairs: Sequence[Compared], looks: Sequence[Look], words: Words, k: int) -> dict[str, Any]:
    """Accuracy against variety of every front.

    Args:
        pairs: what is drawn, in the order of the legend.
        looks: of each of them.
        words: the language.
        k: list length.
    """
    colours, traces = palette(), []
    for each, look in zip(pairs, looks, strict=True):
        colour, name = colours[look.colour], each.name
        front, beaten = each.front.drawn, each.standing.dominated
        # A beaten stretch keeps its line but loses its colour; grey under colour would fill a dash's gaps.
        good = np.where(beaten, np.nan, front.accuracy)
        lost = np.where(_with_neighbours(beaten), front.accuracy, np.nan)
        grey = {"color": colours[_COLOURS], "width": 1.2, "dash": look.dash}
        line = {"color": colour, "width": 2.6, "dash": look.dash}
        mark = {"color": colour, "symbol": look.symbol}
        own = {"type": "scatter", "legendgroup": name, "name": name}
        traces += [
            own | {
                "mode": "lines", "x": front.variety, "y": lost, "line": grey, "showlegend": False,
                "hoverinfo": "skip",
            },
            own | {"mode": "lines", "x": front.variety, "y": good, "line": line, "showlegend": False},
            own | {
                "mode": "markers", "x": front.variety, "y": front.accuracy, "showlegend": False,
                "marker": mark | {"size": 7, "maxdisplayed": 6}, "hoverinfo": "skip",
            },
        ]  # fmt: skip
        # One point has no line to draw, but gives the legend both line and mark.
        traces.append(
            own | {
                "mode": "lines+markers", "x": [each.setting.variety], "y": [each.setting.accuracy],
                "line": line, "marker": mark | {"size": 13},
            }
        )  # fmt: skip
    # On a phone each name may take a line of the legend, which scrolls where it is half of the chart.
    whole = layout(max(460, 400 + 28 * len(pairs))) | {
        "legend": {
            "orientation": "h",
            "y": 1.02,
            "yanchor": "bottom",
            "font": {"size": 13},
            "itemwidth": 46,  # a dash shows on both sides of the mark
        },
        "xaxis": axis(words("measure.ild")),
        "yaxis": axis(words("measure.ndcg", k=k)),
        "uirevision": "compare",
    }
    return {"data": traces, "layout": whole}


def _with_neighbours(beaten: BoolArray) -> BoolArray:
    """Dominated points and their neighbours, so that no piece of the line is missing."""
    padded = np.pad(beaten, 1)
    return padded[:-2] | padded[1:-1] | padded[2:]
