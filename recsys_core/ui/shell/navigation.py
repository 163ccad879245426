"""The pages, in the order of the navigation, and where pages of old addresses are now."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from recsys_core import config
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.words import Words

PAGES = (
    "tune",
    "people",
    "compare",
    "impact",
    "train",
    "data",
    "ship",
    "learn",
)
"""Every page in the order of the navigation; a page is a file in ``pages/`` and a line here."""

MOVED = {"lists": "people", "who_pays": "impact"}  # old addresses


def navigate(words: Words) -> StreamlitPage:
    """Register every page and draw the navigation; returns the page that was asked for."""
    visit_state().is_navigated = True
    folder = config.project_root() / "pages"
    pages = [
        st.Page(folder / f"{name}.py", title=words(f"nav.{name}"), default=name == PAGES[0]) for name in PAGES
    ]
    moved = [_redirect(old, pages[PAGES.index(new)]) for old, new in MOVED.items()]
    return st.navigation([*pages, *moved], position="top")


def _redirect(old: str, page: StreamlitPage) -> StreamlitPage:
    """A hidden page at an old address that leads to the new one, query included."""

    def go() -> None:
        st.switch_page(page, query_params=st.query_params.to_dict())

    return st.Page(go, title=old, url_path=old, visibility="hidden")
