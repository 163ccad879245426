"""Lesson 1, the greedy loop one pick at a time: who comes next, and why?"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.ui.learn import bars, figures, films, marking
from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.learn.lesson import Fact, Lesson, NumberTask, Question, number_task
from recsys_core.ui.text.words import Words
from recsys_core.workbench.lessons import GreedyStep, greedy_steps

LAMBDA = 0.4
VARIANTS = ((0.2, 1), (0.3, 2), (0.1, 3), (0.5, 1), (0.3, 7), (0.2, 2))
"""λ and film of the exercise."""
TOLERANCE = 0.006


@lru_cache(maxsize=1)
def loop() -> tuple[GreedyStep, ...]:
    """Every pick of the lesson."""
    return tuple(greedy_steps(films.RELEVANCE, films.similarity(), films.PLACES, LAMBDA))


def questions(desk: Desk) -> tuple[Question, ...]:
    """One for each place."""
    return tuple(_question_of(rank) for rank in range(films.PLACES))


def _question_of(rank: int) -> Question:
    step = loop()[rank]
    return Question(
        f"pick_{rank + 1}",
        lambda desk: desk.words("learn.pick.ask", place=rank + 1),
        lambda desk: {
            films.KEYS[film]: title for film, title in enumerate(films.titles(desk.words)) if step.open[film]
        },
        lambda desk: films.KEYS[step.picked],
        lambda desk: _why(desk.words, step),
    )


def render(desk: Desk) -> None:
    """The candidates with both terms on the left, the list and the question on the right."""
    asked = questions(desk)
    rank = marking.steps(desk, "pick", asked)
    revealed = desk.is_revealed(asked[rank].name)
    left, right = st.columns([7, 5])
    with left.container(key="card_learn_terms"):
        _candidates(desk.words, loop()[rank], rank, revealed)
    with right.container(key="card_learn_pick"):
        _question(desk, asked, rank, revealed)
    with right.container(key="card_learn_pick_exercise"):
        marking.number_exercise(desk, "pick", task(desk))


def _candidates(words: Words, step: GreedyStep, rank: int, revealed: bool) -> None:
    titles = films.titles(words)
    st.header(words("learn.pick.terms", place=rank + 1))
    st.caption(words("learn.pick.legend", rest=words.plain(1 - LAMBDA, 1), lambda_=words.plain(LAMBDA, 1)))
    spoken = [
        words(
            "learn.pick.bar",
            film=titles[film],
            relevance=words.plain(step.relevance[film], bars.DIGITS),
            redundancy=words.plain(step.redundancy[film], bars.DIGITS),
            total=words.plain(step.total[film], bars.DIGITS) if revealed else "?",
        )
        for film in range(len(titles))
        if step.open[film]
    ]
    figure = bars.terms(
        titles,
        words,
        step.relevance,
        step.redundancy,
        step.total.tolist() if revealed else None,
        step.shown,
        step.picked if revealed else None,
    )
    figures.show(figure, key="learn_terms", alt=" ".join(spoken))
    with st.container(horizontal=True):
        film = step.picked if revealed else _closest_open(step)
        marking.formula(words, _formula(step, film, titles[film], revealed))
        with st.popover(words("learn.table")):
            st.table(_table(words, step, revealed), hide_index=True)


def _closest_open(step: GreedyStep) -> int:
    """The open film with the largest relevance: an example that gives nothing away."""
    return int(step.open.argmax())


def _formula(step: GreedyStep, film: int, title: str, revealed: bool) -> list[str]:
    similar = 0.0 if not step.shown else step.redundancy[film] / LAMBDA
    filled = rf"{1 - LAMBDA:.1f}\cdot{films.RELEVANCE[film]:.2f}-{LAMBDA:.1f}\cdot{similar:.2f}"
    total = f"{step.total[film]:.{bars.DIGITS}f}" if revealed else "?"
    return [
        r"\text{score}(i)=(1-\lambda)\cdot\text{relevance}(i)-\lambda\cdot\max_{j\in\text{list}}\text{similarity}(i,j)",
        rf"\text{{{title}}}:\quad {filled}={total}",
    ]


def _table(words: Words, step: GreedyStep, revealed: bool) -> pd.DataFrame:
    titles = films.titles(words)
    rows = []
    for film in range(len(titles)):
        if not step.open[film]:
            continue
        closest = titles[step.closest[film]] if step.shown else words("learn.nothing")
        worth, repeats, total = (
            words.plain(values[film], bars.DIGITS) for values in (step.relevance, step.redundancy, step.total)
        )
        cells = (words.plain(films.RELEVANCE[film], 2), worth, closest, repeats, total if revealed else "?")
        rows.append((titles[film], films.labels(words, film), *cells))
    heads = ("film", "labels", "relevance", "worth", "closest", "repeats", "total")
    return pd.DataFrame(rows, columns=[words(f"learn.column.{head}", lambda_=LAMBDA) for head in heads])


def _question(desk: Desk, asked: tuple[Question, ...], rank: int, revealed: bool) -> None:
    titles, step = films.titles(desk.words), loop()[rank]
    st.header(desk.words("learn.pick.list"))
    shown = [*step.shown, *([step.picked] if revealed else [])]
    lines = [
        f"{place + 1}. {titles[shown[place]] if place < len(shown) else '…'}" for place in range(films.PLACES)
    ]
    st.markdown("\n".join(lines))
    if not marking.predict(desk, asked[rank]):
        marking.stay_at("pick", rank)
    if revealed or rank:
        marking.step_buttons(desk, "pick", asked, rank)
    if revealed and rank + 1 == films.PLACES and desk.role != "teacher":
        hits = sum(desk.said(one.name) == one.answer(desk) for one in asked)
        st.markdown(desk.words("learn.pick.done", hits=hits, places=films.PLACES))


def _why(words: Words, step: GreedyStep) -> str:
    titles = films.titles(words)
    other = step.runner_up
    values = {"film": titles[step.picked], "total": words.plain(step.total[step.picked], bars.DIGITS)}
    if not step.shown:
        return words("learn.pick.first", **values)
    if other is None:
        return words("learn.pick.only", **values)
    values |= {"other": titles[other], "other_total": words.plain(step.total[other], bars.DIGITS)}
    return words("learn.pick.why", **values)


def task(desk: Desk) -> NumberTask:
    """The total of a film at place 2, with another λ."""
    lambda_, film = desk.variant("pick", VARIANTS)
    step = greedy_steps(films.RELEVANCE, films.similarity(), 2, lambda_)[1]
    similar = step.redundancy[film] / lambda_
    titles, rest = films.titles(desk.words), f"{1 - lambda_:.1f}"
    return number_task(
        desk,
        "pick",
        float(step.total[film]),
        2,
        TOLERANCE,
        lambda_=f"{lambda_:.1f}",
        rest=rest,
        film=titles[film],
        shown=titles[step.shown[0]],
        relevance=f"{films.RELEVANCE[film]:.2f}",
        similarity=f"{similar:.2f}",
        filled=f"{rest} × {films.RELEVANCE[film]:.2f} − {lambda_:.1f} × {similar:.2f}",
    )


def facts(desk: Desk) -> list[Fact]:
    """The films with their labels, and how alike any two are."""
    words = desk.words
    rule = words("learn.sheet.total", rest=words.plain(1 - LAMBDA, 1), lambda_=words.plain(LAMBDA, 1))
    return film_facts(words, rule)


def film_facts(words: Words, rule: str = "") -> list[Fact]:
    """The eight films on paper, with the rule of the lesson."""
    titles = films.titles(words)
    rows = [
        (f"{row + 1}. {title}", words.plain(films.RELEVANCE[row], 2), films.labels(words, row))
        for row, title in enumerate(titles)
    ]
    heads = [words(f"learn.column.{head}") for head in ("film", "relevance", "labels")]
    numbers = [str(row + 1) for row in range(len(titles))]
    alike = [
        (titles[row], *("" if row == column else words.plain(one, 2) for column, one in enumerate(values)))
        for row, values in enumerate(np.asarray(films.similarity()))
    ]
    return [
        (f"{words('learn.sheet.films')} {rule}".strip(), pd.DataFrame(rows, columns=heads)),
        (words("learn.sheet.alike"), pd.DataFrame(alike, columns=[heads[0], *numbers])),
    ]


LESSON = Lesson("pick", 7, render, questions, task, facts)
