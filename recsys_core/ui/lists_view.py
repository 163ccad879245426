"""The Lists page: find a person, see what they rated, and their list before and at the setting."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.ui import controls, frame, newcomer_view, rules_view, shown, slider_view, why
from recsys_core.ui.frame import Page
from recsys_core.ui.language import Words
from recsys_core.ui.people import matching, people_table
from recsys_core.ui.shown import Shown
from recsys_core.ui.tuning import tuning

_TABLE_HEIGHT = 250


def begin() -> Page:
    """Open the page; ``likes`` and ``taste`` of its address are somebody new."""
    return frame.begin("lists", newcomer_view.write(newcomer_view.asked()))


def draw(page: Page) -> None:
    """Who it is on the left, their lists and the reasons on the right."""
    words = page.words
    try:
        with st.spinner(words("frame.working")):
            view = tuning(page.bench, page.choice)
        left, right = st.columns([2, 3], gap="medium")
        with left:
            with st.container(key="card_people"):
                asked = newcomer_view.choose(page)
                if asked.on:
                    asked = newcomer_view.form(page, asked)
                    person = newcomer_view.person(page, asked)
                else:
                    find_person(page)
                    person = shown.of_data(page.bench, page.choice, words)
            if not asked.on:
                with st.container(key="card_history"):
                    history(page)
        if person is not None:
            with right:
                lists(page, person, view.lambda_of(page.choice))
                if person.newcomer is None:
                    rules_view.draw(page, view.lambda_of(page.choice))
    except RecsysError as error:
        frame.stop(words, error)
    frame.plain_toggle(page)


def lists(page: Page, person: Shown, lambda_: float) -> None:
    """The person's lists, what moved, and why."""
    if page.choice.plain:
        before_and_after(page, person)
    else:
        sent = shown.person_json(page.bench, page.choice, person) if person.newcomer else None
        slider_view.draw(page, "person", sent, newcomer_view.leave)
    with st.container(key="card_why"):
        why.draw(page, person, lambda_)
    with st.container(key="card_moved"):
        moved(page, person, lambda_)


def find_person(page: Page) -> None:
    """A searchable table of people; a row that is picked becomes the person of every page."""
    words, choice = page.words, page.choice
    table = people_table(page.bench, choice.reranker, choice.k, words)
    st.subheader(words("lists.people"))
    query = st.text_input(
        words("lists.search"),
        key="lists_query",
        placeholder=words("lists.search"),
        label_visibility="collapsed",
    )
    shown = table[matching(table, query)]
    if shown.empty:
        st.text(words("lists.none", query=query))
        return
    ids = shown[words("lists.user")].tolist()
    at = ids.index(choice.user) if choice.user in ids else None

    def pick() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        if rows:
            frame.change(user=ids[rows[0]])

    # The choice is part of the key: a person chosen elsewhere is marked here too.
    key = f"lists_people_{choice.user}"
    st.dataframe(
        shown,
        hide_index=True,
        height=_TABLE_HEIGHT,
        key=key,
        on_select=pick,
        selection_mode="single-row-required" if at is not None else "single-row",
        alt=words("lists.people"),
        selection_default=None if at is None else {"selection": {"rows": [at]}},
    )


def history(page: Page) -> None:
    """What the person rated, latest first."""
    words = page.words
    rated = page.bench.history(page.choice.user)
    st.subheader(words("lists.history"))
    table = pd.DataFrame(
        {
            words("plain.item"): rated["title"],
            words("lists.year"): rated["year"],
            words("lists.rating"): rated["rating"],
            words("plain.categories"): rated["categories"].map(words("slider.comma").join),
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        height=_TABLE_HEIGHT + 60,
        key="lists_history",
        alt=words("lists.history"),
        column_config={
            words("lists.year"): st.column_config.NumberColumn(format="%d", width="small"),
            words("lists.rating"): st.column_config.NumberColumn(format="%g", width="small"),
        },
    )


def before_and_after(page: Page, person: Shown) -> None:
    """The lists as two tables, with buttons for this person's own next and previous change."""
    words, choice, bench = page.words, page.choice, page.bench
    view = tuning(bench, choice)
    lambda_ = view.lambda_of(choice)
    breakpoints = person.breakpoints
    here = int(np.searchsorted(breakpoints, lambda_, side="right")) - 1
    st.subheader(person.title)
    st.caption(
        words(
            "lists.setting",
            percent=f"{choice.variety:.1%}",
            lambda_=f"{lambda_:.3f}",
            reranker=controls.method_title(page, choice.reranker),
        )
    )

    def go(row: int) -> None:
        target = float(breakpoints[row])
        frame.change(variety=view.scale.achieved(target), lambda_=target)

    with st.container(horizontal=True):
        earlier, later = here > 0, here + 1 < len(breakpoints)
        st.button(
            words("lists.previous_change", previous=f"{breakpoints[here - 1]:.3f}")
            if earlier
            else words("lists.no_previous"),
            key="previous_change",
            disabled=not earlier,
            on_click=go,
            args=(here - 1,),
        )
        st.button(
            words("lists.next_change", next=f"{breakpoints[here + 1]:.3f}")
            if later
            else words("lists.no_next"),
            key="next_change",
            disabled=not later,
            on_click=go,
            args=(here + 1,),
        )
    before, after = st.columns(2)
    before.caption(words("slider.before"))
    first, now = (list_table(person.ranking(bench, at), words) for at in (0.0, lambda_))
    before.dataframe(first, hide_index=True, key="lists_before", alt=words("slider.before"))
    after.caption(words("slider.after"))
    after.dataframe(now, hide_index=True, key="lists_after", alt=words("slider.after"))


def list_table(ranking: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A list with where each item stood before, under the visitor's headings."""
    before = ranking["rank_before"].map(lambda rank: words("plain.entered") if pd.isna(rank) else str(rank))
    return pd.DataFrame(
        {
            words("plain.rank"): ranking["rank"],
            words("plain.item"): ranking["title"],
            words("plain.before"): before,
            words("plain.categories"): ranking["categories"].map(words("slider.comma").join),
        }
    )


def moved(page: Page, person: Shown, lambda_: float) -> None:
    """What entered and what left the list, as two small tables."""
    words = page.words
    first, now = (person.ranking(page.bench, at) for at in (0.0, lambda_))
    entered = now[now["rank_before"].isna()]
    left = first[~first["item_id"].isin(now["item_id"])]
    if entered.empty and left.empty:
        st.caption(words("lists.nothing"))
        return
    for column, title, rows in zip(
        st.columns(2), ("lists.entered", "lists.left"), (entered, left), strict=True
    ):
        column.caption(words(title))
        column.dataframe(
            pd.DataFrame(
                {
                    words("plain.rank"): rows["rank"],
                    words("plain.item"): rows["title"],
                    words("lists.relevance"): rows["relevance"],
                    words("plain.categories"): rows["categories"].map(words("slider.comma").join),
                }
            ),
            hide_index=True,
            key=title.replace(".", "_"),
            alt=words(title),
            column_config={
                words("lists.relevance"): st.column_config.NumberColumn(format="%.2f", width="small"),
                words("plain.rank"): st.column_config.NumberColumn(width="small"),
            },
        )
