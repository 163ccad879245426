"""What the server remembers of one visit: one typed object, and the values of widgets by key.

This is the only module that touches ``st.session_state``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from recsys_core.ui.shell.choice import Choice

_KEY = "visit"


@dataclass
class VisitState:
    """Everything remembered of a visit besides what its widgets hold.

    Attributes:
        choice: what the visitor chose, None before the first page has run.
        address: the query parameters as a page last wrote them.
        page: name of the page that this run shows.
        is_new: whether the visitor has not changed anything yet: they are offered the tour.
        by_widget: whether a widget has changed the choice since a page last wrote the address.
        data_seen: name and fingerprint of the data last looked at.
        is_navigated: whether app.py has registered the pages in this run.
        notices: what must be said, with the choice that it was about.
        prepared: the trade-off that Tune has computed, as a choice without a position.
        details_open: whether Tune's further settings are open; None until the visitor has seen them.
        limits_asked: whether the dialog of the limits was asked for and is not open yet.
        memo_asked: whether the memo was asked for and is not written yet.
        slider_sent: what the slider was last sent, with what it was about.
        slider_start: where the slider was told to stand.
        slider_seen: position that the slider knows.
        stand_in: the setting that a page began with before the recommended one was known.
        person_asked: whether Impact was asked to open the person chosen.
        method_asked: the method that Compare was asked to put to use, with its position there, until it is.
        method_taken: how Compare has just put a method to use, a key of its texts, and its position there.
        compared: models and methods accepted on Compare, by key of their widgets.
        compare_notes: what Compare must say about them.
        training: id of the training that Train shows.
        door: which way to bring data the Data page shows.
        upload_round: rises with each upload, so that the next one starts with empty fields.
        upload_draft: a draft, with what it was made from.
        upload_tables: tables of the files in the upload fields, by file id and format.
        uploaded: name of this visitor's latest upload.
        newcomer: the new person described on People.
        lesson_address: the lesson that Learn last wrote into the address.
        solved: names of the exercises solved.
        decision: name of the decision that Ship shows, "" for a new one.
        decision_new: whether the visitor asked for a new one.
        ship_said: what Ship must say about what was just done.
        ship_asked: what Ship was asked to do and has not done yet, with the fields that it reads.
        ship_refused: why it was not done, by what was asked.
        said: predictions made on Learn by question, None before the address was read.
        lesson_table: the visitor's own table on Learn, as CSV text.
        place: the live class that the visit is in, and as whom.
        story: the story last told, with what it was about.
        story_asked: what was asked for in the story's menu and is not done yet.
        story_saves: how often the story was saved.
        visitor: the key of a browser that takes no cookie, "" until it is asked for.
    """

    choice: Choice | None = None
    page: str = ""
    address: dict[str, str] | None = None
    is_new: bool = True
    by_widget: bool = False
    data_seen: tuple[str, str] | None = None
    is_navigated: bool = False
    notices: tuple[Choice, list[Any]] | None = None
    prepared: Choice | None = None
    details_open: bool | None = None
    limits_asked: bool = False
    memo_asked: bool = False
    slider_sent: tuple[object, list[bytes]] | None = None
    slider_start: dict[str, Any] | None = None
    slider_seen: float | None = None
    stand_in: Choice | None = None
    person_asked: bool = False
    method_asked: tuple[str, str] | None = None
    method_taken: tuple[str, str] | None = None
    compared: dict[str, list[str]] = field(default_factory=dict)
    compare_notes: list[Any] = field(default_factory=list)
    training: str = ""
    door: str = ""
    upload_round: int = 0
    upload_draft: tuple[Any, Any] | None = None
    upload_tables: dict[tuple[str, Any], Any] = field(default_factory=dict)
    uploaded: str | None = None
    newcomer: Any = None
    lesson_address: str | None = None
    solved: frozenset[str] = frozenset()
    decision: str = ""
    decision_new: bool = False
    ship_said: str = ""
    ship_asked: tuple[str, dict[str, Any]] | None = None
    ship_refused: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] | None = None
    lesson_table: str = ""
    place: Any = None
    story: tuple[object, Any] | None = None
    story_asked: str = ""
    story_saves: int = 0
    visitor: str = ""


def visit_state() -> VisitState:
    """The state of this visit, made on first use."""
    found: VisitState = st.session_state.setdefault(_KEY, VisitState())
    return found


def forget_visit() -> None:
    """Forget everything, what is typed into widgets included."""
    st.session_state.clear()


# --- the values of widgets, and what belongs to one widget --------------------------------------------------


def widget(key: str, default: Any = None) -> Any:
    """The value of a widget, ``default`` where there is none."""
    return st.session_state.get(key, default)


def has_widget(key: str) -> bool:
    """Whether there is a value under this key."""
    return key in st.session_state


def set_widget(key: str, value: Any) -> None:
    """Give a widget a value before it is drawn."""
    st.session_state[key] = value


def forget_widgets(prefix: str) -> None:
    """Forget the value of every widget whose key starts with ``prefix``."""
    for key in [key for key in st.session_state if str(key).startswith(prefix)]:
        del st.session_state[key]


def selected_rows(key: str) -> list[int]:
    """Rows selected in a table."""
    rows: list[int] = st.session_state[key]["selection"]["rows"]
    return rows
