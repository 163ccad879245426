"""What every Plotly chart of the product shares; a figure is a plain dict of ``data`` and ``layout``."""

from __future__ import annotations

from typing import Any

from recsys_core.ui.shell.theme import inks

FONT = 13
"""Pixels; readable on a phone and, enlarged with the page, from the back of a room."""


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
