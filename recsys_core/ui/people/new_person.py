"""Somebody new on the People page: the items and words they are known by, and how the words were read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from recsys_core.runtime.json_text import parse_json
from recsys_core.ui.people import shown
from recsys_core.ui.people.shown import Shown
from recsys_core.ui.shell import state
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words

MOST_ITEMS = 20
LONGEST = 300


@dataclass(frozen=True)
class Asked:
    """What is known of somebody new.

    Attributes:
        on: whether somebody new is looked at.
        likes: item ids, the latest last.
        taste: a sentence.
    """

    on: bool = False
    likes: tuple[str, ...] = ()
    taste: str = ""


def asked() -> Asked:
    """What this visit asks for: what was entered, or what the address says when it is opened."""
    if visit_state().newcomer is None:
        visit_state().newcomer = read(st.query_params.to_dict())
    found: Asked = visit_state().newcomer
    return found


def read(params: Mapping[str, str]) -> Asked:
    """The newcomer of an address; what is damaged is dropped."""
    likes: tuple[str, ...] = ()
    try:
        ids = parse_json(params.get("likes", "[]"))
        likes = tuple(str(item) for item in ids)[:MOST_ITEMS] if isinstance(ids, list) else ()
    except json.JSONDecodeError:
        likes = ()
    taste = params.get("taste", "")[:LONGEST]
    return Asked("likes" in params or "taste" in params, likes, taste)


def write(found: Asked) -> dict[str, str]:
    """The keys of the address."""
    if not found.on:
        return {}
    likes = {"likes": json.dumps(found.likes, ensure_ascii=False)} if found.likes or not found.taste else {}
    return likes | ({"taste": found.taste} if found.taste else {})


def choose(page: Page) -> Asked:
    """Draw the choice between somebody of the data and somebody new; returns what holds."""
    words, found = page.words, asked()
    if page.bench.is_scored:
        if found.on:
            st.info(words("newcomer.scored"))
        return replace(found, on=False)
    options = ("someone", "new")
    st.segmented_control(
        words("newcomer.who"),
        options,
        default=options[found.on],
        required=True,
        key="newcomer_on",
        format_func=lambda name: words(f"newcomer.{name}"),
        on_change=lambda: _change(on=state.widget("newcomer_on") == "new"),
        label_visibility="collapsed",
    )
    return found


def form(page: Page, found: Asked) -> Asked:
    """Items and words; returns what of them these data know."""
    words, bench = page.words, page.bench
    titles = dict(zip(map(str, bench.dataset.item_ids), bench.dataset.items["title"], strict=True))
    likes = tuple(item for item in found.likes if item in titles)
    if likes != found.likes:
        st.info(words("newcomer.gone"))
        _change(likes=likes)
    st.multiselect(
        words("newcomer.likes"),
        list(titles),
        list(likes),
        key="newcomer_likes",
        format_func=lambda item: titles[item],
        max_selections=MOST_ITEMS,
        select_all=False,  # else Enter takes every match of what was typed
        placeholder=words("newcomer.likes_placeholder", most=MOST_ITEMS),
        on_change=lambda: _change(likes=tuple(state.widget("newcomer_likes"))),
    )
    if bench.checkpoint is None:
        st.caption(words("newcomer.no_model"))
        return replace(found, likes=likes, taste="")
    st.text_input(
        words("newcomer.taste"),
        found.taste,
        key="newcomer_taste",
        max_chars=LONGEST,
        placeholder=words("newcomer.taste_placeholder"),
        help=words("newcomer.taste_help"),
        on_change=lambda: _change(taste=state.widget("newcomer_taste").strip()),
    )
    return replace(found, likes=likes)


def person(page: Page, found: Asked) -> Shown | None:
    """The lists of somebody new, None before anything is known of them."""
    words = page.words
    if not found.likes and not found.taste:
        st.caption(words("newcomer.empty"))
        return None
    with st.spinner(words("newcomer.encoding") if found.taste else words("frame.working")):
        whose = shown.of_new_person(page.bench, page.choice, found.likes, found.taste, words)
    _explain_reading(page, whose, found.taste)
    st.caption(words("newcomer.unmeasured"))
    return whose


def leave() -> None:
    """Back to the people of the data; what was entered is kept."""
    _change(on=False)


def _explain_reading(page: Page, whose: Shown, sentence: str) -> None:
    """How the sentence was read: what a "no" blocked and what it could not."""
    words = page.words
    taste = whose.person.new.taste if whose.person.new else None
    if taste is None:
        return
    comma = words("slider.comma")
    said = [words("newcomer.heard", words=escape_markdown(taste.words))] if taste.words else []
    if taste.wanted:
        named = (_as_said(*pair, words) for pair in zip(taste.wanted, taste.wanted_terms, strict=True))
        said.append(words("newcomer.wanted", names=comma.join(named)))
    if taste.refused:
        said.append(words("newcomer.refused", names=comma.join(map(escape_markdown, taste.refused))))
    if taste.refused or taste.unmatched:
        said.append(words("newcomer.refused_why"))
    if taste.unmatched:
        said.append(words("newcomer.unheard", parts=comma.join(map(escape_markdown, taste.unmatched))))
    if not sentence.isascii() and any(letter > "\u02ff" and letter.isalpha() for letter in sentence):
        said.append(words("newcomer.english"))
    st.markdown("\n".join(f"- {text}" for text in said))


def _as_said(category: str, said: str, words: Words) -> str:
    """A category, and the words that named it where they are others."""
    bare, used = ("".join(filter(str.isalnum, text.lower())) for text in (category, said))
    if bare.startswith(used) or used.startswith(bare):  # also in the plural
        return escape_markdown(category)
    return words("newcomer.wanted_as", name=escape_markdown(category), said=escape_markdown(said))


def _change(**values: Any) -> None:
    visit_state().newcomer = replace(asked(), **values)
