"""Ways into a live class: opening one, joining one, and what is said where neither is possible."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.store.class_codes import normal_code
from recsys_core.ui.learn import place, rooms
from recsys_core.ui.learn.lessons import LESSONS
from recsys_core.ui.learn.place import Place
from recsys_core.ui.shell import session, state
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words

PLAN = 45
"""Minutes of the plan that a new class follows."""

_CODE, _NICKNAME, _REFUSAL = "learn_class_code", "learn_class_nickname", "learn_class_refusal"


def menu(words: Words) -> None:
    """A button that opens both doors: join a class with a code, or open one."""
    with st.popover(words("learn.class.menu")):
        st.markdown(f"**{words('learn.class.join')}**")
        _code_form(words)
        st.divider()
        st.markdown(f"**{words('learn.class.open')}**")
        st.caption(words("learn.class.open_note"))
        st.button(words("learn.class.open_button"), key="learn_class_open", on_click=_open, args=(words,))
    _say_refusal()


def entrance(words: Words, at: Place) -> None:
    """Where a student arrives with a code: a nickname, or none, and in."""
    code = rooms.live(at.code).code
    st.title(words("learn.class.join_title", code=code))
    st.markdown(words("learn.class.join_note"))
    with st.form("learn_class_form", border=False):
        st.text_input(
            words("learn.class.nickname"), key=_NICKNAME, placeholder=words("learn.class.nickname_hint")
        )
        st.form_submit_button(
            words("learn.class.join_button"), type="primary", on_click=_join, args=(words, code)
        )
    _say_refusal()
    st.button(words("learn.class.alone"), key="learn_class_alone", type="tertiary", on_click=place.go,
              args=(None,))  # fmt: skip


def closed(words: Words, error: RecsysError) -> None:
    """What is said where the class cannot be entered, with two ways on."""
    st.title(words("learn.class.closed"))
    st.warning(escape_markdown(words.error(error)))
    _code_form(words)
    _say_refusal()
    st.button(words("learn.class.alone"), key="learn_class_alone", on_click=place.go, args=(None,))


def _code_form(words: Words) -> None:
    with st.form("learn_class_code_form", border=False):
        st.text_input(words("learn.class.code"), key=_CODE, placeholder="KITE-42")
        st.form_submit_button(words("learn.class.go"), on_click=_go, args=(words,))


def _go(words: Words) -> None:
    """Walk to the door of the class that was typed."""

    def walk() -> Place:
        return Place(rooms.live(normal_code(state.widget(_CODE, ""))).code)

    _enter(words, walk)


def _join(words: Words, code: str) -> None:
    def join() -> Place:
        ticket = rooms.classes().join(code, state.widget(_NICKNAME, ""))
        rooms.changed(code)
        return Place(code, "student", ticket)

    _enter(words, join)


def _open(words: Words) -> None:
    def create() -> Place:
        code, secret = rooms.classes().create(data=session.available()[0], lesson=LESSONS[0].name, plan=PLAN)
        return Place(code, "teacher", secret)

    _enter(words, create)


def _enter(words: Words, way: Callable[[], Place]) -> None:
    state.forget_widgets(_REFUSAL)
    try:
        place.go(way())
    except RecsysError as error:
        state.set_widget(_REFUSAL, words.error(error))
        place.go(place.current())


def _say_refusal() -> None:
    said = state.widget(_REFUSAL)
    if said:
        st.warning(escape_markdown(said))
