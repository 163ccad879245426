"""The colours of the product, read from the configured theme so that they are written down once."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from recsys_core.ui.text.words import Words

# Second channel beside colour, by position in the categorical colours.
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
# Measures chosen beside the usual ones share one grey; a shape each tells them apart, as in the component.
SYMBOLS = ("triangle-up", "diamond", "triangle-down")
# Words that replace Streamlit's own English ones, which it offers no other way to set.
CSS_WORDS = ("menu", "upload", "upload_note")
SLOTS = {"accuracy": 0, "variety": 1, "catalogue": 2, "long_tail": 3, "rest": 4}


def is_dark() -> bool:
    """Whether the visitor sees the dark theme; light where that is not known (tests, first run)."""
    return st.context.theme.get("type") == "dark"


def palette() -> list[str]:
    """The categorical colours of the visitor's theme."""
    return list(_option("chartCategoricalColors"))


def surface_style(words: Words) -> str:
    """A style sheet with the themes' colours and translated words as CSS variables.

    A colour is that of the scheme of the element which uses it, so that it follows another theme at once.
    """
    options = {"card": "secondaryBackgroundColor", "grey": "grayTextColor"}
    themes = {
        name: [st.get_option(f"theme.{kind}.{key}") for kind in ("light", "dark")]
        for name, key in options.items()
    }
    values = {name: f"light-dark({light}, {dark})" for name, (light, dark) in themes.items()}
    values |= {name: json.dumps(words(f"css.{name}"), ensure_ascii=False) for name in CSS_WORDS}
    return "<style>:root {" + "".join(f"--eq-{name}:{value};" for name, value in values.items()) + "}</style>"


def inks() -> tuple[str, str, str]:
    """Colours of text, secondary text and rules in the visitor's theme."""
    return str(_option("textColor")), str(_option("grayTextColor")), str(_option("borderColor"))


def surface() -> str:
    """The colour of what lies behind cards and coloured bars in the visitor's theme."""
    return str(_option("secondaryBackgroundColor"))


def variables(kind: str) -> dict[str, str]:
    """The colours of a theme under the names of the CSS variables that Streamlit gives to components.

    Args:
        kind: "light" or "dark".
    """
    names = {
        "text-color": "textColor",
        "background-color": "backgroundColor",
        "secondary-background-color": "secondaryBackgroundColor",
        "border-color": "borderColor",
        "gray-text-color": "grayTextColor",
    }
    values = {f"--st-{css}": str(st.get_option(f"theme.{kind}.{name}")) for css, name in names.items()}
    colours = st.get_option(f"theme.{kind}.chartCategoricalColors")
    return values | {"--st-chart-categorical-colors": ",".join(colours)}


def _option(name: str) -> Any:
    """A theme option of the visitor's theme."""
    return st.get_option(f"theme.{'dark' if is_dark() else 'light'}.{name}")
