"""Lesson 5, how a model learns: six ratings, one matrix, one step downhill at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.types import FloatArray
from recsys_core.ui.learn import figures, marking
from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.learn.lesson import Fact, Lesson, Task, choice
from recsys_core.ui.learn.marking import Mark
from recsys_core.ui.shell import state
from recsys_core.ui.text.words import Words
from recsys_core.workbench.lessons import RatingCase, best_rate, gradients, six_ratings

START_RATE = 0.02
RATE_STEP = 0.005
MOST = 0.2
VARIANTS = ((0.95, 1.0), (0.5, 0.6), (0.8, 0.9), (0.6, 0.7), (0.7, 0.8))
"""Shares of the error that the first step should remove, in the exercise."""
OPTIONS = ("faster", "nothing", "rises")
_RATE, _TAKEN = "learn_model_rate", "learn_model_taken"


def render(desk: Desk) -> None:
    """The six ratings on the left; the step, its numbers and its effect on the right."""
    words, case = desk.words, six_ratings()
    for taken in state.widget(_TAKEN, ()):
        case = case.after_step(taken)
    left, right = st.columns([6, 6])
    with right.container(key="card_learn_step"):
        rate = _step(words, case)
    with left.container(key="card_learn_ratings"):
        st.header(words("learn.model.ratings"))
        st.table(_table(words, case, case.after_step(rate)), hide_index=True, border="horizontal")
        marking.formula(words, _formula(case))
    with left.container(key="card_learn_model"):
        revealed = marking.predict(desk, QUESTION)
    with right.container(key="card_learn_parabola"):
        if revealed:
            _parabola(words, case, rate)
        _exercise(desk)


def _errors() -> tuple[float, float]:
    return six_ratings().squared_error, six_ratings().after_step(MOST).squared_error


def _reason(desk: Desk) -> str:
    before, after = (desk.words.plain(error, 2) for error in _errors())
    return desk.words("learn.model.told", rate=desk.words.plain(MOST, 1), before=before, after=after)


def _answer(desk: Desk) -> str:
    before, after = _errors()
    return "rises" if after > before else "faster"


def _names(case: RatingCase, row: int) -> tuple[str, str]:
    return str(case.user_idx[row] + 1), "ABCD"[case.item_idx[row]]


def _table(words: Words, case: RatingCase, after: RatingCase) -> pd.DataFrame:
    rows = []
    for row, rating in enumerate(case.rating):
        user, item = _names(case, row)
        miss = float(case.residuals[row])
        left = float(after.residuals[row])
        numbers = (case.scores[row], miss**2, after.scores[row], left**2)
        cells = (words.plain(float(number), 2) for number in numbers)
        rows.append((f"{user} · {item}", words.plain(rating, 0), *cells))
    sums = (words.plain(case.squared_error, 2), "", words.plain(after.squared_error, 2))
    rows.append((words("learn.model.sum"), "", "", *sums))
    heads = ("who", "rating", "score", "error", "score_after", "error_after")
    return pd.DataFrame(rows, columns=[words(f"learn.column.{head}") for head in heads])


def _matrix(values: FloatArray) -> str:
    rows = r"\\".join(" & ".join(f"{value + 0.0:.2f}" for value in row) for row in np.atleast_2d(values))
    return rf"\begin{{pmatrix}}{rows}\end{{pmatrix}}"


def _step(words: Words, case: RatingCase) -> float:
    st.header(words("learn.model.step", n=len(state.widget(_TAKEN, ())) + 1))
    rate: float = st.slider(
        words("learn.model.rate"),
        0.0,
        MOST,
        START_RATE,
        RATE_STEP,
        format="%.3f",
        key=_RATE,
        persist_state="session",
    )
    after = case.after_step(rate)
    slope = gradients(case).weights
    st.latex(
        r"\underbrace{" + _matrix(after.weights) + rf"}}_{{\text{{{words('learn.model.new')}}}}}="
        r"\underbrace{"
        + _matrix(case.weights)
        + rf"}}_{{W}}-{rate:.3f}\cdot\underbrace{{"
        + _matrix(slope)
        + r"}_{\partial E/\partial W}"
    )
    before, behind = case.squared_error, after.squared_error
    key = "same" if rate == 0 else "falls" if behind < before else "grows"
    errors = {"before": words.plain(before, 2), "after": words.plain(behind, 2)}
    st.markdown(words(f"learn.model.error_{key}", **errors))
    taken = state.widget(_TAKEN, ())
    with st.container(horizontal=True):
        st.button(
            words("learn.model.take"),
            key="learn_model_take",
            disabled=rate == 0 or behind >= before,
            on_click=state.set_widget,
            args=(_TAKEN, (*taken, rate)),
        )
        st.button(
            words("learn.model.restart"),
            key="learn_model_restart",
            disabled=not taken,
            on_click=state.forget_widgets,
            args=(_TAKEN,),
        )
    return rate


def _formula(case: RatingCase) -> list[str]:
    """The model, its error, its gradient, and the part that the first rating has in it."""
    user, item = _names(case, 0)
    h_u, h_i = case.users[case.user_idx[0]], case.items[case.item_idx[0]]
    score = float(case.scores[0])
    part = 2 * float(case.residuals[0]) * np.outer(h_u, h_i)
    return [
        r"s_{ui}=h_u^{\top}W\,h_i\qquad E=\sum_{(u,i)}(s_{ui}-r_{ui})^2",
        r"\frac{\partial E}{\partial W}=\sum_{(u,i)}2\,(s_{ui}-r_{ui})\,h_u h_i^{\top}",
        rf"s_{{{user}{item}}}={_matrix(h_u)}{_matrix(case.weights)}{_matrix(h_i[:, None])}={score:.2f}",
        rf"2\,({score:.2f}-{case.rating[0]:.0f})\,{_matrix(h_u[:, None])}{_matrix(h_i)}={_matrix(part)}",
    ]


def _parabola(words: Words, case: RatingCase, rate: float) -> None:
    rates = np.linspace(0, MOST, 81)
    errors = np.array([case.after_step(float(one)).squared_error for one in rates])
    st.header(words("learn.model.parabola"))
    best = best_rate(case)
    alt = words(
        "learn.model.parabola_alt",
        before=words.plain(case.squared_error, 2),
        best=words.plain(best, 3),
        least=words.plain(case.after_step(best).squared_error, 2),
        back=words.plain(2 * best, 3),
    )
    figure = figures.lines(
        rates, [("", errors, "accuracy")], title=words("learn.model.axis"), height=128, at=rate
    )
    figures.show(figure, key="learn_parabola", alt=alt)


def removed(rate: float) -> float:
    """Share of the error that a single step can remove which the first step removes at a rate."""
    case = six_ratings()
    start, lowest = case.squared_error, case.after_step(best_rate(case)).squared_error
    return (start - case.after_step(rate).squared_error) / (start - lowest)


def _exercise(desk: Desk) -> None:
    """Marked on the first step, whatever has been taken since."""
    words, case = desk.words, six_ratings()
    low, high = desk.variant("model", VARIANTS)
    marking.heading(words, task(desk))
    start, best = case.squared_error, best_rate(case)

    def mark(rate: float) -> Mark:
        here = case.after_step(rate).squared_error
        values = {"before": words.plain(start, 2), "after": words.plain(here, 2)}
        values |= {"rate": words.plain(rate, 3), "share": words.plain(100 * removed(rate), 0)}
        if low <= removed(rate) <= high:
            return Mark(True, words("learn.model.solved", **values))
        further = (removed(rate) < low) == (rate < best)
        return Mark(False, words("learn.model.hint_more" if further else "learn.model.hint_less", **values))

    marking.exercise(desk, "model", lambda: state.widget(_RATE), mark, written=lambda rate: f"{rate:g}")


def task(desk: Desk) -> Task:
    """A rate at which the first step removes a wanted share of the error."""
    words, (low, high) = desk.words, desk.variant("model", VARIANTS)
    fits = [rate for rate in np.arange(0, MOST + 1e-9, RATE_STEP) if low <= removed(float(rate)) <= high]
    rates = words("learn.comma").join(words.plain(float(rate), 3) for rate in fits)
    bounds = {"low": words.plain(100 * low, 0), "high": words.plain(100 * high, 0)}
    text = words("learn.model.task", **bounds)
    return Task(text, words("learn.model.key", rates=rates), words("learn.model.clue"))


def facts(desk: Desk) -> list[Fact]:
    """The six ratings and the vectors."""
    words, case = desk.words, six_ratings()
    rows = [
        (" · ".join(_names(case, row)), words.plain(float(rating), 0), words.plain(float(score), 2))
        for row, (rating, score) in enumerate(zip(case.rating, case.scores, strict=True))
    ]
    heads = [words(f"learn.column.{head}") for head in ("who", "rating", "score")]
    return [(words("learn.model.ratings"), pd.DataFrame(rows, columns=heads))]


QUESTION = choice("model", OPTIONS, _answer, _reason, lambda desk: {"rate": desk.words.plain(MOST, 1)})
LESSON = Lesson("model", 8, render, lambda desk: (QUESTION,), task, facts)
