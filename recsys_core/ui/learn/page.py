"""The frame of the lessons: choosing one, progress, and the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from recsys_core.ui.learn import best_list, marking, one_pick, rating_model, sameness, setting
from recsys_core.ui.shell import open_page_without_data, state
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.words import Words

STYLE = Path(__file__).parent / "learn.css"
_CONTROL = "learn_lesson"


@dataclass(frozen=True)
class Lesson:
    """One screen.

    Attributes:
        name: prefix of its strings, ``learn.NAME.…``, and name of its exercise.
        render: puts it on the page.
    """

    name: str
    render: Callable[[Words], None]


LESSONS = (
    Lesson("pick", one_pick.render),
    Lesson("setting", setting.render),
    Lesson("best", best_list.render),
    Lesson("same", sameness.render),
    Lesson("model", rating_model.render),
)


def render() -> None:
    """The page: choose a lesson, read what it asks, work through it."""
    number, damaged = _asked()
    words = open_page_without_data("learn", {"lesson": str(number)})
    visit_state().lesson_address = str(number)
    if damaged is not None:
        st.info(words("learn.unknown", value=damaged[:40], last=len(LESSONS)))
    st.html(STYLE)
    lesson = LESSONS[number - 1]
    with st.container(key="learn"):
        _choice(words, lesson)
        st.title(words(f"learn.{lesson.name}.title"))
        st.markdown(words(f"learn.{lesson.name}.intro"))
        with _body(lesson):
            lesson.render(words)


def _body(lesson: Lesson) -> DeltaGenerator:
    """The container of the lesson, emptied when another opens: that one may compute before it shows."""
    changed = visit_state().lesson_shown != lesson.name
    visit_state().lesson_shown = lesson.name
    return (st.empty() if changed else st).container(key="learn_body")


def _choice(words: Words, lesson: Lesson) -> None:
    """The choice of a lesson, the progress, and a button that starts the lesson over."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            words("learn.lessons"),
            range(1, len(LESSONS) + 1),
            format_func=lambda n: f"{n} · {words(f'learn.{LESSONS[n - 1].name}.tab')}",
            key=_CONTROL,
            required=True,
            label_visibility="collapsed",
            persist_state="session",
        )
        st.space("stretch")
        done = words("learn.progress", done=len(marking.solved()), all=len(LESSONS))
        st.caption(done, width="content")
        st.button(
            words("learn.again"),
            key="learn_again",
            type="tertiary",
            on_click=marking.start_over,
            args=(lesson.name,),
        )


def _asked() -> tuple[int, str | None]:
    """The lesson to show, and the address's value if that is not a lesson.

    The address counts when it was changed from outside since it was last written; else the control does.
    """
    asked = st.query_params.get("lesson")
    damaged = None
    if asked is not None and asked != visit_state().lesson_address:
        known = {str(number): number for number in range(1, len(LESSONS) + 1)}
        damaged = None if asked in known else asked
        state.set_widget(_CONTROL, known.get(asked, 1))
    elif state.widget(_CONTROL) is None:
        state.set_widget(_CONTROL, int(visit_state().lesson_address or 1))
    return int(state.widget(_CONTROL)), damaged
