"""Lesson 4, why accuracy rewards sameness: two tastes, and a measure that sees only the larger one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.ui.learn import figures, marking
from recsys_core.ui.learn.marking import Mark
from recsys_core.ui.shell import state
from recsys_core.ui.text.words import Words
from recsys_core.workbench.lessons import Expectation, TwoTastes, expect

PLACES = 4
SHARE, LIKING = 0.8, 0.5
EXERCISE_LIKING = 0.2
TOLERANCE = 0.6
_NUMBER = "learn_same_number"
OPTIONS = ("same", "mixed", "equal")


def tastes(n_second: int) -> tuple[int, ...]:
    """A list of four with ``n_second`` films of the second taste at its end."""
    return (0,) * (PLACES - n_second) + (1,) * n_second


def render(words: Words) -> None:
    """The two lists and the prediction, then what each list can expect."""
    left, right = st.columns([6, 6])
    with left.container(key="card_learn_same"):
        _lists(words)
        person = TwoTastes(SHARE, LIKING, PLACES)
        same, mixed = expect(person, tastes(0)), expect(person, tastes(1))
        reason = words(
            "learn.same.told",
            same=words.plain(same.ndcg, 3),
            mixed=words.plain(mixed.ndcg, 3),
            any_same=_percent(same.any, words),
            any_mixed=_percent(mixed.any, words),
        )
        if marking.predict(words, "same", OPTIONS, "same" if same.ndcg > mixed.ndcg else "mixed", reason):
            st.table(_table(words, [same, mixed]), hide_index=True, border="horizontal")
        marking.formula(words, _formula())
    if marking.revealed("same"):
        with right.container(key="card_learn_same_curves"):
            _curves(words)
    with right.container(key="card_learn_same_exercise"):
        _exercise(words)
    marking.teacher(words, "same")


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


def _exercise(words: Words) -> None:
    liking = words.plain(EXERCISE_LIKING * 100, 0)
    marking.task(words, "same", liking=liking)
    answer = 100 * expect(TwoTastes(SHARE, EXERCISE_LIKING, PLACES), tastes(2)).second
    row = st.container(horizontal=True, vertical_alignment="bottom")
    row.number_input(
        words("learn.same.answer"),
        value=None,  # and no limits: a number beyond them would never arrive, and the old verdict would stay
        step=1.0,
        format="%.0f",
        key=_NUMBER,
        persist_state="session",
    )

    def mark(given: float) -> Mark:
        miss = words.plain(1 - EXERCISE_LIKING, 1)
        if abs(given - answer) > TOLERANCE:
            return Mark(False, words("learn.same.hint", miss=miss))
        return Mark(True, words("learn.same.solved", miss=miss, answer=words.plain(answer, 0)))

    marking.exercise(words, "same", lambda: state.widget(_NUMBER), mark, row)
