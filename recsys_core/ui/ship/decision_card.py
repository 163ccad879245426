"""One decision: what it is, its state, and what may be done with it."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.handoff import comparison, decision_file, saved
from recsys_core.handoff.saved import Saved
from recsys_core.store import Decision, Store
from recsys_core.ui.shell import frame, sign_in
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.ship import asking, rows
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words

_COLOURS: dict[str, Literal["green", "gray", "orange", "red"]] = {
    "draft": "gray",
    "approved": "green",
    "retired": "orange",
}


def render(page: Page, store: Store, found: Saved, others: list[str]) -> None:
    """The card."""
    words, decision, record = page.words, found.decision, found.record
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(escape_markdown(decision.name, 100), anchor=False)
        st.badge(words(f"ship.state_{decision.state}"), color=_COLOURS[decision.state])
    st.markdown(escape_markdown(rows.setting_text(record, words)))
    against = rows.against_text(record, words)
    if against:
        st.warning(escape_markdown(against, 600))
    terms = {escape_markdown(term): escape_markdown(text) for term, text in rows.table(found, words).items()}
    st.table(terms, border="horizontal")
    if decision.state != "draft":
        asking.say_refusal("approved")
    else:
        with st.expander(words("ship.approve"), key="ship_approving"):
            _approval(page, store, found)
    if others:
        with st.expander(words("ship.compare"), key="ship_comparing"):
            _comparison(page, store, found, others)
    with st.expander(words("ship.history"), key="ship_history"):
        _history(page, found)
    file = decision_file.decision_file(decision, record, found.history)
    with st.container(horizontal=True):
        st.download_button(
            words("ship.file"), decision_file.render(file), decision_file.NAME, "application/json",
            key="ship_file", on_click="ignore",
        )  # fmt: skip
        if decision.state != "retired":
            with st.popover(words("ship.retire"), key="ship_retiring"):
                _retirement(page, store, found)


def _approval(page: Page, store: Store, found: Saved) -> None:
    """Who approves; against the recommendation also why, and a second person."""
    words = page.words
    with st.form("ship_approve_form", border=False):
        if not sign_in.signed_in():
            st.text_input(words("ship.who"), key="ship_approve_by", max_chars=100)
        if found.record.against_recommendation:
            st.text_area(words("ship.why"), key="ship_approve_reason", max_chars=500, height=80)
            st.text_input(words("ship.second"), key="ship_approve_second", max_chars=100)
        st.form_submit_button(
            words("ship.approve"), type="primary", key="ship_approve",
            on_click=_change, args=("approved", words, store, found.decision),
        )  # fmt: skip
    asking.say_refusal("approved")


def _retirement(page: Page, store: Store, found: Saved) -> None:
    words = page.words
    with st.form("ship_retire_form", border=False):
        st.caption(words("ship.retire_note"))
        if not sign_in.signed_in():
            st.text_input(words("ship.who"), key="ship_retired_by", max_chars=100)
        st.text_input(words("ship.reason"), key="ship_retired_reason", max_chars=500)
        st.form_submit_button(
            words("ship.retire"), key="ship_retire",
            on_click=_change, args=("retired", words, store, found.decision),
        )  # fmt: skip
    asking.say_refusal("retired")


def _change(kind: str, words: Words, store: Store, decision: Decision) -> None:
    """Approve or retire the version that the visitor has seen; a callback."""
    frame.change()
    name, version = decision.name, decision.version
    try:
        sign_in.require("approve" if kind == "approved" else "retire")
        signed = sign_in.signed_in()
        if kind == "approved":
            by, reason = signed or asking.typed("ship_approve_by"), asking.typed("ship_approve_reason")
            second = asking.typed("ship_approve_second")
            store.approve(name, by, version=version, reason=reason, second=second)
        else:
            by, reason = signed or asking.typed("ship_retired_by"), asking.typed("ship_retired_reason")
            store.retire(name, by, version=version, reason=reason)
    except RecsysError as error:
        asking.refuse(kind, words.error(error))
        return
    asking.done(words(f"ship.{kind}_now", name=name))


def _comparison(page: Page, store: Store, found: Saved, others: list[str]) -> None:
    """Another decision beside this one."""
    words = page.words
    name = st.selectbox(
        words("ship.compare_with"), others, key="ship_other", format_func=lambda one: str(one)[:60]
    )
    try:
        other = saved.load(store, str(name))
    except RecsysError as error:
        st.error(escape_markdown(words.error(error), 600))
        return
    differences = comparison.compare(found.record, other.record)
    if not differences:
        st.caption(words("ship.same"))
        return
    st.dataframe(
        pd.DataFrame(
            {
                words("ship.field"): [one.field for one in differences],
                found.decision.name: [_shown(page, one.first) for one in differences],
                other.decision.name: [_shown(page, one.second) for one in differences],
                words("ship.meaning"): [words(f"ship.means_{one.meaning}") for one in differences],
            }
        ),
        hide_index=True,
        alt=words("ship.compare"),
    )


def _shown(page: Page, value: object) -> str:
    if isinstance(value, float):
        return page.words.short(value)
    return "" if value is None else str(value)


def _history(page: Page, found: Saved) -> None:
    """Every event, the latest first."""
    words = page.words
    for event in reversed(found.history):
        second = event.payload.get("second") if event.kind == "approved" else None
        by = words("ship.and", first=event.by, second=second) if second else event.by
        line = words(
            "ship.event", kind=words(f"ship.kind_{event.kind}"), by=by, at=rows.moment(event.at, words)
        )
        st.markdown(escape_markdown(line))
        if event.reason:
            st.caption(escape_markdown(event.reason, 600))
    st.caption(words("ship.history_note", hash=found.decision.last_hash[:12]))
