"""Lesson 11, popularity and the long tail: who gets the places in everybody's lists."""

from __future__ import annotations

import numpy as np
import streamlit as st

from recsys_core.types import FloatArray
from recsys_core.ui.learn import figures, from_data, marking
from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.learn.from_data import METHOD, MIDDLE, K
from recsys_core.ui.learn.lesson import Lesson, NumberTask, choice, number_task
from recsys_core.ui.shell import session
from recsys_core.workbench import Workbench
from recsys_core.workbench.lessons import gini

OPTIONS = ("tenth", "third", "most", "all")
_MOST = (0.2, 0.5, 0.8)  # up to which share an option is right

VARIANTS = ((6, 2, 0, 0), (4, 4, 0, 0), (8, 0, 0, 0), (5, 1, 1, 1), (4, 2, 1, 1), (5, 3, 0, 0))
"""How often each of four films is shown."""
TOLERANCE = 0.006


@session.shared(max_size=16)
def places(bench: Workbench, share: float) -> FloatArray:
    """(10,) share of all places in everybody's lists, by tenth of the catalogue, the most rated first."""
    lambda_ = bench.scale(METHOD, k=K).lambda_for(share)
    return np.array([one.after for one in bench.impact.exposure_change("popularity", METHOD, lambda_, k=K)])


@session.shared(max_size=4)
def ratings(bench: Workbench) -> FloatArray:
    """(10,) share of all ratings, by tenth of the catalogue, the most rated first."""
    popularity = bench.ground_truth().popularity
    weights = bench.impact.item_groups()["popularity"].weights
    return popularity @ weights / max(popularity.sum(), 1)


def render(desk: Desk) -> None:
    """Ratings by tenth of the catalogue; then, places in lists, and what the slider does to them."""
    from_data.wait_for_data(desk)
    words = desk.words
    left, right = st.columns([7, 5])
    with left.container(key="card_learn_tail"):
        _curves(desk, desk.is_revealed("tail"))
        from_data.source(desk)
    with right.container(key="card_learn_tail_question"):
        marking.predict(desk, QUESTION)
    with right.container(key="card_learn_tail_exercise"):
        marking.number_exercise(desk, "tail", task(desk))
        marking.formula(words, [r"\text{Gini}=\frac{\sum_{i<j}|x_i-x_j|}{n\,\sum_i x_i}"])


def answer(share: float) -> str:
    """The option that a share of places falls under."""
    return next((name for name, most in zip(OPTIONS, _MOST, strict=False) if share <= most), OPTIONS[-1])


def _curves(desk: Desk, revealed: bool) -> None:
    words, bench = desk.words, desk.bench
    st.header(words("learn.tail.curves"))
    curves = [(words("learn.tail.ratings"), ratings(bench), "rest")]
    if revealed:
        share = from_data.position(desk, "tail", MIDDLE)
        curves.append((words("learn.tail.at", position=words.position(0.0)), places(bench, 0.0), "accuracy"))
        if share:
            curves.append(
                (words("learn.tail.at", position=words.position(share)), places(bench, share), "variety")
            )
    tenths = list(range(1, 11))
    spoken = [
        f"{name}: " + words("learn.comma").join(words.percent(float(value)) for value in values) + "."
        for name, values, _ in curves
    ]
    top = max(float(values.max()) for _, values, _ in curves)
    figure = figures.lines(
        tenths, curves, title=words("learn.tail.axis"), height=270, marks=True, percent=True,
        y_range=(0.0, 1.1 * top), ticks=tenths,
    )  # fmt: skip
    figures.show(figure, key="learn_tail_curves", alt=" ".join(spoken))


def task(desk: Desk) -> NumberTask:
    """The Gini index of four films."""
    shown = desk.variant("tail", VARIANTS)
    differences = sum(abs(one - two) for row, one in enumerate(shown) for two in shown[:row])
    comma = desk.words("learn.comma")
    return number_task(
        desk,
        "tail",
        gini(np.array(shown)),
        2,
        TOLERANCE,
        shown=comma.join(map(str, shown)),
        filled=f"{differences} / ({len(shown)} × {sum(shown)})",
    )


def _reason(desk: Desk) -> str:
    words, found = desk.words, places(desk.bench, 0.0)
    half = sum(float(share) for share in found[5:])
    return words("learn.tail.told", top=words.percent(float(found[0])), half=words.percent(half))


QUESTION = choice("tail", OPTIONS, lambda desk: answer(float(places(desk.bench, 0.0)[0])), _reason)
LESSON = Lesson("tail", 7, render, lambda desk: (QUESTION,), task)
