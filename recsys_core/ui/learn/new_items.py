"""Lesson 10, what text buys for a new item: later likes found, by how many ratings the item has."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.ui.learn import figures, from_data, marking
from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.learn.lesson import Lesson, NumberTask, choice, number_task
from recsys_core.ui.shell import session
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.workbench import LANGUAGE_MODEL, ZERO_SHOT, Workbench
from recsys_core.workbench.lessons import RareItems, rare_items, space_similarity

MODELS = ("ease", ZERO_SHOT, LANGUAGE_MODEL)
LIMITS = (20, 100)
DEPTH = 50
OFFERED, CLOSEST = 8, 3

VARIANTS = (
    (0.8, 0.9, 0.4, 0.3),
    (0.6, 0.8, 0.3, 0.2),
    (0.9, 0.5, 0.3, 0.9),
    (0.5, 1.0, 0.5, 0.4),
    (0.8, 0.6, 0.2, 0.1),
)
"""Similarity to a film and its score, for two films that resemble the new one."""
TOLERANCE = 0.006


@session.shared(max_size=4)
def found_likes(bench: Workbench) -> RareItems:
    """Later likes that each model finds, by ratings of the item."""
    models = {name: bench.candidates(name) for name in MODELS}
    depth = min(DEPTH, *(one.items.shape[1] for one in models.values()))
    return rare_items(bench.ground_truth(), models, LIMITS, depth)


@session.shared(max_size=4)
def rarest(bench: Workbench) -> tuple[int, ...]:
    """Items with the fewest ratings, that somebody liked later where there are any; lower index first."""
    truth = bench.ground_truth()
    liked = np.asarray(truth.relevant_matrix.sum(axis=0)).ravel() > 0
    order = np.lexsort((np.arange(len(liked)), truth.popularity, ~liked))
    return tuple(int(item) for item in order[:OFFERED])


def render(desk: Desk) -> None:
    """A rarely rated film and those that its text resembles; then what each model finds."""
    words = desk.words
    from_data.wait_for_data(desk)
    with st.spinner(words("learn.preparing")):
        found = found_likes(desk.bench)
    left, right = st.columns([7, 5])
    with left.container(key="card_learn_new"):
        revealed = marking.predict(desk, QUESTION)
        if revealed:
            _curves(desk, found)
        from_data.source(desk)
    with right.container(key="card_learn_new_resembles"):
        _resembles(desk)
    with right.container(key="card_learn_new_exercise"):
        marking.number_exercise(desk, "new", task(desk))


def _group(desk: Desk, row: int) -> str:
    edges = (0, *LIMITS)
    if row == len(LIMITS):
        return desk.words("learn.new.from", low=edges[row])
    return desk.words("learn.new.between", low=edges[row], high=edges[row + 1] - 1)


def _ticks() -> list[str]:
    """The groups in figures alone, short enough for a phone."""
    edges = (0, *LIMITS)
    return [*(f"{low}–{high - 1}" for low, high in zip(edges, edges[1:], strict=False)), f"{edges[-1]}+"]


def _curves(desk: Desk, found: RareItems) -> None:
    words = desk.words
    st.header(words("learn.new.curves", depth=found.depth))
    slots = ("long_tail", "variety", "accuracy")
    curves = [
        (words(f"learn.new.short_{name}"), np.nan_to_num(found.found[name]), slot)
        for name, slot in zip(MODELS, slots, strict=True)
    ]
    groups = [_group(desk, row) for row in range(len(found.likes))]
    spoken = [
        f"{groups[row]}: "
        + words("learn.comma").join(
            f"{name} {words.percent(float(values[row]))}" for name, values, _ in curves
        )
        + "."
        for row in range(len(groups))
    ]
    top = max(float(values.max()) for _, values, _ in curves) or 1.0
    figure = figures.lines(
        list(range(len(groups))), curves, title=words("learn.new.axis"), height=240, marks=True, percent=True,
        y_range=(0.0, 1.1 * top), ticks=list(range(len(groups))), tick_names=_ticks(),
    )  # fmt: skip
    figures.show(figure, key="learn_new_curves", alt=" ".join(spoken))


def _resembles(desk: Desk) -> None:
    words, bench = desk.words, desk.bench
    titles = bench.dataset.items["title"].astype(str).to_numpy()
    popularity = bench.ground_truth().popularity
    st.header(words("learn.new.resembles"))
    item = st.selectbox(
        words("learn.new.choose"),
        rarest(bench),
        format_func=lambda one: words("learn.new.film", title=titles[one], ratings=int(popularity[one])),
        key="learn_new_item",
        persist_state="session",
    )
    everything = np.arange(len(titles))
    similarity = space_similarity(bench.spaces()["text"], np.array([item]), everything)[0].astype(np.float64)
    similarity[[item]] = -np.inf
    known = np.argsort(-similarity, kind="stable")[:CLOSEST]
    rows = [
        (escape_markdown(titles[one]), words.plain(similarity[one], 2), words.count(int(popularity[one])))
        for one in known
    ]
    heads = [words("learn.column.film"), words("learn.new.similarity"), words("learn.new.ratings")]
    st.table(pd.DataFrame(rows, columns=heads), hide_index=True, border="horizontal")


def task(desk: Desk) -> NumberTask:
    """The score of a film that nobody has rated, from two that resemble it."""
    words, (one, first, two, second) = desk.words, desk.variant("new", VARIANTS)
    result = (one * first + two * second) / (one + two)
    values = {"one": one, "first": first, "two": two, "second": second}
    shown = {name: words.short(value) for name, value in values.items()}
    filled = "({one} × {first} + {two} × {second}) / ({one} + {two})".format(**shown)
    return number_task(desk, "new", result, 2, TOLERANCE, **shown, filled=filled)


def _reason(desk: Desk) -> str:
    words, found = desk.words, found_likes(desk.bench)
    shares = {name: words.percent(float(np.nan_to_num(found.found[name][0]))) for name in MODELS}
    best = words(f"learn.new.{found.best(len(LIMITS) - 1)}")
    return words("learn.new.told", likes=int(found.likes[0]), best=best, group=_group(desk, 1), **shares)


QUESTION = choice(
    "new",
    MODELS,
    lambda desk: found_likes(desk.bench).best(0),
    _reason,
    lambda desk: {"limit": LIMITS[0], "depth": found_likes(desk.bench).depth},
)
LESSON = Lesson("new", 7, render, lambda desk: (QUESTION,), task)
