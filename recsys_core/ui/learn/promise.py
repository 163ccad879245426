"""Lesson 6, relevance and accuracy are not the same: a promise, and what became of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.ui.learn import figures, from_data, marking
from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.learn.from_data import SHARES, K, likes_at
from recsys_core.ui.learn.lesson import Fact, Lesson, NumberTask, choice, number_task
from recsys_core.ui.text.words import Words
from recsys_core.workbench.lessons import ndcg

OPTIONS = ("all", "half", "few", "none")
_LEAST = (0.75, 0.35, 0.095)  # shares of the list from which an option is right

LENGTH = 5
VARIANTS = (((1, 4), 3), ((2, 3), 2), ((1, 5), 2), ((3, 4), 3), ((2, 5), 4), ((1, 2), 4))
"""Places of liked films in a list of five, and how many films the person likes in all."""
TOLERANCE = 0.006


def render(desk: Desk) -> None:
    """The promise at every position, then what became of it; the exercise on the right."""
    from_data.wait_for_data(desk)
    words = desk.words
    left, right = st.columns([7, 5])
    with left.container(key="card_learn_promise"):
        revealed = desk.is_revealed("promise")
        _curves(desk, revealed)
        from_data.source(desk)
    with right.container(key="card_learn_promise_question"):
        marking.predict(desk, QUESTION)
    with right.container(key="card_learn_promise_exercise"):
        marking.number_exercise(desk, "promise", task(desk))
        with st.container(horizontal=True):
            marking.formula(words, _formula())
            with st.popover(words("learn.promise.discounts")):
                st.table(_discounts(words), hide_index=True)


def answer(liked: float) -> str:
    """The option that a share of liked films falls under."""
    return next((name for name, least in zip(OPTIONS, _LEAST, strict=False) if liked >= least), OPTIONS[-1])


def _curves(desk: Desk, revealed: bool) -> None:
    words = desk.words
    st.header(words("learn.promise.curves"))
    share = from_data.position(desk, "promise")
    found = [likes_at(desk.bench, at) for at in SHARES]
    here = found[SHARES.index(share)]
    curves = [(words("learn.promise.relevance"), np.array([one.relevance for one in found]), "accuracy")]
    spoken = {"relevance": words.percent(here.relevance), "position": words.position(share)}
    said = words("learn.promise.here", **spoken)
    if revealed:
        curves.append((words("learn.promise.liked"), np.array([one.liked for one in found]), "variety"))
        said += " " + words("learn.promise.became", liked=words.plain(here.liked * K, 1), k=K)
    figure = figures.lines(
        [100 * at for at in SHARES],
        curves,
        title=words("learn.position"),
        height=250,
        marks=True,
        at=100 * share,
        percent=True,
        y_range=(0.0, 1.0),
        ticks=[100 * at for at in SHARES],
    )
    figures.show(figure, key="learn_promise_curves", alt=said)
    st.markdown(said)


def _formula() -> list[str]:
    return [
        r"\text{NDCG}=\frac{\sum_{\text{places }p\text{ of liked films}}1/\log_2(p+1)}"
        r"{\sum_{p=1}^{\min(k,\,\text{liked})}1/\log_2(p+1)}"
    ]


def _discounts(words: Words) -> pd.DataFrame:
    places = range(1, LENGTH + 1)
    rows = [(str(place), words.plain(1 / np.log2(place + 1), 2)) for place in places]
    return pd.DataFrame(rows, columns=[words("learn.column.place"), words("learn.promise.worth")])


def task(desk: Desk) -> NumberTask:
    """NDCG of a list of five, by hand."""
    words, (places, n_liked) = desk.words, desk.variant("promise", VARIANTS)
    hits = np.isin(np.arange(1, LENGTH + 1), places)[None]
    result = float(ndcg(hits, np.array([n_liked]))[0])
    worth = [words.plain(1 / np.log2(place + 1), 2) for place in range(1, LENGTH + 1)]
    above = " + ".join(worth[place - 1] for place in places)
    below = " + ".join(worth[:n_liked])
    comma = words("learn.comma").join(str(place) for place in places)
    return number_task(
        desk, "promise", result, 2, TOLERANCE, places=comma, liked=n_liked, filled=f"({above}) / ({below})"
    )


def facts(desk: Desk) -> list[Fact]:
    """What a hit is worth at each place."""
    return [(desk.words("learn.promise.discounts"), _discounts(desk.words))]


def _reason(desk: Desk) -> str:
    found, words = likes_at(desk.bench, 0.0), desk.words
    return words(
        "learn.promise.told", liked=words.plain(found.liked * K, 1), nobody=words.percent(found.nobody), k=K
    )


QUESTION = choice(
    "promise",
    OPTIONS,
    lambda desk: answer(likes_at(desk.bench, 0.0).liked),
    _reason,
    lambda desk: {"relevance": desk.words.plain(likes_at(desk.bench, 0.0).relevance, 2)},
)
LESSON = Lesson("promise", 7, render, lambda desk: (QUESTION,), task, facts)
