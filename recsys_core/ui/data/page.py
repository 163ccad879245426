"""The Data page: choose data on the left, upload one's own on the right with the health report below."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from recsys_core.data.candidates.dataset import ScoredDataset
from recsys_core.data.dataset import Dataset
from recsys_core.ui.data import bring, choose, doors, health, read_as, upload
from recsys_core.ui.shell import sign_in
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words


def address() -> dict[str, str]:
    """The page's own key of the address, see ``doors``."""
    return doors.address()


def render(page: Page) -> None:
    """Show everything below the header."""
    words, dataset = page.words, page.bench.dataset
    st.title(words("data.title"), anchor=False)
    door = doors.choose(page)
    left, right = st.columns([2, 3], gap="medium")
    uploaded = upload.just_uploaded(page)
    with left:
        if uploaded:
            _render_next(page, uploaded=True)
        with st.container(key="card_choose"):
            choose.render(page)
        if not uploaded and page.bench.opens_with_default:
            _render_next(page)
        with st.container(key="card_source"):
            _render_source(dataset, words)
    with right:
        is_checked = False
        if door != doors.EXAMPLE and not sign_in.may("upload"):
            st.caption(words("sign_in.no_upload"))
        elif door != doors.EXAMPLE:
            with st.container(key="card_own"):
                bring_one = bring.render if door == doors.CANDIDATES else upload.render
                is_checked = bring_one(page)
        if not is_checked and isinstance(dataset, ScoredDataset):
            with st.container(key="card_read"):
                read_as.render(dataset, words)
        if not is_checked:  # one report at a time: that of the checked upload, else that of the data in use
            with st.container(key="card_health"):
                st.subheader(words("data.health"), anchor=False)
                health.render(dataset, words, "health")


def _render_next(page: Page, *, uploaded: bool = False) -> None:
    """Where to go from here; after an upload, first say that its data are in use."""
    words, bench = page.words, page.bench
    with st.container(key="card_next"):
        st.subheader(words("data.next"), anchor=False)
        if uploaded:
            st.success(words("data.next.taken", data=escape_markdown(bench.dataset.title)))
        if bench.opens_with_default:
            st.write(words("data.next.line", model=words(f"model.{bench.model}")))
            if bench.has_large_catalogue:
                st.caption(words("data.next.large", items=words.count(len(bench.dataset.item_ids))))
        with st.container(horizontal=True, gap="small"):
            emphasis: Literal["primary", "secondary"] = "primary" if uploaded else "secondary"
            if st.button(words("data.next.tune"), key="data_tune", type=emphasis):
                st.switch_page("pages/tune.py")
            if not bench.is_scored and st.button(words("data.next.train"), key="data_train"):
                st.switch_page("pages/train.py")


def _render_source(dataset: Dataset, words: Words) -> None:
    """Terms of use, citation and fingerprint of the data in use."""
    st.subheader(words("data.source"), anchor=False)
    if not dataset.licence:
        st.write(words("data.own_terms"))
    for name, text in (("licence", dataset.licence), ("citation", dataset.citation)):
        if text:
            st.markdown(f"**{words(f'data.{name}')}**")
            st.write(escape_markdown(text, 1000))
    st.caption(f"{words('data.fingerprint')}: {dataset.fingerprint}")
