"""The data of a chart as a table, read from the figure itself: what is drawn is what is saved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

import numpy as np
import pandas as pd

SERIES, LOW, HIGH = "series", "low", "high"


def chart_table(figure: dict[str, Any]) -> pd.DataFrame:
    """One row for each point that says something.

    Args:
        figure: ``data`` and ``layout`` of a chart; numbers that stand for names on an axis become names.

    Returns:
        The series, what is along and up the chart under the names of its axes, and the ends of each interval.
        Columns that hold nothing are left out, and so are marks without a name that no pointer finds.
    """
    parts = [_rows(trace, figure["layout"]) for trace in figure["data"] if _says_something(trace)]
    whole = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    return whole.dropna(axis=1, how="all")


def _says_something(trace: dict[str, Any]) -> bool:
    return bool(trace.get("name")) or trace.get("hoverinfo") != "skip"


def _rows(trace: dict[str, Any], layout: dict[str, Any]) -> pd.DataFrame:
    across, up = layout.get("xaxis", {}), layout.get("yaxis", {})
    names = _title(across, "x"), _title(up, "y")
    if names[0] == names[1]:
        names = "x", "y"
    xs, ys = _values(trace.get("x"), across), _values(trace.get("y"), up)
    table = pd.DataFrame({SERIES: trace.get("name"), names[0]: xs, names[1]: ys})
    for error, values in (("error_x", xs), ("error_y", ys)):
        if error in trace:
            above = np.asarray(trace[error]["array"], float)
            below = np.asarray(trace[error].get("arrayminus", above), float)
            middle = np.asarray(values, float)
            table[LOW], table[HIGH] = middle - below, middle + above
    return table


def _title(axis: dict[str, Any], otherwise: str) -> str:
    return _plain((axis.get("title") or {}).get("text") or "") or otherwise


def _values(values: Sequence[Any] | None, axis: dict[str, Any]) -> list[Any]:
    """Positions, or the names that stand there."""
    texts = axis.get("ticktext")
    shown = [] if values is None else list(values)
    if not texts:
        return shown
    named = dict(zip(axis["tickvals"], texts, strict=True))
    return [_plain(str(named[one])) if one in named else one for one in shown]


def _plain(text: str) -> str:
    """Text without the tags that Plotly reads."""
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"<br\s*/?>", " ", text))).strip()
