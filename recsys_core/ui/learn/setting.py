"""Lesson 2, what λ means: the list changes at a few exact settings and nowhere else."""

from __future__ import annotations

from math import ceil

import numpy as np
import streamlit as st

from recsys_core.ui.learn import bars, figures, films, marking
from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.learn.lesson import Fact, Lesson, Task, choice
from recsys_core.ui.learn.marking import Mark
from recsys_core.ui.learn.one_pick import film_facts
from recsys_core.ui.shell import state
from recsys_core.ui.text.words import Words
from recsys_core.workbench.lessons import Crossing, crossing

START = 0.2
VARIANTS = (
    ("clockwork_summer", "night_ferry"),
    ("second_watch", "harbour_lights"),
    ("clockwork_summer", "paper_lanterns"),
    ("beekeeper", "clockwork_summer"),
    ("second_watch", "night_ferry"),
    ("beekeeper", "paper_lanterns"),
)
"""The two films of the exercise that must both be in the list."""
_SLIDER = "learn_setting_lambda"
_STEPS = 1000
OPTIONS = ("few", "some", "many", "all")


def render(desk: Desk) -> None:
    """Slider and list on the left, the prediction and then the map of all lists on the right."""
    words = desk.words
    # The first call after an installation compiles the engine.
    with st.spinner(words("learn.preparing")):
        starts, lists = films.paths().of_user(0)
    left, right = st.columns([5, 7])
    with left.container(key="card_learn_slider"):
        lambda_ = _slider(words, starts)
        row = _row(starts, lambda_)
        _list(words, lists[row].tolist(), set(lists[0].tolist()))
    with left.container(key="card_learn_setting_exercise"):
        _exercise(desk, starts, lists)
    with right.container(key="card_learn_setting"):
        if marking.predict(desk, QUESTION):
            _map(words, starts, lists, row, lambda_)


def answer(n_lists: int) -> str:
    """The option that a number of distinct lists falls under."""
    return OPTIONS[int(np.searchsorted((4, 10, 50), n_lists))]


def _row(starts: np.ndarray, lambda_: float) -> int:
    return int(np.searchsorted(starts, lambda_, side="right")) - 1


def reachable(start: float) -> float:
    """The first position of the slider at which a list that takes over at ``start`` is shown."""
    return ceil(start * _STEPS - 1e-9) / _STEPS


def _jump(lambda_: float) -> None:
    state.set_widget(_SLIDER, lambda_)


def _slider(words: Words, starts: np.ndarray) -> float:
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.markdown(f"**{words('slider.low')}**", width="content")
        st.markdown(f"**{words('slider.high')}**", width="content")
    lambda_: float = st.slider(
        words("learn.setting.slider"),
        0.0,
        1.0,
        START,
        1 / _STEPS,
        format="λ = %.3f",
        key=_SLIDER,
        persist_state="session",
    )
    row = _row(starts, lambda_)
    stops = [reachable(float(start)) for start in starts]
    earlier = [stop for stop in stops if stop < lambda_]
    later = stops[row + 1] if row + 1 < len(stops) else None
    with st.container(horizontal=True):
        st.button(
            words("learn.setting.previous"),
            key="learn_setting_previous",
            disabled=not earlier,
            on_click=_jump,
            args=(earlier[-1] if earlier else 0.0,),
        )
        st.button(
            words("learn.setting.next"),
            key="learn_setting_next",
            disabled=later is None,
            on_click=_jump,
            args=(later if later is not None else 1.0,),
        )
    following = (
        words("learn.setting.last")
        if later is None
        else words("learn.setting.until", next=words.plain(starts[row + 1], 4))
    )
    st.caption(words("learn.setting.since", start=words.plain(starts[row], 4)) + " " + following)
    return lambda_


def _list(words: Words, shown: list[int], first: set[int]) -> None:
    titles = films.titles(words)
    st.header(words("learn.setting.list"))
    new = words("plain.entered")
    rows = [
        f"{place}. {titles[film]}" + ("" if film in first else f" :orange-badge[{new}]")
        for place, film in enumerate(shown, 1)
    ]
    st.markdown("\n".join(rows))


def _map(words: Words, starts: np.ndarray, lists: np.ndarray, row: int, lambda_: float) -> None:
    titles = films.titles(words)
    st.header(words("learn.setting.map"))
    st.caption(words("learn.setting.legend"))
    spoken = [
        words(
            "learn.setting.stretch",
            start=words.plain(start, 4),
            films=words("learn.comma").join(titles[film] for film in shown),
        )
        for start, shown in zip(starts, lists, strict=True)
    ]
    figures.show(
        bars.stretches(titles, starts, lists, lambda_, words("learn.setting.axis")),
        key="learn_stretches",
        alt=" ".join(spoken),
    )
    change = row if row > 0 else 1
    found = crossing(films.RELEVANCE, films.similarity(), lists[change - 1], lists[change])
    names = {"entering": titles[found.entering], "leaving": titles[found.leaving], "place": found.rank + 1}
    st.markdown(words("learn.setting.change", at=words.plain(found.lambda_, 4), **names))
    with st.container(horizontal=True):
        marking.formula(words, _formula(found, names))
        with st.popover(words("learn.table")):
            st.markdown("\n".join(f"- {line}" for line in spoken))


def _formula(found: Crossing, names: dict[str, object]) -> list[str]:
    def line(side: int) -> str:
        return rf"(1-\lambda)\cdot{found.relevance[side]:.2f}-\lambda\cdot{found.redundancy[side]:.2f}"

    give_up = rf"{found.relevance[0]:.2f}-{found.relevance[1]:.2f}"
    avoid = rf"{found.redundancy[0]:.2f}-{found.redundancy[1]:.2f}"
    return [
        rf"\underbrace{{{line(1)}}}_{{\text{{{names['entering']}}}}}=\underbrace{{{line(0)}}}_{{\text{{{names['leaving']}}}}}",
        rf"\lambda=\frac{{{give_up}}}{{({give_up})+({avoid})}}={found.lambda_:.4f}",
    ]


def _exercise(desk: Desk, starts: np.ndarray, lists: np.ndarray) -> None:
    words, titles = desk.words, films.titles(desk.words)
    wanted = _wanted(desk)
    marking.heading(words, task(desk))

    def mark(lambda_: float) -> Mark:
        shown = lists[_row(starts, lambda_)]
        missing = [titles[film] for film in wanted if film not in shown]
        at = words.plain(lambda_, 3)
        if missing:
            return Mark(False, words("learn.setting.hint", at=at, films=words("learn.comma").join(missing)))
        return Mark(True, words("learn.setting.solved", at=at))

    marking.exercise(desk, "setting", lambda: state.widget(_SLIDER), mark)


def _wanted(desk: Desk) -> list[int]:
    return [films.KEYS.index(key) for key in desk.variant("setting", VARIANTS)]


def stretch(wanted: list[int]) -> tuple[float, float]:
    """The first stretch of λ over which all wanted films are in the list."""
    starts, lists = films.paths().of_user(0)
    inside = [set(wanted) <= set(shown.tolist()) for shown in lists]
    first = inside.index(True)
    last = next((row for row in range(first, len(inside)) if not inside[row]), None)
    return float(starts[first]), 1.0 if last is None else float(starts[last])


def task(desk: Desk) -> Task:
    """A λ at which two films are both in the list."""
    words, wanted = desk.words, _wanted(desk)
    titles = films.titles(words)
    start, end = stretch(wanted)
    text = words("learn.setting.task", newcomer=titles[wanted[0]], kept=titles[wanted[1]])
    key = words("learn.setting.key", start=words.plain(start, 4), end=words.plain(end, 4))
    return Task(text, key, words("learn.setting.clue"))


def facts(desk: Desk) -> list[Fact]:
    """The eight films."""
    return film_facts(desk.words)


def _n_lists() -> int:
    return len(films.paths().of_user(0)[0])


QUESTION = choice(
    "setting",
    OPTIONS,
    lambda desk: answer(_n_lists()),
    lambda desk: desk.words("learn.setting.told", n=_n_lists()),
)
LESSON = Lesson("setting", 7, render, lambda desk: (QUESTION,), task, facts)
