"""The state of one visit: what the visitor chose, kept for the session and written into the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from recsys_core.ui.shell import choice as choices
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.stage_in_address import NOTES
from recsys_core.ui.shell.state import forget_visit, visit_state
from recsys_core.ui.text.catalogues import ENGLISH, languages
from recsys_core.ui.text.words import Words


def visitor_words() -> Words:
    """Words in the language of this visit."""
    return Words(asked().lang)


def words_without_address() -> Words:
    """Words without reading the address, which may be what is broken."""
    choice = visit_state().choice
    return Words((choice or first()).lang)


def asked() -> Choice:
    """The choice of this visit: what was kept, unless the address was changed from outside since.

    A run that a widget has started brings the address that the browser had then, which may be older than what
    a page has written since: it is no change from outside.
    """
    kept = visit_state().choice or first()
    params = st.query_params.to_dict()
    if visit_state().by_widget or not params or params == visit_state().address:
        return kept
    return choices.read(params, kept, languages=languages())


def is_presenter() -> bool:
    """Whether this window shows a presenter's notes; it needs no data."""
    return asked().stage.kind == NOTES


def first() -> Choice:
    """The choice of a new visit: the defaults, in the browser's language."""
    wanted = (st.context.locale or "").replace("-", "_").lower()
    exact = [name for name in languages() if name.lower() == wanted]
    alike = [name for name in languages() if name.split("_")[0].lower() == wanted.split("_")[0]]
    return Choice(lang=(exact or alike or [ENGLISH])[0])


def keep(chosen: Choice, example: str = "", own: Mapping[str, str] | None = None) -> None:
    """Remember the choice and write it into the address, with the page's own keys."""
    remember(chosen, choices.write(chosen, example=example) | dict(own or {}))


def remember(chosen: Choice, params: dict[str, str]) -> None:
    """Remember the choice and write these parameters into the address.

    Raises:
        ValueError: a page's key is not among ``choice.PAGE_KEYS``: its own address would be refused.
    """
    if unknown := params.keys() - choices.KEYS - choices.PAGE_KEYS:
        raise ValueError(f"expected keys of choice.KEYS or choice.PAGE_KEYS, got {sorted(unknown)}")
    visit_state().choice = chosen
    if params != st.query_params.to_dict():
        st.query_params.from_dict(params)
    visit_state().address, visit_state().by_widget = params, False


def change(**values: Any) -> None:
    """Change parts of the choice from a widget's callback, before the page runs again.

    Without values nothing changes; the run then holds to the choice whatever the address says, see ``asked``.
    A setting belongs to its data and model: with others, the pages open on what is recommended for those.
    """
    if {"data", "model"} & values.keys():
        values = {"reranker": ""} | values
    if values:
        visit_state().is_new = False
    visit_state().choice, visit_state().by_widget = replace(kept(), **values), True


def kept() -> Choice:
    """The current choice, including changes made by callbacks."""
    choice = visit_state().choice
    assert choice is not None, "no page has begun"
    return choice


def start_over(words: Words, *, everything: bool = False) -> None:
    """Reset to the default settings in the same language; ``everything`` also clears every widget."""
    if everything:
        forget_visit()
    visit_state().choice = Choice(lang=words.language)
    st.query_params.clear()


def replaced(data: str, fingerprint: str) -> bool:
    """Whether the data of this name have changed since this visitor last saw them."""
    seen, visit_state().data_seen = visit_state().data_seen, (data, fingerprint)
    return seen is not None and seen[0] == data and seen[1] != fingerprint
