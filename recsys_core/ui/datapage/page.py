"""The Data page: choose on the left, one's own on the right, the health of what is in use below."""

from __future__ import annotations

import streamlit as st

from recsys_core.data.dataset import Dataset
from recsys_core.ui.datapage import choose, health, own
from recsys_core.ui.frame import Page
from recsys_core.ui.language import Words
from recsys_core.ui.literal import literal
from recsys_core.workbench import FALLBACK_MODEL


def draw(page: Page) -> None:
    """Everything below the header."""
    words, dataset = page.words, page.bench.dataset
    st.title(words("data.title"), anchor=False)
    st.caption(words("data.about"))
    left, right = st.columns([2, 3], gap="medium")
    with left:
        with st.container(key="card_choose"):
            choose.draw(page)
        if page.bench.model == FALLBACK_MODEL:
            with st.container(key="card_next"):
                st.subheader(words("data.next"), anchor=False)
                st.write(words("data.next.line", model=words(f"model.{page.bench.model}")))
                if st.button(words("data.next.train"), key="data_train"):
                    st.switch_page("pages/train.py")
        with st.container(key="card_source"):
            source(dataset, words)
    with right:
        with st.container(key="card_own"):
            checked = own.draw(page)
        if not checked:  # one report at a time: the upload's takes the place of the one in use
            with st.container(key="card_health"):
                st.subheader(words("data.health"), anchor=False)
                health.draw(dataset, words, "health")


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
