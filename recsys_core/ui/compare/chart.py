"""The fronts on one chart: a colour and a dash each, beaten points grey, the setting marked on all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from recsys_core.ui.compare.fronts import Front, Standing
from recsys_core.ui.language import Words
from recsys_core.ui.theme import DASHES, axis, palette, plain_layout


def chart(
    fronts: Sequence[Front],
    found: Sequence[Standing],
    names: Sequence[str],
    variety: float,
    words: Words,
    k: int,
) -> dict[str, Any]:
    """Accuracy against variety of every front."""
    colours, traces = palette(), []
    grey = colours[-1]
    for number, (front, standing, name) in enumerate(zip(fronts, found, names, strict=True)):
        colour, dash = colours[number % 4], DASHES[(number // 4 + number) % len(DASHES)]
        # A beaten stretch keeps its line but loses its colour.
        good = np.where(standing.beaten, np.nan, front.accuracy)
        line = {"color": grey, "width": 1.2, "dash": dash}
        base = {"type": "scatter", "mode": "lines", "x": front.variety, "legendgroup": name}
        traces.append(base | {"y": front.accuracy, "line": line, "showlegend": False, "hoverinfo": "skip"})
        traces.append(
            base
            | {
                "y": good,
                "name": name,
                "line": {"color": colour, "width": 2.6, "dash": dash},
                "connectgaps": False,
            }
        )
        here = front.at(variety)
        traces.append(
            {
                "type": "scatter", "mode": "markers", "x": [front.variety[here]], "y": [front.accuracy[here]],
                "marker": {"size": 12, "color": colour, "symbol": _SYMBOLS[number % len(_SYMBOLS)]},
                "legendgroup": name, "showlegend": False, "name": name,
            }
        )  # fmt: skip
    layout = plain_layout(460) | {
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "font": {"size": 13}},
        "xaxis": axis(words("measure.ild")),
        "yaxis": axis(words("measure.ndcg", k=k)),
        "uirevision": "compare",
    }
    return {"data": traces, "layout": layout}


_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "hexagon")
