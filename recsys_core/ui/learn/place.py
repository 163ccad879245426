"""Which live class a visit is in, and as whom; held by the address, so that a reload finds the way back.

``class=KITE-42`` is the door, with ``seat=…`` a student's place. The teacher arrives by a link with
``teacher=…``, which the address then loses, because it stands on the wall for all to read: ``as=teacher`` is
left, and the browser's own key proves it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlencode

import streamlit as st

from recsys_core.ui.shell import visit
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.shell.visitor import browser_key

KEYS = ("class", "seat", "teacher", "as")


@dataclass(frozen=True)
class Place:
    """A place in a class.

    Attributes:
        code: of the class, as typed.
        role: "door" before joining.
        key: the student's ticket, the teacher's secret or the key of the teacher's browser, "" at the door.
    """

    code: str
    role: Literal["door", "student", "teacher"] = "door"
    key: str = ""

    def params(self) -> dict[str, str]:
        """For the address."""
        keys = {"student": {"seat": self.key}, "teacher": {"teacher": self.key}}
        if self.role == "teacher" and self.key == browser_key():
            return {"class": self.code, "as": "teacher"}
        return {"class": self.code} | keys.get(self.role, {})


def current() -> Place | None:
    """The visit's place: what the address names, else where the visit was; None outside any class."""
    asked = _asked()
    # After a click the browser still sends the address from before it, see ``visit.asked``.
    if asked is not None and not visit_state().by_widget:
        visit_state().place = asked
    found: Place | None = visit_state().place
    return found


def go(place: Place | None) -> None:
    """Move to another place, None to leave; a callback."""
    visit_state().place = place
    visit.change()


def settle(found: Place, code: str, key: str | None = None) -> Place:
    """The place with the code as the class has it, however it was typed, and perhaps another key."""
    visit_state().place = settled = replace(found, code=code, key=found.key if key is None else key)
    return settled


def address(params: dict[str, str]) -> str:
    """The address of this page with these parameters, "" where the browser has not told its own."""
    base = (st.context.url or "").partition("?")[0]
    return f"{base}?{urlencode(params)}" if base else ""


def _asked() -> Place | None:
    params = st.query_params
    code = params.get("class")
    if not code:
        return None
    if params.get("teacher"):
        return Place(code, "teacher", params["teacher"])
    if params.get("as") == "teacher" and browser_key():
        return Place(code, "teacher", browser_key())
    if params.get("seat"):
        return Place(code, "student", params["seat"])
    return Place(code)
