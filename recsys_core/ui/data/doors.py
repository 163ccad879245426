"""Three ways to bring data: one's own recommender, interactions alone, or an example."""

from __future__ import annotations

import streamlit as st

from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state

CANDIDATES, INTERACTIONS, EXAMPLE = "candidates", "interactions", "example"
DOORS = (CANDIDATES, INTERACTIONS, EXAMPLE)


def address() -> dict[str, str]:
    """The page's own key of the address: ``door`` where it is not the first."""
    door = current()
    return {} if door == CANDIDATES else {"door": door}


def current() -> str:
    """The door that is open: the one chosen, else that of the address, else the first."""
    if not visit_state().door:
        asked = st.query_params.get("door", "")
        visit_state().door = asked if asked in DOORS else CANDIDATES
    return visit_state().door


def choose(page: Page) -> str:
    """Show the three doors; returns the one that is open."""
    words, chosen = page.words, current()
    for column, name in zip(st.columns(3, gap="small"), DOORS, strict=True):
        state = "open" if name == chosen else "shut"
        with column.container(key=f"card_door_{state}_{name}", height="stretch"):
            st.subheader(words(f"data.door.{name}"), anchor=False)
            st.caption(words(f"data.door.{name}_line"))
            st.button(
                words("data.door.open" if name == chosen else "data.door.choose"),
                key=f"data_door_{name}",
                disabled=name == chosen,
                on_click=_open,
                args=(name,),
            )
    return chosen


def _open(door: str) -> None:
    visit_state().door = door
