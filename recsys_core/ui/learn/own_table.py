"""Lesson 12, the class's own data: a small table that somebody brought becomes the example."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.types import FloatArray
from recsys_core.ui.learn import films, marking
from recsys_core.ui.learn.desk import Alone, Desk
from recsys_core.ui.learn.lesson import Fact, Lesson, NumberTask, Question, number_task
from recsys_core.ui.learn.seats import Teacher
from recsys_core.ui.shell import state, visit
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words
from recsys_core.workbench.lessons import (
    FEWEST,
    LABEL_SEPARATOR,
    MOST,
    GreedyStep,
    SmallTable,
    greedy_steps,
    read_small_table,
    space_similarity,
)

LAMBDA = 0.5
LENGTH = 5
LAMBDAS = (0.2, 0.3, 0.4, 0.6)
"""λ of the exercise; the items are those that resemble the first."""
TOLERANCE = 0.006
_FILE, _REFUSAL, _SLIDER = "learn_own_file", "learn_own_refusal", "learn_own_lambda"
_MEGABYTES = 1


def table(desk: Desk) -> SmallTable:
    """The class's own table; the eight films while there is none."""
    return _read(desk.material) if desk.material else _read(_films_as_csv(desk.words))


@lru_cache(maxsize=64)
def _read(text: str) -> SmallTable:
    return read_small_table(text)


def _films_as_csv(words: Words) -> str:
    rows = [
        {
            "title": title,
            "relevance": films.RELEVANCE[row],
            "labels": LABEL_SEPARATOR.join(
                words(f"learn.label.{one}") for one in films.LABELS[films.KEYS[row]]
            ),
        }
        for row, title in enumerate(films.titles(words))
    ]
    return pd.DataFrame(rows).to_csv(index=False)


def similarity(items: SmallTable) -> FloatArray:
    """(n, n) overlap of labels; an item without labels resembles nothing."""
    everything = np.arange(len(items))
    return space_similarity(items.space(), everything, everything).astype(np.float64)


def steps(items: SmallTable, lambda_: float, k: int = LENGTH) -> list[GreedyStep]:
    """The loop on the table."""
    return greedy_steps(items.relevance, similarity(items), min(k, len(items)), lambda_)


def render(desk: Desk) -> None:
    """The table on the left; the question, the list at any λ and the exercise on the right."""
    words, items = desk.words, table(desk)
    left, right = st.columns([6, 6])
    with left.container(key="card_learn_own"):
        st.header(words("learn.own.table" if desk.material else "learn.own.example"))
        st.table(_shown(words, items), hide_index=True, border="horizontal")
        if desk.role != "student":
            _bring(desk)
    with right.container(key="card_learn_own_question"):
        if marking.predict(desk, question(desk)):
            _list(desk, items)
    with right.container(key="card_learn_own_exercise"):
        marking.number_exercise(desk, "own", task(desk))


def question(desk: Desk) -> Question:
    """Which item takes place 2."""
    items = table(desk)
    step = steps(items, LAMBDA, 2)[1]
    titles = [escape_markdown(title) for title in items.titles]
    open_items = [row for row in range(len(items)) if step.open[row]]

    def reason(desk: Desk) -> str:
        other = step.runner_up if step.runner_up is not None else step.picked
        return desk.words(
            "learn.own.told",
            film=titles[step.picked],
            total=desk.words.plain(step.total[step.picked], 3),
            other=titles[other],
            other_total=desk.words.plain(step.total[other], 3),
        )

    return Question(
        "own",
        lambda desk: desk.words("learn.own.ask", first=titles[step.shown[0]], lambda_=LAMBDA),
        lambda desk: {f"item_{row}": titles[row] for row in open_items},
        lambda desk: f"item_{step.picked}",
        reason,
    )


def _shown(words: Words, items: SmallTable) -> pd.DataFrame:
    comma = words("learn.comma")
    rows = [
        (escape_markdown(title), words.plain(relevance, 2), escape_markdown(comma.join(labels)))
        for title, relevance, labels in zip(items.titles, items.relevance, items.labels, strict=True)
    ]
    heads = ("item", "relevance", "labels")
    return pd.DataFrame(rows, columns=[words(f"learn.column.{head}") for head in heads])


def _list(desk: Desk, items: SmallTable) -> None:
    words = desk.words
    lambda_: float = st.slider(
        words("learn.setting.slider"), 0.0, 1.0, LAMBDA, 0.05, format="λ = %.2f", key=_SLIDER,
        persist_state="session",
    )  # fmt: skip
    first = {step.picked for step in steps(items, 0.0)}
    new = words("plain.entered")
    rows = [
        f"{place}. {escape_markdown(items.titles[step.picked])}"
        + ("" if step.picked in first else f" :orange-badge[{new}]")
        for place, step in enumerate(steps(items, lambda_), 1)
    ]
    st.markdown("\n".join(rows))


def _bring(desk: Desk) -> None:
    """A field for a file; whatever was answered about the former table is forgotten."""
    words = desk.words
    with st.expander(words("learn.own.bring")):
        st.caption(words("learn.own.form", fewest=FEWEST, most=MOST))
        st.download_button(
            words("learn.own.template"), _films_as_csv(words).encode("utf-8-sig"), "lesson.csv", "text/csv",
            on_click="ignore", key="learn_own_template", type="tertiary",
        )  # fmt: skip
        st.file_uploader(
            words("learn.own.file"), ["csv", "tsv", "txt"], key=_FILE, max_upload_size=_MEGABYTES,
            on_change=_take, args=(desk,),
        )  # fmt: skip
        if state.widget(_REFUSAL):
            st.warning(escape_markdown(state.widget(_REFUSAL)))
        if desk.refusal:
            st.warning(escape_markdown(desk.refusal))


def _take(desk: Desk) -> None:
    """Use the file that was chosen; a callback."""
    state.forget_widgets(_REFUSAL)
    file = state.widget(_FILE)
    if file is None:
        return
    try:
        text = file.getvalue().decode("utf-8-sig")
        read_small_table(text)
    except UnicodeDecodeError:
        state.set_widget(_REFUSAL, desk.words("learn.own.encoding"))
        return
    except RecsysError as error:
        state.set_widget(_REFUSAL, desk.words.error(error))
        return
    if isinstance(desk, Teacher):
        desk.give_material(text, ["own", LESSON.exercise])
    elif isinstance(desk, Alone):
        visit_state().lesson_table = text
        desk.forget({"own"})
    for key in ("learn_own_guess", "learn_own_checked", "learn_own_number"):
        state.forget_widgets(key)
    visit.change()


def task(desk: Desk) -> NumberTask:
    """The total of an item at place 2 of the table."""
    words, items = desk.words, table(desk)
    alike = similarity(items)[0]
    near = [row for row in range(1, len(items)) if alike[row] > 0] or list(range(1, len(items)))
    lambda_, row = desk.variant("own", [(at, near[turn % len(near)]) for turn, at in enumerate(LAMBDAS)])
    total = (1 - lambda_) * float(items.relevance[row]) - lambda_ * float(alike[row])
    values = {"relevance": words.plain(items.relevance[row], 2), "similarity": words.plain(alike[row], 2)}
    rest = words.plain(1 - lambda_, 1)
    filled = f"{rest} × {values['relevance']} − {words.plain(lambda_, 1)} × {values['similarity']}"
    return number_task(
        desk, "own", total, 2, 2 * TOLERANCE, item=escape_markdown(items.titles[row]),
        first=escape_markdown(items.titles[0]), lambda_=words.plain(lambda_, 1), rest=rest, filled=filled,
        **values,
    )  # fmt: skip


def facts(desk: Desk) -> list[Fact]:
    """The table."""
    words, items = desk.words, table(desk)
    comma = words("learn.comma")
    rows = [
        (title, words.plain(relevance, 2), comma.join(labels))
        for title, relevance, labels in zip(items.titles, items.relevance, items.labels, strict=True)
    ]
    heads = [words(f"learn.column.{head}") for head in ("item", "relevance", "labels")]
    return [(words("learn.own.table"), pd.DataFrame(rows, columns=heads))]


LESSON = Lesson("own", 8, render, lambda desk: (question(desk),), task, facts)
