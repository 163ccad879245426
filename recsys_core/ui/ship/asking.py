"""What a button of Ship asks for, kept until it is done: the run of a click may start over."""

from __future__ import annotations

from typing import Any

import streamlit as st

from recsys_core.ui.shell import frame, state
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.escape import escape_markdown


def ask(what: str, *fields: str) -> None:
    """Ask for something that takes a while, in the next run; a callback.

    Args:
        what: name of what is asked for.
        fields: keys of the fields that it reads, as they are now: a run that starts over may empty them.
    """
    frame.change()
    visit_state().ship_refused.pop(what, None)
    visit_state().ship_asked = what, {key: state.widget(key) for key in fields}


def take(what: str) -> dict[str, Any] | None:
    """The fields as they were when this was asked for, None if it was not; asks no more."""
    asked = visit_state().ship_asked
    if asked is None or asked[0] != what:
        return None
    visit_state().ship_asked = None
    return asked[1]


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


def text(value: object) -> str:
    """What was typed into a field."""
    return str(value or "").strip()


def typed(key: str) -> str:
    """What stands in a field now; for callbacks."""
    return text(state.widget(key))
