"""Lesson 9, break it: faults that published tools have had, each beside the right answer."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.ui.learn import films, marking
from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.learn.lesson import Fact, Lesson, NumberTask, Question, number_task
from recsys_core.ui.learn.one_pick import film_facts
from recsys_core.ui.text.words import Words
from recsys_core.workbench.lessons import Fault, precision, tool_faults

COPIES = (0, 0, 1, 0, 1, 2, 2, 0)
"""In the case of the determinants the eight films have only three descriptions: which of them each has."""

VARIANTS = (("ABACD", "AC"), ("ABBCD", "BD"), ("AAABC", "A"), ("ABCCC", "ABC"), ("ABCDD", "D"))
"""A list of five with a film that stands there more than once, and the films that are liked."""
TOLERANCE = 0.001


@lru_cache(maxsize=1)
def faults() -> tuple[Fault, ...]:
    """All of them, computed."""
    vectors = np.eye(3)[list(COPIES)]
    return tool_faults(films.RELEVANCE, films.similarity(), vectors @ vectors.T)


def wrong_side(row: int) -> str:
    """Where the wrong answer stands: "a" or "b", in turns without a pattern that is easy to guess."""
    return "a" if row in (1, 2, 4) else "b"


def questions(desk: Desk) -> tuple[Question, ...]:
    """One for each fault."""
    return tuple(_question_of(row) for row in range(len(faults())))


def _question_of(row: int) -> Question:
    fault = faults()[row]

    def options(desk: Desk) -> dict[str, str]:
        both = {True: _shown(fault.wrong, desk.words), False: _shown(fault.right, desk.words)}
        return {side: f"{side.upper()}: {both[side == wrong_side(row)]}" for side in ("a", "b")}

    return Question(
        f"broken_{row + 1}",
        lambda desk: desk.words("learn.broken.ask"),
        options,
        lambda desk: wrong_side(row),
        lambda desk: desk.words(f"learn.broken.why_{fault.name}"),
    )


def _shown(result: float | tuple[int, ...], words: Words) -> str:
    if isinstance(result, tuple):
        return words("learn.comma").join(films.titles(words)[film] for film in result)
    return words.plain(result, 2)


def render(desk: Desk) -> None:
    """The case on the left, the question and the exercise on the right."""
    asked = questions(desk)
    row = marking.steps(desk, "broken", asked)
    words, fault = desk.words, faults()[row]
    left, right = st.columns([6, 6])
    with left.container(key="card_learn_broken"):
        st.header(words("learn.broken.case", number=row + 1, all=len(asked)))
        st.markdown(words(f"learn.broken.case_{fault.name}"))
        if isinstance(fault.right, tuple):
            st.table(_films(words, copies=fault.name == "rank"), hide_index=True, border="horizontal")
    with right.container(key="card_learn_broken_question"):
        revealed = marking.predict(desk, asked[row])
        if revealed:
            other = "b" if wrong_side(row) == "a" else "a"
            st.markdown(words("learn.broken.both", wrong=wrong_side(row).upper(), right=other.upper()))
            st.markdown("\n".join(f"- {label}" for label in asked[row].options(desk).values()))
        else:
            marking.stay_at("broken", row)
        if revealed or row:
            marking.step_buttons(desk, "broken", asked, row)
    with right.container(key="card_learn_broken_exercise"):
        marking.number_exercise(desk, "broken", task(desk))


def _films(words: Words, *, copies: bool) -> pd.DataFrame:
    titles = films.titles(words)
    described = ["ABC"[one] for one in COPIES] if copies else [films.labels(words, row) for row in range(8)]
    rows = [(title, words.plain(films.RELEVANCE[row], 2), described[row]) for row, title in enumerate(titles)]
    last = words("learn.broken.description") if copies else words("learn.column.labels")
    heads = [words("learn.column.film"), words("learn.column.relevance"), last]
    return pd.DataFrame(rows, columns=heads)


def task(desk: Desk) -> NumberTask:
    """Precision of a list in which a film is repeated."""
    listed, liked = desk.variant("broken", VARIANTS)
    first = np.array([listed.index(film) == place for place, film in enumerate(listed)])
    hits = first & np.isin(list(listed), list(liked))
    comma = desk.words("learn.comma")
    return number_task(
        desk,
        "broken",
        float(precision(hits[None])[0]),
        1,
        TOLERANCE,
        films=comma.join(listed),
        liked=comma.join(liked),
        n_liked=int(hits.sum()),
    )


def facts(desk: Desk) -> list[Fact]:
    """The six cases and the films."""
    words = desk.words
    cases = [(str(row + 1), words(f"learn.broken.case_{one.name}")) for row, one in enumerate(faults())]
    heads = [words("learn.broken.number"), words("learn.broken.about")]
    return [(words("learn.broken.cases"), pd.DataFrame(cases, columns=heads)), film_facts(words)[0]]


LESSON = Lesson("broken", 8, render, questions, task, facts)
