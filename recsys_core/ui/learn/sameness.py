"""Lesson 4, why accuracy rewards sameness: two tastes, and a measure that sees only the larger one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.ui.learn import figures, marking
from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.learn.lesson import Lesson, NumberTask, choice, number_task
from recsys_core.ui.text.words import Words
from recsys_core.workbench.lessons import Expectation, TwoTastes, expect

PLACES = 4
SHARE, LIKING = 0.8, 0.5
VARIANTS = ((0.2, 2), (0.3, 2), (0.4, 2), (0.2, 3), (0.6, 2), (0.4, 3), (0.3, 3))
"""How much Ben likes, and comedies in the list, in the exercise."""
TOLERANCE = 0.6
OPTIONS = ("same", "mixed", "equal")


def tastes(n_second: int) -> tuple[int, ...]:
    """A list of four with ``n_second`` films of the second taste at its end."""
    return (0,) * (PLACES - n_second) + (1,) * n_second


def _two() -> tuple[Expectation, Expectation]:
    person = TwoTastes(SHARE, LIKING, PLACES)
    return expect(person, tastes(0)), expect(person, tastes(1))


def render(desk: Desk) -> None:
    """The two lists and the prediction, then what each list can expect."""
    words = desk.words
    left, right = st.columns([6, 6])
    with left.container(key="card_learn_same"):
        _lists(words)
        revealed = marking.predict(desk, QUESTION)
        if revealed:
            st.table(_table(words, list(_two())), hide_index=True, border="horizontal")
        marking.formula(words, _formula())
    if revealed:
        with right.container(key="card_learn_same_curves"):
            _curves(words)
    with right.container(key="card_learn_same_exercise"):
        marking.number_exercise(desk, "same", task(desk))


def _reason(desk: Desk) -> str:
    words, (same, mixed) = desk.words, _two()
    return words(
        "learn.same.told",
        same=words.plain(same.ndcg, 3),
        mixed=words.plain(mixed.ndcg, 3),
        any_same=_percent(same.any, words),
        any_mixed=_percent(mixed.any, words),
    )


def _answer(desk: Desk) -> str:
    same, mixed = _two()
    return "same" if same.ndcg > mixed.ndcg else "mixed"


def _lists(words: Words) -> None:
    thriller, comedy = words("learn.same.thriller"), words("learn.same.comedy")
    one, two = st.columns(2)
    for column, name, n_second in ((one, "same", 0), (two, "mixed", 1)):
        column.markdown(f"**{words(f'learn.same.{name}')}**")
        rows = [
            f"{place}. {comedy if taste else thriller}" for place, taste in enumerate(tastes(n_second), 1)
        ]
        column.markdown("\n".join(rows))


def _percent(share: float, words: Words) -> str:
    return words.plain(share * 100, 0) + "%"


def _table(words: Words, lists: list[Expectation]) -> pd.DataFrame:
    heads = [words(f"learn.same.{name}") for name in ("measure", "same", "mixed")]
    rows = [(words("learn.same.ndcg"), *(words.plain(one.ndcg, 3) for one in lists))]
    for name in ("first", "second", "any"):
        rows.append((words(f"learn.same.{name}"), *(_percent(getattr(one, name), words) for one in lists)))
    return pd.DataFrame(rows, columns=heads)


def _curves(words: Words) -> None:
    st.header(words("learn.same.curves"))
    share = st.slider(
        words("learn.same.share"),
        50,
        95,
        round(SHARE * 100),
        5,
        format="%d%%",
        key="learn_same_share",
        persist_state="session",
    )
    person = TwoTastes(share / 100, LIKING, PLACES)
    counts = range(PLACES + 1)
    found = [expect(person, tastes(n)) for n in counts]
    names = (("ndcg", "accuracy"), ("second", "variety"), ("any", "catalogue"), ("first", "rest"))
    curves = [
        (words(f"learn.same.short_{name}"), np.array([getattr(one, name) for one in found]), slot)
        for name, slot in names
    ]
    spoken = [
        words(
            "learn.same.at",
            n=n,
            ndcg=_percent(one.ndcg, words),
            first=_percent(one.first, words),
            second=_percent(one.second, words),
            any=_percent(one.any, words),
        )
        for n, one in zip(counts, found, strict=True)
    ]
    figure = figures.lines(
        list(counts),
        curves,
        title=words("learn.same.axis"),
        marks=True,
        percent=True,
        y_range=(-0.03, 1.03),
        ticks=list(counts),
        height=215,
    )
    figures.show(figure, key="learn_expectations", alt=" ".join(spoken))
    by_ndcg, by_any = (int(np.argmax([getattr(one, name) for one in found])) for name in ("ndcg", "any"))
    st.markdown(words("learn.same.winners", ndcg=by_ndcg, any=by_any))


def _formula() -> list[str]:
    return [
        r"\text{NDCG}=\frac{\sum_{p}\text{hit}_p/\log_2(p+1)}{\sum_{p\le\min(4,\,\text{liked})}1/\log_2(p+1)}",
        r"\text{chance of a hit with }n\text{ fitting films}=1-(1-q)^n",
        rf"n=3,\ q={LIKING}:\quad 1-{1 - LIKING}^3={1 - (1 - LIKING) ** 3:.3f}",
    ]


def task(desk: Desk) -> NumberTask:
    """On how many evenings of the smaller taste there is something for Ben."""
    liking, n = desk.variant("same", VARIANTS)
    words = desk.words
    miss = words.plain(1 - liking, 1)
    answer = 100 * expect(TwoTastes(SHARE, liking, PLACES), tastes(n)).second
    filled = " × ".join([miss] * n)
    percent = words.plain(liking * 100, 0)
    return number_task(desk, "same", answer, 1, TOLERANCE, liking=percent, miss=miss, filled=filled, n=n)


QUESTION = choice("same", OPTIONS, _answer, _reason)
LESSON = Lesson("same", 6, render, lambda desk: (QUESTION,), task)
