"""The browser's part of the story: the deck, the presenter's window, and the link between them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from recsys_core.ui.shell import state
from recsys_core.ui.story.story import FOLDER, Story
from recsys_core.ui.widgets.slider import component as slider


def script(end: str = "mount") -> str:
    """The JavaScript of the deck, standing on the slider's; ``end`` is "mount", or "saved" for a file."""
    # Of the slider everything but how Streamlit mounts it.
    base = slider.script().partition("export default")[0]
    names = ("stage", "live", "tour", "deck", *(("notes",) if end == "mount" else ()), end)
    return "\n".join([base, *(_read(f"parts/{name}.js") for name in names)])


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


_deck = st.components.v2.component(
    "equipoise_story", html=_read("deck.html"), css=_read("deck.css"), js=script()
)
_notes = st.components.v2.component(
    "equipoise_story_notes", html=_read("notes.html"), css=_read("deck.css") + _read("notes.css"), js=script()
)
_link = st.components.v2.component("equipoise_story_link", html="<span></span>", js=_read("link.js"))


def deck_data(story: Story, step: int, *, is_tour: bool = False) -> dict[str, Any]:
    """What the deck receives.

    Args:
        story: what it tells.
        step: where it opens; later the deck knows better.
        is_tour: whether the steps pass by themselves.
    """
    return {
        "language": story.language,
        "html": story.html,
        "live": story.live,
        "texts": story.texts,
        "at": story.at,
        "step": step,
        "tour": is_tour,
    }


def deck(data: dict[str, Any], *, key: str, on_at: Callable[[], None]) -> None:
    """Draw the deck; ``on_at`` is called when the slider is let go of ("at" is {"t", "lambda"})."""
    _deck(data=_encoded(data), key=key, on_at_change=on_at)


def notes(data: dict[str, Any], *, key: str) -> None:
    """Draw the presenter's window."""
    _notes(data=_encoded(data), key=key)


def link(data: dict[str, Any], *, key: str, on_at: Callable[[], None], on_ask: Callable[[], None]) -> None:
    """Join this window to the server.

    Args:
        data: step, black, revision and by of a room, what is said of the code, and a file to save.
        key: tells mounts apart.
        on_at: called after a move ("at" is {"step", "black", "by", "move"}).
        on_ask: called when something is asked for ("ask" is "notes", "save" or "tour").
    """
    _link(data=_encoded(data), key=key, on_at_change=on_at, on_ask_change=on_ask)


def value(key: str, name: str) -> Any:
    """What the component mounted under ``key`` last reported as ``name``, or None."""
    reported = state.widget(key)
    return None if reported is None else reported.get(name)


def _encoded(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
