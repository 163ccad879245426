"""Lesson 7, why averages hide people: a small mean, and what happens to each person behind it."""

from __future__ import annotations

import streamlit as st

from recsys_core.ui.learn import bars, figures, from_data, marking
from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.learn.from_data import MIDDLE, people_at
from recsys_core.ui.learn.lesson import Lesson, NumberTask, choice, number_task
from recsys_core.workbench.lessons import BehindTheMean

OPTIONS = ("all", "most", "some", "few")
_LEAST = (0.9, 0.55, 0.2)  # shares of people who lose from which an option is right

VARIANTS = ((60, 2, 5), (70, 2, 6), (80, 2, 9), (50, 3, 4), (90, 2, 20), (75, 2, 8))
"""Of a hundred people: how many gain, how much each of them gains, how much each of the others loses."""
TOLERANCE = 0.051


def render(desk: Desk) -> None:
    """The mean and the slider; then, who is behind it."""
    from_data.wait_for_data(desk)
    words = desk.words
    left, right = st.columns([7, 5])
    with left.container(key="card_learn_hidden"):
        st.header(words("learn.hidden.people"))
        share = from_data.position(desk, "hidden", MIDDLE)
        found = people_at(desk.bench, share)
        st.markdown(
            words(
                "learn.hidden.mean",
                position=words.position(share),
                change=words.signed(100 * found.relative, 1) + "%",
            )
        )
        if desk.is_revealed("hidden"):
            _groups(desk, found)
        else:
            st.caption(words("learn.hidden.later"))
        from_data.source(desk)
    with right.container(key="card_learn_hidden_question"):
        marking.predict(desk, QUESTION)
    with right.container(key="card_learn_hidden_exercise"):
        marking.number_exercise(desk, "hidden", task(desk))


def answer(losing: float) -> str:
    """The option that a share of people falls under."""
    return next((name for name, least in zip(OPTIONS, _LEAST, strict=False) if losing >= least), OPTIONS[-1])


def _groups(desk: Desk, found: BehindTheMean) -> None:
    words = desk.words
    labels = [words(f"learn.hidden.{name}") for name in found.shares]
    shares = list(found.shares.values())
    texts = [words.percent(share) for share in shares]
    slots = ["variety", "variety", "rest", "accuracy", "accuracy"]
    spoken = " ".join(f"{label}: {text}." for label, text in zip(labels, texts, strict=True))
    figures.show(bars.shares(labels, shares, texts, slots), key="learn_hidden_groups", alt=spoken)


def task(desk: Desk) -> NumberTask:
    """The mean of a hundred people, most of whom gain."""
    gain_n, gain, loss = desk.variant("hidden", VARIANTS)
    lose_n = 100 - gain_n
    filled = f"({gain_n} × {gain} − {lose_n} × {loss}) / 100"
    return number_task(
        desk,
        "hidden",
        (gain_n * gain - lose_n * loss) / 100,
        1,
        TOLERANCE,
        gain_n=gain_n,
        gain=gain,
        lose_n=lose_n,
        loss=loss,
        filled=filled,
    )


def _reason(desk: Desk) -> str:
    words, found = desk.words, people_at(desk.bench, MIDDLE)
    gaining = found.shares["gain"] + found.shares["gain_much"]
    return words(
        "learn.hidden.told",
        losing=words.percent(found.losing),
        same=words.percent(found.shares["same"]),
        gaining=words.percent(gaining),
        much=words.percent(found.shares["lose_much"]),
    )


QUESTION = choice(
    "hidden",
    OPTIONS,
    lambda desk: answer(people_at(desk.bench, MIDDLE).losing),
    _reason,
    lambda desk: {
        "position": desk.words.position(MIDDLE),
        "change": desk.words.signed(100 * people_at(desk.bench, MIDDLE).relative, 1) + "%",
    },
)
LESSON = Lesson("hidden", 7, render, lambda desk: (QUESTION,), task)
