"""What every Plotly chart of the product shares; a figure is a plain dict of ``data`` and ``layout``."""

from __future__ import annotations

from typing import Any

from recsys_core.ui.shell.theme import inks

FONT = 13
"""Pixels; readable on a phone."""
_IN_A_ROOM = 1.7
"""Enlarged by this, type is read from the back of a room: 22 pixels."""
_LENGTHS = {"size", "height", "width", "itemwidth", "thickness", "l", "r", "t", "b"}
"""What is measured in pixels in a figure."""


def layout(height: int, **more: Any) -> dict[str, Any]:
    """A transparent layout with narrow margins.

    Args:
        height: in pixels.
        more: entries of Plotly's layout, which win over the common ones.
    """
    common = {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "closest",
    }
    return common | more


def axis(title: str, **more: Any) -> dict[str, Any]:
    """An axis in the product's type; Streamlit's theme ignores the layout's font sizes.

    Args:
        title: "" for none.
        more: entries of Plotly's axis, which win over the common ones.
    """
    _, quiet, rule = inks()
    common = {
        "title": {"text": title or None, "font": {"size": FONT, "color": quiet}},
        "tickfont": {"size": FONT, "color": quiet},
        "gridcolor": rule,
        "zeroline": False,
        "automargin": True,
    }
    return common | more


def enlarged(figure: dict[str, Any], is_presented: bool) -> dict[str, Any]:
    """The figure with type, lines and rows for a room, unchanged where it is not presented.

    No style sheet does this: Plotly measures its type before it places anything, and finds no point under the
    mouse in a page that is zoomed.
    """
    if not is_presented:
        return figure
    large: dict[str, Any] = _scaled(figure)
    large["layout"]["hoverlabel"] = {"font": {"size": FONT * _IN_A_ROOM}}
    return large


def _scaled(part: Any, name: str = "") -> Any:
    """A part of a figure; numbers under the names of lengths grow, data and positions do not."""
    if isinstance(part, dict):
        return {key: _scaled(value, key) for key, value in part.items()}
    if isinstance(part, list) and part and isinstance(part[0], dict):
        return [_scaled(one) for one in part]
    is_length = name in _LENGTHS and isinstance(part, int | float) and not isinstance(part, bool)
    return part * _IN_A_ROOM if is_length else part
