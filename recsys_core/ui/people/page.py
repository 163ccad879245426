"""The People page: find a person, see what they rated, and their list before and at the setting."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.types import IndexArray
from recsys_core.ui.people import find_person, liked, new_person, rules, shown, why
from recsys_core.ui.people.list_tables import list_table, moved, narrow
from recsys_core.ui.people.shown import Shown
from recsys_core.ui.shell import frame
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.widgets import controls
from recsys_core.ui.widgets.slider import view
from recsys_core.ui.widgets.tuning import tuning

_HISTORY_HEIGHT = 310


def address() -> dict[str, str]:
    """The page's own keys of the address: ``likes`` and ``taste`` describe somebody new."""
    return new_person.write(new_person.asked())


def render(page: Page) -> None:
    """Who it is on the left, their lists and the reasons on the right."""
    words = page.words
    try:
        with st.spinner(words("frame.working")):
            view = tuning(page.bench, page.choice)
        left, right = st.columns([2, 3], gap="medium")
        with left:
            with st.container(key="card_people"):
                asked = new_person.choose(page)
                if asked.on:
                    asked = new_person.form(page, asked)
                    person = new_person.person(page, asked)
                else:
                    find_person.render(page)
                    person = shown.of_data(page.bench, page.choice, words)
            if not asked.on and page.bench.has_history:
                with st.container(key="card_history"):
                    history(page)
        if person is not None:
            with right:
                lists(page, person, view.lambda_of(page.choice))
                if not person.is_new:
                    rules.render(page, view.lambda_of(page.choice))
    except RecsysError as error:
        frame.stop(words, error)
    frame.plain_toggle(page)


def lists(page: Page, person: Shown, lambda_: float) -> None:
    """The person's lists, how good they were, why, and what moved."""
    bench, choice = page.bench, page.choice
    outcome = person.person.outcome(lambda_)
    marks = np.empty(0, dtype=np.intp) if outcome is None else outcome.liked
    if choice.plain:
        before_and_after(page, person, marks)
    else:
        new = person.is_new
        sent = shown.person_json(bench, choice, person) if new else liked.marked_json(bench, choice)
        view.render(page, "person", sent, new_person.leave)
        st.caption(page.words("people.tags"))
    if outcome is not None:
        with st.container(key="card_liked"):
            liked.render(page, outcome)
    with st.container(key="card_why"):
        why.render(page, person, lambda_)
    with st.container(key="card_moved"):
        moved(page, person, lambda_, marks)


def history(page: Page) -> None:
    """What the person rated, latest first."""
    words = page.words
    rated = page.bench.history(page.choice.user)
    st.subheader(words("people.history"))
    table = pd.DataFrame(
        {
            words("plain.item"): rated["title"],
            words("people.year"): rated["year"],
            words("people.rating"): rated["rating"],
            words("plain.categories"): rated["categories"].map(words("slider.comma").join),
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        height=_HISTORY_HEIGHT,
        key="people_history",
        alt=words("people.history"),
        column_config={
            words("people.year"): st.column_config.NumberColumn(format="%d", width="small"),
            words("people.rating"): st.column_config.NumberColumn(format="%g", width="small"),
        },
    )


def before_and_after(page: Page, person: Shown, marks: IndexArray) -> None:
    """The lists as two tables, with buttons for this person's own next and previous change."""
    words, choice, bench = page.words, page.choice, page.bench
    view = tuning(bench, choice)
    lambda_ = view.lambda_of(choice)
    breakpoints = person.person.path.breakpoints
    st.subheader(person.title)
    st.caption(
        words(
            "people.setting",
            position=words.position(choice.variety),
            lambda_=f"{lambda_:.3f}",
            reranker=controls.method_title(page, choice.reranker),
        )
    )

    with st.container(horizontal=True):
        for way, at in zip(("previous", "next"), view.changes(breakpoints, choice), strict=True):
            label = words(f"people.no_{way}")
            if at is not None:
                label = words(f"people.{way}_change", position=words.position(at))
            st.button(
                label, key=f"{way}_change", disabled=at is None, on_click=frame.change,
                kwargs={} if at is None else {"variety": at},
            )  # fmt: skip
    marked = set(bench.dataset.item_ids[marks])
    for column, key, at in zip(st.columns(2), ("before", "after"), (0.0, lambda_), strict=True):
        column.caption(words(f"slider.{key}"))
        column.dataframe(
            list_table(bench.people.ranking(person.person, at), words, marked, moves=key == "after"),
            hide_index=True,
            key=f"people_{key}",
            alt=words(f"slider.{key}"),
            column_config=narrow(words),
        )
