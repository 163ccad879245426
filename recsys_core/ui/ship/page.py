"""The Ship page: choose a decision or make one, approve it, hand it over, see whether it still holds."""

from __future__ import annotations

import shlex

import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.handoff import saved
from recsys_core.store import Store
from recsys_core.ui.shell import frame, state
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.ship import bundle_card, checks_card, decision_card, new_card, trial_card
from recsys_core.ui.text.escape import escape_markdown

_KEY = "decision"
_NEW = ""


def address() -> dict[str, str]:
    """The page's own key of the address: ``decision``, the name of the one that is shown."""
    remembered = visit_state()
    asked = st.query_params.get(_KEY, "")
    if asked and not remembered.by_widget:
        remembered.decision = asked
    return {_KEY: remembered.decision} if remembered.decision else {}


def render(page: Page) -> None:
    """Everything below the header."""
    words = page.words
    st.title(words("ship.title"), anchor=False)
    st.caption(words("ship.about"))
    try:
        store = Store.open()
        names = [one.name for one in store.list()]
    except RecsysError as error:
        st.error(escape_markdown(words.error(error)))
        return
    _say_and_forget()
    chosen = _choose(page, names)
    if chosen == _NEW:
        with st.container(key="card_ship_new"):
            new_card.render(page, store)
        return
    try:
        found = saved.load(store, chosen)
    except RecsysError as error:  # edited by hand, or of a later version: the others go on
        st.error(escape_markdown(words.error(error), 600))
        return
    left, right = st.columns([9, 11], gap="medium")
    with left.container(key="card_ship_decision"):
        decision_card.render(page, store, found, [name for name in names if name != chosen])
    with left.container(key="card_ship_checks"):
        checks_card.render(page, store, found)
    with right.container(key="card_ship_bundle"):
        bundle_card.render(page, found)
    with right.container(key="card_ship_trial"):
        trial_card.render(page)
    with right.container(key="card_ship_service"):
        st.subheader(words("ship.service"), anchor=False)
        command = f"python -m recsys_core serve --decision {shlex.quote(chosen)}"
        st.code(command, language="bash", wrap_lines=True)
        st.caption(words("ship.service_note"))


def _choose(page: Page, names: list[str]) -> str:
    """The decision that is shown, "" for a new one."""
    remembered = visit_state()
    if remembered.decision not in names:
        if remembered.decision:
            said = page.words("ship.unknown", name=escape_markdown(remembered.decision, 100))
            st.info(said)
        remembered.decision = names[-1] if names and not remembered.decision_new else _NEW
    if not names:
        return _NEW
    # Also where a callback has chosen: the control holds its own value.
    state.set_widget("ship_decision", remembered.decision)
    st.pills(
        page.words("ship.which"),
        [*names[::-1], _NEW],
        key="ship_decision",
        format_func=lambda name: escape_markdown(name, 60) if name else page.words("ship.new"),
        on_change=_pick,
        label_visibility="collapsed",
        required=True,
    )
    return remembered.decision


def _pick() -> None:
    frame.change()
    visit_state().decision = state.widget("ship_decision") or _NEW
    visit_state().decision_new = not visit_state().decision


def _say_and_forget() -> None:
    """What the last action has to say."""
    said, visit_state().ship_said = visit_state().ship_said, ""
    if said:
        st.success(escape_markdown(said))
