"""The story on stage: the deck, its link to the server, and the tour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.ui.shell import frame
from recsys_core.ui.shell.boundary import error_boundary
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.stage_in_address import NOTES, STORY, TOUR, Stage
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.story import component
from recsys_core.ui.story.room import ROOMS, Room
from recsys_core.ui.story.saved import saved
from recsys_core.ui.story.step import LimitRows
from recsys_core.ui.story.story import FOLDER, Story, tell

POLL = 0.5
"""Seconds between two looks at the other window."""
_DECK, _LINK = "story_deck", "story_link"


def render(page: Page, action: Callable[[Page], str], limits_at: LimitRows) -> None:
    """The whole screen.

    Args:
        page: the data and the setting.
        action: what the memo of a page proposes.
        limits_at: the memo's rows of limits.
    """
    st.html(FOLDER / "print.css")
    _deck(page, action, limits_at)
    stage = page.choice.stage
    st.fragment(_link, run_every=POLL if stage.code else None)(page)


@st.fragment
@error_boundary("story")
def _deck(before: Page, action: Callable[[Page], str], limits_at: LimitRows) -> None:
    """The six steps; after a move of the slider only this runs."""
    page = frame.current(before)
    try:
        with st.spinner(page.words("frame.recommending")):
            story = _story(page, action, limits_at)
    except RecsysError as error:
        frame.stop(page.words, error)
    stage = page.choice.stage
    component.deck(
        component.deck_data(story, stage.step, is_tour=stage.kind == TOUR), key=_DECK, on_at=_on_at
    )


def _story(page: Page, action: Callable[[Page], str], limits_at: LimitRows) -> Story:
    """The story of this setting; told again only where it is another one."""
    choice = replace(page.choice, stage=Stage(), present=False, plain=False)
    about = (page.bench.key, page.bench.level, page.bench.claims.count, choice)
    kept = visit_state().story
    if kept is None or kept[0] != about:
        kept = visit_state().story = (about, tell(page, action(page), limits_at))
    story: Story = kept[1]
    return story


def _on_at() -> None:
    at = component.value(_DECK, "at")
    if isinstance(at, dict):
        frame.change(variety=float(at["t"]), lambda_=None)


@error_boundary("link")
def _link(before: Page) -> None:
    """Moves of this window and of the other one, by their code; what was asked for in the menu."""
    page = frame.current(before)
    stage, kept = page.choice.stage, visit_state().story
    asked, visit_state().story_asked = visit_state().story_asked, ""
    if kept is None or not stage:
        return
    story: Story = kept[1]
    if asked == "tour":
        frame.change(stage=Stage(TOUR))
        st.rerun()
    if asked == "notes" and not stage.code:
        frame.change(stage=replace(stage, code=ROOMS.open(story, stage.step).code))
        st.rerun()
    room = ROOMS.open(story, stage.step, stage.code) if stage.code else None
    if room is not None and (room.step, room.code) != (stage.step, stage.code):
        frame.change(stage=replace(stage, step=room.step, code=room.code))
        page = frame.current(page)
    data = link_data(room) | {"joined": "" if room is None else _joined(room, page)}
    if asked == "save":
        name = f"equipoise-story-{page.choice.data}-{page.choice.reranker}.html"
        visit_state().story_saves += 1
        file = {"id": str(visit_state().story_saves), "name": name, "text": saved(story)}
        data |= {"file": file}
    component.link(data, key=_LINK, on_at=_on_moved, on_ask=_on_ask)


def link_data(room: Room | None) -> dict[str, Any]:
    """What the link receives of a room."""
    if room is None:
        return {"step": 1, "black": False, "revision": 0, "by": "", "began": None, "joined": ""}
    return {
        "step": room.step, "black": room.black, "revision": room.revision, "by": room.by,
        "began": ROOMS.elapsed(room), "joined": "",
    }  # fmt: skip


def _joined(room: Room, page: Page) -> str:
    """The code and the other window's address, as HTML."""
    address = f"{(st.context.url or '').partition('?')[0].rstrip('/')}/?present={NOTES}&code={room.code}"
    if page.choice.lang != "en":
        address += f"&lang={page.choice.lang}"
    link = f'<a href="{escape(address)}" target="_blank" rel="noopener">{escape(address)}</a>'
    said = page.words("story.joined", code="{code}", link="{link}")
    return escape(said).replace("{code}", f"<b>{escape(room.code)}</b>").replace("{link}", link)


def _on_moved() -> None:
    at = component.value(_LINK, "at")
    stage = frame.kept().stage
    if isinstance(at, dict) and stage.kind == STORY:
        step = int(at["step"])
        frame.change(stage=replace(stage, step=step))
        if stage.code:
            ROOMS.move(stage.code, step, bool(at["black"]), str(at["by"]))


def _on_ask() -> None:
    frame.change()
    visit_state().story_asked = str(component.value(_LINK, "ask") or "")
