"""The parts of every lesson: a prediction before the answer, an exercise that marks itself.

What the page itself holds: ``learn_NAME_guess``, an option that is chosen and not sent yet, and
``learn_NAME_checked``, what was handed in last. All keys of a lesson begin with ``learn_NAME_``, so that it
can be started over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.learn.lesson import NumberTask, Question, Task
from recsys_core.ui.shell import state
from recsys_core.ui.text.words import Words

Entry = TypeVar("Entry")

MOST_ROWS = 4
"""More options than that stand beside each other, so that a lesson stays one screen."""


@dataclass(frozen=True)
class Mark:
    """The verdict on an exercise.

    Attributes:
        right: whether it is solved.
        why: one sentence: why it is right, or what to look at next.
    """

    right: bool
    why: str


def predict(desk: Desk, question: Question) -> bool:
    """Ask for a prediction before the answer is shown.

    Returns:
        Whether the answer is out. A student waits for the teacher.
    """
    if desk.is_revealed(question.name):
        _answer(desk, question)
        return True
    if desk.role == "teacher":
        st.markdown(question.ask(desk))
        st.markdown("\n".join(f"- {label}" for label in question.options(desk).values()))
    elif desk.role == "student":
        _ask_again(desk, question)
    else:
        _ask(desk, question)
    return False


@st.fragment
def _ask_again(desk: Desk, question: Question) -> None:
    """A student's question runs alone: sixty answers at once need no sixty pages."""
    _ask(desk, question)


def _ask(desk: Desk, question: Question) -> None:
    words, name = desk.words, question.name
    options, said = question.options(desk), desk.said(question.name)
    key = f"learn_{name}_guess"
    asked, values = question.ask(desk), list(options)

    def label(option: str) -> str:
        return options.get(option, option)

    if len(options) > MOST_ROWS:
        default = said if said in options else None
        chosen = st.pills(asked, values, default=default, format_func=label, key=key)
    else:
        at = values.index(said) if said is not None and said in options else None
        chosen = st.radio(asked, values, index=at, format_func=label, key=key)

    def send() -> None:
        option = state.widget(key)
        if option is not None:
            desk.say(name, option, option == question.answer(desk))

    alone = desk.role == "alone"
    st.button(
        words("learn.reveal" if alone else "learn.send"),
        key=f"learn_{name}_reveal",
        type="primary",
        disabled=chosen is None or (not alone and chosen == said),
        on_click=send,
    )
    if desk.refusal:
        st.warning(desk.refusal)
    elif said is not None:
        st.info(words("learn.sent", option=options.get(said, said)))


def _answer(desk: Desk, question: Question) -> None:
    words, said = desk.words, desk.said(question.name)
    options = question.options(desk)
    answer, reason = question.answer(desk), question.reason(desk)
    if said is None:
        told = words("learn.told", option=options[answer])
        st.markdown(question.ask(desk))
        st.info(f"**{told}** {reason}")
        return
    st.markdown(f"{question.ask(desk)} {words('learn.said', option=options.get(said, said))}")
    verdict(words, Mark(said == answer, reason), wrong="learn.otherwise")


def steps(desk: Desk, lesson: str, questions: Sequence[Question]) -> int:
    """The question that is on the screen, of several that follow each other.

    It stays where the visitor has gone; at first it is the first one without an answer.
    """
    at = state.widget(f"learn_{lesson}_step")
    if at is None:
        waiting = (row for row, one in enumerate(questions) if not desk.is_revealed(one.name))
        at = next(waiting, len(questions) - 1)
    return min(max(int(at), 0), len(questions) - 1)


def step_buttons(desk: Desk, lesson: str, questions: Sequence[Question], at: int) -> None:
    """Buttons to the next question, once the answer to this one is out, and to the one before."""
    key = f"learn_{lesson}_step"
    with st.container(horizontal=True):
        if at + 1 < len(questions) and desk.is_revealed(questions[at].name):
            st.button(
                desk.words(f"learn.{lesson}.next"),
                key=f"learn_{lesson}_next",
                type="primary",
                on_click=state.set_widget,
                args=(key, at + 1),
            )
        if at > 0:
            st.button(
                desk.words("learn.back"),
                key=f"learn_{lesson}_back",
                on_click=state.set_widget,
                args=(key, at - 1),
            )


def stay_at(lesson: str, at: int) -> None:
    """Keep the question on the screen when its answer comes out."""
    if not state.has_widget(f"learn_{lesson}_step"):
        state.set_widget(f"learn_{lesson}_step", at)


def exercise(
    desk: Desk,
    name: str,
    entered: Callable[[], Entry | None],
    mark: Callable[[Entry], Mark],
    row: DeltaGenerator | None = None,
    written: Callable[[Entry], str] = str,
) -> None:
    """The button that checks an exercise, and the verdict for as long as the answer is unchanged.

    Args:
        desk: whose exercise.
        name: of the lesson.
        entered: reads what the visitor entered, None as long as it is not complete. It is read again when the
            button is pressed: a number that was just typed has not been through a run of the page yet.
        mark: marks what was entered.
        row: where the button goes; below what was shown last by default.
        written: what was entered as it stands in the class's results.
    """
    slot = f"learn_{name}_checked"

    def hand_in() -> None:
        given = entered()
        state.set_widget(slot, given)
        if given is not None:
            desk.hand_in(f"{name}_task", written(given), mark(given).right)

    place = row if row is not None else st
    place.button(desk.words("learn.check"), key=f"learn_{name}_check", on_click=hand_in)
    given = entered()
    if state.has_widget(slot) and state.widget(slot) == given:
        if desk.refusal:
            st.warning(desk.refusal)
        incomplete = Mark(False, desk.words("learn.incomplete"))
        verdict(desk.words, incomplete if given is None else mark(given))
    elif f"{name}_task" in desk.solved():
        st.caption(desk.words("learn.solved_before"))


def number_exercise(desk: Desk, name: str, task: NumberTask) -> None:
    """The exercise's text and a field for its number; the answer is marked here, never in the browser."""
    heading(desk.words, task)
    key = f"learn_{name}_number"
    row = st.container(horizontal=True, vertical_alignment="bottom")
    row.number_input(
        task.label,
        value=None,  # and no limits: a number beyond them would never arrive, and the old verdict would stay
        step=10.0**-task.digits,
        format=f"%.{task.digits}f",
        key=key,
        persist_state="session",
    )

    def mark(given: float) -> Mark:
        right = abs(given - task.answer) <= task.tolerance
        return Mark(right, task.solution if right else task.hint)

    exercise(desk, name, lambda: state.widget(key), mark, row, lambda given: f"{given:.{task.digits + 2}g}")


def verdict(words: Words, mark: Mark, wrong: str = "learn.not_yet") -> None:
    """Show whether the answer is right, in words and colour; screen readers announce it."""
    if mark.right:
        st.success(f"**{words('learn.right')}** {mark.why}")
    else:
        st.warning(f"**{words(wrong)}** {mark.why}")


def heading(words: Words, task: Task) -> None:
    """The exercise's heading and text."""
    st.header(words("learn.exercise"))
    st.markdown(task.text)


def formula(words: Words, lines: Sequence[str]) -> None:
    """The formula behind a lesson, first in letters and then with its numbers, one click away."""
    with st.popover(words("learn.formula")):
        for line in lines:
            st.latex(line)
