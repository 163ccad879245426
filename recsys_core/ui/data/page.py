"""The Data page: choose on the left, one's own on the right, the health of what is in use below."""

from __future__ import annotations

import streamlit as st

from recsys_core.data.dataset import Dataset
from recsys_core.ui.data import choose, health, own
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.escape import literal
from recsys_core.ui.text.words import Words
from recsys_core.workbench import FALLBACK_MODEL


def draw(page: Page) -> None:
    """Everything below the header."""
    words, dataset = page.words, page.bench.dataset
    st.title(words("data.title"), anchor=False)
    st.caption(words("data.about"))
    left, right = st.columns([2, 3], gap="medium")
    taken = own.was_taken(page)
    with left:
        if taken:  # first of all to whoever has just finished an upload
            way_on(page, taken=True)
        with st.container(key="card_choose"):
            choose.draw(page)
        if not taken and page.bench.model == FALLBACK_MODEL:
            way_on(page)
        with st.container(key="card_source"):
            source(dataset, words)
    with right:
        with st.container(key="card_own"):
            checked = own.draw(page)
        if not checked:  # one report at a time: the upload's takes the place of the one in use
            with st.container(key="card_health"):
                st.subheader(words("data.health"), anchor=False)
                health.draw(dataset, words, "health")


def way_on(page: Page, *, taken: bool = False) -> None:
    """Where to go with the data in use; ``taken`` says first that they are."""
    words, bench = page.words, page.bench
    with st.container(key="card_next"):
        st.subheader(words("data.next"), anchor=False)
        if taken:
            st.success(words("data.next.taken", data=literal(bench.dataset.title)))
        if bench.model == FALLBACK_MODEL:
            st.write(words("data.next.line", model=words(f"model.{bench.model}")))
        with st.container(horizontal=True, gap="small"):
            if st.button(words("data.next.tune"), key="data_tune", type="primary" if taken else "secondary"):
                st.switch_page("pages/tune.py")
            if st.button(words("data.next.train"), key="data_train"):
                st.switch_page("pages/train.py")


def source(dataset: Dataset, words: Words) -> None:
    """Where the data in use come from and on what terms."""
    st.subheader(words("data.source"), anchor=False)
    if not dataset.licence:
        st.write(words("data.own_terms"))
    for name, text in (("licence", dataset.licence), ("citation", dataset.citation)):
        if text:
            st.markdown(f"**{words(f'data.{name}')}**")
            st.write(literal(text, 1000))
    st.caption(f"{words('data.fingerprint')}: {dataset.fingerprint}")
