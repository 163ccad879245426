"""Lesson 8, what an interval means: draw other people, live, and count how often the truth is missed."""

from __future__ import annotations

import streamlit as st

from recsys_core.types import FloatArray
from recsys_core.ui.learn import bars, figures, from_data, marking
from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.learn.from_data import METHOD, K
from recsys_core.ui.learn.lesson import Lesson, NumberTask, choice, number_task
from recsys_core.ui.shell import state
from recsys_core.workbench.lessons import Draws, draw_people

OPTIONS = ("none", "few", "third", "half")
_MOST = (0, 14, 42)  # of a hundred intervals: up to how many an option is right

TIMES = 100
PEOPLE = (25, 50, 100, 200)
USUAL = 50
SHOWN = 24

VARIANTS = ((50, 4.0, 2.0), (40, 6.0, 2.0), (100, 3.0, 1.5), (30, 8.0, 2.0), (25, 6.0, 1.5))
"""People, their interval on either side, and the one that is wanted."""
_DRAWN, _PEOPLE = "learn_interval_drawn", "learn_interval_people"


def render(desk: Desk) -> None:
    """Draws as they are made on the left; the prediction and the exercise on the right."""
    from_data.wait_for_data(desk)
    left, right = st.columns([7, 5])
    with left.container(key="card_learn_interval"):
        _draws(desk)
        from_data.source(desk)
    with right.container(key="card_learn_interval_question"):
        marking.predict(desk, QUESTION)
    with right.container(key="card_learn_interval_exercise"):
        marking.number_exercise(desk, "interval", task(desk))


def figures_of(desk: Desk) -> FloatArray:
    """(n_people,) accuracy of each person's list at relevance only."""
    return desk.bench.trade_off(METHOD, k=K).per_user(f"ndcg@{K}", 0.0)


def hundred(desk: Desk, n: int = USUAL) -> Draws:
    """The draws of this desk."""
    return draw_people(figures_of(desk), n, TIMES, desk.draw_seed("interval"))


def answer(missed: int) -> str:
    """The option that a number of misses in a hundred falls under."""
    return next((name for name, most in zip(OPTIONS, _MOST, strict=False) if missed <= most), OPTIONS[-1])


def _draws(desk: Desk) -> None:
    words, revealed = desk.words, desk.is_revealed("interval")
    st.header(words("learn.interval.draws"))
    n: int = st.select_slider(
        words("learn.interval.people"), PEOPLE, USUAL, key=_PEOPLE, persist_state="session"
    )
    drawn = min(int(state.widget(_DRAWN, 1)), TIMES)
    with st.container(horizontal=True):
        for key, more in (("one", 1), ("twenty", 20)):
            st.button(
                words(f"learn.interval.draw_{key}"),
                key=f"learn_interval_draw_{key}",
                disabled=drawn >= TIMES,
                on_click=state.set_widget,
                args=(_DRAWN, min(drawn + more, TIMES)),
            )
    found = hundred(desk, n)
    missed = int(found.missed[:drawn].sum())
    first = max(0, drawn - SHOWN)
    rows = slice(first, drawn)
    said = words("learn.interval.drawn", drawn=drawn)
    if revealed:
        said += " " + words("learn.interval.missed", missed=missed, truth=words.plain(found.truth, 3))
    truth = found.truth if revealed else None
    figure = bars.intervals(found.intervals[rows], found.missed[rows], truth, words("learn.interval.axis"))
    figures.show(figure, key="learn_intervals", alt=said)
    st.markdown(said)


def task(desk: Desk) -> NumberTask:
    """How many people make an interval so much narrower."""
    words, (n, wide, narrow) = desk.words, desk.variant("interval", VARIANTS)
    ratio = wide / narrow
    result = n * ratio**2
    return number_task(
        desk,
        "interval",
        result,
        0,
        0.02 * result,
        people=n,
        wide=words.short(wide),
        narrow=words.short(narrow),
        ratio=words.short(ratio),
        filled=f"{n} × {words.short(ratio)}²",
    )


def _missed(desk: Desk) -> int:
    return int(hundred(desk).missed.sum())


QUESTION = choice(
    "interval",
    OPTIONS,
    lambda desk: answer(_missed(desk)),
    lambda desk: desk.words("learn.interval.told", missed=_missed(desk), times=TIMES),
    lambda desk: {"people": USUAL, "times": TIMES},
)
LESSON = Lesson("interval", 8, render, lambda desk: (QUESTION,), task)
