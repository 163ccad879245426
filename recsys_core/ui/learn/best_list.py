"""Lesson 3, greedy is not optimal: every list tried, beside the one that the loop gives."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.types import FloatArray, IndexArray
from recsys_core.ui.learn import figures, films, marking
from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.learn.lesson import Fact, Lesson, Task, choice
from recsys_core.ui.learn.marking import Mark
from recsys_core.ui.learn.one_pick import film_facts
from recsys_core.ui.shell import state
from recsys_core.ui.text.sentences import difference
from recsys_core.ui.text.words import Words
from recsys_core.workbench.lessons import AllLists, all_lists, list_terms, mmr

PLACES = 3
LAMBDA = 0.5
VARIANTS = (0.7, 0.6, 0.8, 0.65, 0.75)
"""λ of the exercise."""
OPTIONS = ("no", "yes")
SAME = 1e-9
DIGITS = 3
_CHOSEN = "learn_best_chosen"


@lru_cache(maxsize=1)
def everything() -> AllLists:
    """All ordered lists of three of the eight films."""
    return all_lists(films.RELEVANCE, films.similarity(), PLACES)


def value(chosen: IndexArray | Sequence[int], lambda_: float) -> float:
    """What one list collects."""
    relevance, redundancy = list_terms(films.RELEVANCE, films.similarity(), np.asarray([chosen]))
    return float((1 - lambda_) * relevance[0] - lambda_ * redundancy[0])


def greedy(lambda_: float) -> IndexArray:
    """The list that the loop gives."""
    return mmr(films.RELEVANCE, films.similarity(), PLACES, lambda_=lambda_)


@lru_cache(maxsize=1)
def missed() -> tuple[FloatArray, FloatArray]:
    """λ, and by how much the best list beats the greedy one there."""
    lambdas = np.linspace(0, 1, 101)
    gaps = [everything().best(at)[1] - value(greedy(at), at) for at in lambdas]
    return lambdas, np.array(gaps)


def _better() -> int:
    mine = value(greedy(LAMBDA), LAMBDA)
    return int(np.sum(everything().values(LAMBDA) > mine + SAME))


def render(desk: Desk) -> None:
    """The greedy list, then the best one beside it and the gap at every λ."""
    words = desk.words
    left, right = st.columns([7, 5])
    with left.container(key="card_learn_best"):
        st.header(words("learn.best.greedy", lambda_=LAMBDA))
        loop = _points(words, greedy(LAMBDA), "learn_best_greedy")
        revealed = marking.predict(desk, QUESTION)
        if revealed:
            st.header(words("learn.best.optimum", n=len(everything().lists)))
            most = _points(words, everything().best(LAMBDA)[0], "learn_best_optimum")
            gap = difference(most, loop, DIGITS)
            share = words.plain(gap / most * 100, 1)
            st.markdown(words("learn.best.gap", gap=words.plain(gap, DIGITS), share=share))
        with st.container(horizontal=True):
            marking.formula(words, _formula())
    with right.container(key="card_learn_best_exercise"):
        _exercise(desk)
    if revealed:
        with right.container(key="card_learn_best_gap"):
            _gaps(words)


def _formula() -> list[str]:
    return [
        r"\text{points}=\sum_{p}\Big[(1-\lambda)\cdot\text{relevance}(i_p)"
        r"-\lambda\cdot\max_{q<p}\text{similarity}(i_p,i_q)\Big]",
        rf"8\cdot7\cdot6={len(everything().lists)}\ \text{{lists}}",
    ]


def _points(words: Words, chosen: IndexArray, key: str) -> float:
    """A list with what each place brings; returns their sum as it is shown."""
    titles = films.titles(words)
    similarity = films.similarity()
    rows, total = [], 0.0
    for place, film in enumerate(chosen):
        repeats = LAMBDA * float(similarity[chosen[:place], film].max()) if place else 0.0
        worth = (1 - LAMBDA) * float(films.RELEVANCE[film])
        points = difference(worth, repeats, DIGITS)
        total += points
        numbers = (words.plain(number, DIGITS) for number in (worth, repeats, points))
        rows.append((str(place + 1), titles[film], *numbers))
    rows.append(("", words("learn.best.sum"), "", "", words.plain(total, DIGITS)))
    heads = ("place", "film", "worth", "repeats", "total")
    st.table(
        pd.DataFrame(rows, columns=[words(f"learn.column.{head}") for head in heads]),
        hide_index=True,
        border="horizontal",
    )
    return round(total, DIGITS)


def _gaps(words: Words) -> None:
    lambdas, gaps = missed()
    st.header(words("learn.best.curve"))
    widest = int(gaps.argmax())
    alt = words(
        "learn.best.curve_alt",
        at=words.plain(lambdas[widest], 2),
        most=words.plain(gaps[widest], 2),
        none=words.plain(gaps[0], 2),
    )
    figure = figures.lines(
        lambdas, [("", gaps, "variety")], title=words("learn.setting.axis"), height=230, at=LAMBDA,
        up=words("learn.best.points"),
    )  # fmt: skip
    figures.show(figure, key="learn_gap", alt=alt)


def _exercise(desk: Desk) -> None:
    words, titles = desk.words, films.titles(desk.words)
    lambda_ = desk.variant("best", VARIANTS)
    goal = value(greedy(lambda_), lambda_)
    marking.heading(words, task(desk))
    st.multiselect(
        words("learn.best.pick"),
        range(len(titles)),
        format_func=lambda film: titles[film],
        max_selections=PLACES,
        select_all=False,  # else Enter takes every match of what was typed
        key=_CHOSEN,
        placeholder=words("learn.best.placeholder"),
        persist_state="session",
    )

    def entered() -> tuple[int, ...] | None:
        chosen = tuple(state.widget(_CHOSEN, ()))
        return chosen if len(chosen) == PLACES else None

    def mark(chosen: tuple[int, ...]) -> Mark:
        mine, (_, most) = value(chosen, lambda_), everything().best(lambda_)
        points = {"points": words.plain(mine, 3), "goal": words.plain(goal, 3), "most": words.plain(most, 3)}
        if mine <= goal + SAME:
            return Mark(False, words("learn.best.hint", **points))
        return Mark(True, words("learn.best.top" if mine >= most - SAME else "learn.best.solved", **points))

    def written(chosen: tuple[int, ...]) -> str:
        return ", ".join(films.KEYS[film] for film in chosen)

    marking.exercise(desk, "best", entered, mark, written=written)


def task(desk: Desk) -> Task:
    """A list with more points than the loop's."""
    words, titles = desk.words, films.titles(desk.words)
    lambda_ = desk.variant("best", VARIANTS)
    comma = words("learn.comma")
    loop, (top, most) = greedy(lambda_), everything().best(lambda_)
    goal = words.plain(value(loop, lambda_), 3)
    shown = comma.join(titles[film] for film in loop)
    best = comma.join(titles[film] for film in top)
    return Task(
        words("learn.best.task", lambda_=lambda_, films=shown, points=goal),
        words("learn.best.key", films=best, most=words.plain(most, 3)),
        words("learn.best.clue"),
    )


def facts(desk: Desk) -> list[Fact]:
    """The eight films."""
    words = desk.words
    rule = words("learn.sheet.total", rest=words.plain(1 - LAMBDA, 1), lambda_=words.plain(LAMBDA, 1))
    return film_facts(words, rule)


QUESTION = choice(
    "best",
    OPTIONS,
    lambda desk: "no" if _better() else "yes",
    lambda desk: desk.words("learn.best.told", n=len(everything().lists), better=_better()),
)
LESSON = Lesson("best", 7, render, lambda desk: (QUESTION,), task, facts)
