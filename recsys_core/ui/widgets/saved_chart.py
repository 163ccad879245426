"""A Plotly chart with links below it that save it: as a picture, and its data as a table."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.chart_table import chart_table
from recsys_core.ui.widgets.safe_csv import safe_csv

PICTURES = ("png", "svg")


def draw(figure: dict[str, Any], words: Words, *, key: str, alt: str) -> None:
    """Draw a figure where the page is, with its links.

    Args:
        figure: ``data`` and ``layout``.
        words: the language.
        key: of the element; also the name of the files.
        alt: what a screen reader says.
    """
    st.plotly_chart(figure, key=key, alt=alt, config={"displayModeBar": False})
    st.html(links(words, key, table=chart_table(figure)))


def links(
    words: Words, key: str, *, name: str = "", select: str = "", title: str = "", table: pd.DataFrame | None
) -> str:
    """The links that save a chart, as HTML; the shell's script does what they say, in the browser.

    Args:
        words: the language.
        key: of the element that holds the chart.
        name: of the files; ``key`` where it is "".
        select: which drawing of that element, a CSS selector of what is around it; "" for a Plotly chart.
        title: of the chart, where several are saved in one place.
        table: its data; None where there are none to save.
    """
    common = {"chart": key, "select": select, "name": (name or key).replace("_", "-")}
    buttons = [_button(words, kind, common) for kind in PICTURES]
    if table is not None:
        text = safe_csv(table.map(_short)).decode(
            "utf-8-sig"
        )  # the script puts the mark of the encoding in front
        buttons.append(_button(words, "csv", common | {"csv": text}))
    said = escape(title or words("frame.save_chart"))
    return f'<div class="eq-save"><span>{said}</span>{"".join(buttons)}</div>'


def _short(value: object) -> object:
    """Six digits that count: nobody measures more."""
    return float(f"{value:.6g}") if isinstance(value, float) else value


def _button(words: Words, kind: str, data: dict[str, str]) -> str:
    values = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items() if value)
    label = escape(words("frame.save_as", kind=kind.upper()))
    return f'<button type="button" data-save="{kind}"{values} aria-label="{label}">{kind.upper()}</button>'
