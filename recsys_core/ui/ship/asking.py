"""What a button of Ship asks for, kept until it is done: the run of a click may start over."""

from __future__ import annotations

import streamlit as st

from recsys_core.ui.shell import frame, state
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.escape import escape_markdown


def ask(what: str) -> None:
    """Ask for something that takes a while, in the next run; a callback."""
    frame.change()
    visit_state().ship_refused.pop(what, None)
    visit_state().ship_asked = what


def take(what: str) -> bool:
    """Whether it was asked for; asks no more."""
    asked = visit_state().ship_asked == what
    if asked:
        visit_state().ship_asked = ""
    return asked


def done(said: str) -> None:
    """Say what was done, in the next run."""
    visit_state().ship_said = said
    frame.change()


def refuse(what: str, why: str) -> None:
    """Remember why something was not done."""
    visit_state().ship_refused[what] = why


def say_refusal(what: str) -> None:
    """Show why it was not done, once."""
    why = visit_state().ship_refused.pop(what, "")
    if why:
        st.error(escape_markdown(why, 600))


def typed(key: str) -> str:
    """What was typed into a field."""
    return str(state.widget(key, "") or "").strip()
