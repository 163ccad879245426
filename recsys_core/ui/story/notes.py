"""The presenter's window: found by a code, moved together with the story."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from recsys_core.ui.shell import frame, state
from recsys_core.ui.shell.boundary import error_boundary
from recsys_core.ui.shell.frame import open_page_without_data
from recsys_core.ui.shell.navigation import PAGES
from recsys_core.ui.shell.stage_in_address import NOTES, Stage
from recsys_core.ui.story import component
from recsys_core.ui.story.page import POLL, link_data
from recsys_core.ui.story.room import ROOMS, Room
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words

_LINK, _CODE = "story_notes_link", "story_code"


def render() -> None:
    """The window of the code in the address; without a story there, a field for the code."""
    words = open_page_without_data(PAGES[0], {})
    code = frame.kept().stage.code
    room = ROOMS.find(code) if code else None
    if room is None:
        _ask(words, code)
        return
    component.notes(notes_data(room, Words(room.story.language)), key="story_notes")
    st.fragment(_link, run_every=POLL)(room)


def notes_data(room: Room, words: Words) -> dict[str, Any]:
    """What the presenter's window receives."""
    story, count = room.story, len(room.story.steps)
    places = [
        words("story.place", n=place, all=count, title=words(f"story.label_{step.name}"))
        for place, step in enumerate(story.steps, start=1)
    ]
    labels = {
        "timeLabel": words("story.notes_time"),
        "back": words("story.back"),
        "forward": words("story.next"),
        "joined": words("story.notes_code", code=room.code),
    }
    return component.deck_data(story, room.step) | {
        "notes": [list(step.notes) for step in story.steps],
        "places": places,
        "labels": labels,
    }


@error_boundary("notes")
def _link(shown: Room) -> None:
    """Follow the story; where it is another one or gone, the whole window is drawn anew."""
    room = ROOMS.find(shown.code)
    if room is None or room.story is not shown.story:
        st.rerun()
    component.link(link_data(room), key=_LINK, on_at=lambda: _on_moved(shown.code), on_ask=lambda: None)


def _on_moved(code: str) -> None:
    at = component.value(_LINK, "at")
    if isinstance(at, dict):
        ROOMS.move(code, int(at["step"]), bool(at["black"]), str(at["by"]))


def _ask(words: Words, code: str) -> None:
    """A field for the code, and what is wrong with the one that was given."""
    st.title(words("story.notes_title"), anchor=False)
    st.markdown(words("story.notes_where"))
    if code:
        st.error(words("story.notes_unknown", code=escape_markdown(code, 12)))
    with st.form("story_notes", border=False, width=420):
        st.text_input(words("story.notes_field"), key=_CODE, max_chars=12)
        st.form_submit_button(words("story.notes_open"), type="primary", on_click=_enter)


def _enter() -> None:
    code = str(state.widget(_CODE, "")).strip().upper()
    frame.change(stage=replace(Stage(NOTES), code=code))
