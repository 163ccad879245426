"""Controls that several pages share: the setting as an ordinary slider, the method, the person."""

from __future__ import annotations

import re

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from recsys_core.ui.shell import frame, state
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.widgets import rule_texts
from recsys_core.ui.widgets.tuning import tuning

_BRACKETS = re.compile(r"[(（]([^()（）]+)[)）]$")


def setting(page: Page, key: str) -> None:
    """The slider's position in percent of the reachable variety; moves the setting of every page."""
    st.slider(
        page.words("plain.variety"),
        0.0,
        100.0,
        round(page.choice.variety * 100, 1),
        0.1,
        format="%g",
        key=f"{key}_variety",
        on_change=lambda: frame.change(variety=state.widget(f"{key}_variety") / 100),
    )


def set_setting(key: str, variety: float) -> None:
    """Move that slider before it is drawn: it holds its own position where it was drawn before."""
    state.set_widget(f"{key}_variety", round(variety * 100, 1))


def rules_notice(page: Page, place: DeltaGenerator) -> None:
    """Say in ``place`` that the page's figures are without the visitor's rules, and what those cost.

    It takes a moment, so that pages call it last, with a place that they kept free above.
    """
    if page.choice.rules:
        lambda_ = tuning(page.bench, page.choice).lambda_of(page.choice)
        place.warning(escape_markdown(rule_texts.notice(page.bench, page.choice, lambda_, page.words), 900))


def method(page: Page, key: str) -> None:
    """The reranker, in plain words."""
    bench, words = page.bench, page.words
    names = list(bench.rerankers)
    st.selectbox(
        words("plain.reranker"),
        names,
        names.index(page.choice.reranker),
        key=f"{key}_reranker",
        format_func=lambda name: method_title(page, name),
        on_change=lambda: frame.change(reranker=state.widget(f"{key}_reranker")),
    )


def person(page: Page, key: str) -> None:
    """The person whose lists are shown; typing searches."""
    ids = [str(user) for user in page.bench.user_ids]
    st.selectbox(
        page.words("plain.person"),
        ids,
        ids.index(page.choice.user),
        key=f"{key}_user",
        on_change=lambda: frame.change(user=state.widget(f"{key}_user")),
    )


def method_title(page: Page, name: str) -> str:
    """A reranker's title in the visitor's language."""
    return page.words.known(f"reranker.{name}", page.bench.rerankers[name].title)


def method_short(page: Page, name: str) -> str:
    """The usual name of a reranker: what its title has in brackets, else the whole title."""
    title = method_title(page, name)
    found = _BRACKETS.search(title)
    return found.group(1) if found else title


def model_title(page: Page, name: str) -> str:
    """A model's name in the visitor's language."""
    return page.words.known(f"model.{name}", name)
