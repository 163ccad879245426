"""Choose data: one row a data set, with buttons to use it, fetch it or remove an uploaded one."""

from __future__ import annotations

import streamlit as st

from recsys_core import data
from recsys_core.data import shares, uploads
from recsys_core.data.catalog import EMBEDDED, KNOWN, SAMPLE
from recsys_core.errors import RecsysError
from recsys_core.ui.shell import frame, session, sign_in
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.rules_in_address import AskedRules
from recsys_core.ui.shell.visitor import visitor_key
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words


def render(page: Page) -> None:
    """Show the data sets that can be used now, then those that can be fetched."""
    st.subheader(page.words("data.choose"), anchor=False)
    present = session.available()
    for name in [*present, *(name for name in KNOWN if name not in present)]:
        with st.container(
            key=f"data_row_{name}",
            horizontal=True,
            vertical_alignment="center",
            horizontal_alignment="distribute",
        ):
            with st.container(gap=None, width="content"):
                st.markdown(f"**{escape_markdown(_title(page, name), 80)}**")
                st.caption(escape_markdown(_origin(name, name in present, page.words), 120))
            _render_actions(page, name, name in present)


def use(name: str) -> None:
    """Switch all pages to a data set; the user, model and rules chosen for the former one are reset."""
    frame.change(data=name, user="", model="", rules=AskedRules())


def _title(page: Page, name: str) -> str:
    if name == page.choice.data:
        return page.bench.dataset.title
    if name == SAMPLE:
        return EMBEDDED.title
    if name in KNOWN:
        return KNOWN[name].info.title
    return str(uploads.manifest(name).get("title", name))


def _origin(name: str, present: bool, words: Words) -> str:
    """Where a data set comes from, in a line."""
    if name in KNOWN:
        if present:
            return words("data.kind.known")
        return words("data.absent", n=words.count(KNOWN[name].n_interactions))
    if name == SAMPLE:
        return words("data.kind.sample")
    manifest = uploads.manifest(name)
    if manifest:
        return words("data.kind.upload", file=manifest.get("file", name))
    return words("data.kind.other")


def _render_actions(page: Page, name: str, present: bool) -> None:
    words = page.words
    with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small"):
        if not present:
            if st.button(words("data.fetch"), key=f"data_fetch_{name}"):
                _fetch(page, name)
            return
        if uploads.manifest(name):
            _render_removal(page, name)
        if name == page.choice.data:
            st.badge(words("data.used"), color="green")
        else:
            st.button(words("data.use"), key=f"data_use_{name}", on_click=use, args=(name,))


def _fetch(page: Page, name: str) -> None:
    words, title = page.words, escape_markdown(KNOWN[name].info.title)
    try:
        sign_in.require("upload")
        with st.spinner(words("data.fetching", data=title)):
            data.fetch(name)
    except RecsysError as error:
        st.error(escape_markdown(words.error(error)))
        return
    use(name)
    st.toast(words("data.fetched", data=title))
    st.rerun()


def _render_removal(page: Page, name: str) -> None:
    words = page.words
    with st.popover(words("data.remove"), key=f"data_remove_{name}"):
        st.write(words("data.remove.sure", data=escape_markdown(uploads.manifest(name).get("title", name))))
        operator_key = ""
        if not shares.is_owner(name, visitor_key()):
            label = words("data.remove.operator")
            operator_key = st.text_input(label, key=f"data_remove_key_{name}", type="password")
        if st.button(words("data.remove.yes"), key=f"data_remove_yes_{name}"):
            try:
                sign_in.require("upload" if shares.is_owner(name, visitor_key()) else "delete")
                shares.remove(name, visitor_key(), operator_key)
            except RecsysError as error:
                st.error(escape_markdown(words.error(error)))
                return
            if page.choice.data == name:
                use("")
            st.rerun()
