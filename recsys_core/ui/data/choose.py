"""Data sets as cards: use one, fetch one, remove an uploaded one."""

from __future__ import annotations

import streamlit as st

from recsys_core import data
from recsys_core.data.catalog import EMBEDDED, KNOWN, SAMPLE
from recsys_core.errors import RecsysError
from recsys_core.ui.data import uploads
from recsys_core.ui.shell import frame, session
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.rules_in_address import AskedRules
from recsys_core.ui.text.escape import literal


def draw(page: Page) -> None:
    """One row a data set: those that are here, then those that can be fetched."""
    words = page.words
    st.subheader(words("data.choose"), anchor=False)
    here = session.available()
    for name in [*here, *(name for name in KNOWN if name not in here)]:
        with st.container(
            key=f"data_row_{name}",
            horizontal=True,
            vertical_alignment="center",
            horizontal_alignment="distribute",
        ):
            _named(page, name, here)
            _act(page, name, here)


def _named(page: Page, name: str, here: list[str]) -> None:
    words, bench = page.words, page.bench
    about = uploads.about(name)
    title = KNOWN[name].about.title if name in KNOWN else about.get("title", name)
    if name == page.choice.data:
        title = bench.dataset.title
    elif name == SAMPLE:
        title = EMBEDDED.title
    if name in KNOWN and name not in here:
        line = words("data.absent", n=f"{KNOWN[name].n_interactions:,}")
    elif about:
        line = words("data.kind.upload", file=about.get("file", name))
    else:
        line = words(f"data.kind.{'known' if name in KNOWN else 'sample' if name == SAMPLE else 'other'}")
    with st.container(gap=None, width="content"):
        st.markdown(f"**{literal(title, 80)}**")
        st.caption(literal(line, 120))


def _act(page: Page, name: str, here: list[str]) -> None:
    words = page.words
    with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small"):
        if name not in here:
            if st.button(words("data.fetch"), key=f"data_fetch_{name}"):
                _fetch(page, name)
            return
        if uploads.about(name):
            _remove(page, name)
        if name == page.choice.data:
            st.badge(words("data.used"), color="green")
        else:
            st.button(words("data.use"), key=f"data_use_{name}", on_click=use, args=(name,))


def use(name: str) -> None:
    """Every page works with these data from now on; a model and rules of others are left behind."""
    frame.change(data=name, user="", model="", rules=AskedRules())


def _fetch(page: Page, name: str) -> None:
    words, title = page.words, literal(KNOWN[name].about.title)
    try:
        with st.spinner(words("data.fetching", data=title)):
            data.fetch(name)
    except RecsysError as error:
        st.error(literal(str(error)))
        return
    use(name)
    st.toast(words("data.fetched", data=title))
    st.rerun()


def _remove(page: Page, name: str) -> None:
    words = page.words
    with st.popover(words("data.remove"), key=f"data_remove_{name}"):
        st.write(words("data.remove.sure", data=literal(uploads.about(name).get("title", name))))
        if st.button(words("data.remove.yes"), key=f"data_remove_yes_{name}"):
            try:
                uploads.remove(name)
            except (RecsysError, OSError) as error:
                st.error(literal(str(error)))
                return
            if page.choice.data == name:
                use("")
            st.rerun()
