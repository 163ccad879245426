"""The colours of the product, read from the configured theme so that they are written down once."""

from __future__ import annotations

import streamlit as st

# Second channel beside colour, by position in the categorical colours.
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
SLOTS = {"accuracy": 0, "variety": 1, "catalogue": 2, "long_tail": 3, "rest": 4}


def is_dark() -> bool:
    """Whether the visitor sees the dark theme; light where that is not known (tests, first run)."""
    return st.context.theme.get("type") == "dark"


def palette() -> list[str]:
    """The categorical colours of the visitor's theme."""
    kind = "dark" if is_dark() else "light"
    return list(st.get_option(f"theme.{kind}.chartCategoricalColors"))


def surface_style() -> str:
    """A style sheet that gives the page's own CSS the colour of cards, which Streamlit keeps to itself."""
    kind = "dark" if is_dark() else "light"
    return f"<style>:root {{ --eq-card: {st.get_option(f'theme.{kind}.secondaryBackgroundColor')}; }}</style>"


def ink() -> str:
    """The colour of text in the visitor's theme."""
    return str(st.get_option(f"theme.{'dark' if is_dark() else 'light'}.textColor"))
