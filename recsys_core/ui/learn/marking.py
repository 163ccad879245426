"""The parts of every lesson: a prediction before the answer, an exercise that marks itself, notes.

What a visit holds: ``learn_NAME_prediction``, the prediction once it is revealed; ``learn_NAME_checked``,
what was handed in last; ``VisitState.solved``, the exercises that were right once. All keys of a lesson begin
with ``learn_NAME_``, so that it can be started over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from recsys_core.ui.shell import state, visit
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.words import Words

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Mark:
    """The verdict on an exercise.

    Attributes:
        right: whether it is solved.
        why: one sentence: why it is right, or what to look at next.
    """

    right: bool
    why: str


def solved() -> frozenset[str]:
    """Names of the exercises solved in this visit."""
    return visit_state().solved


def revealed(name: str) -> bool:
    """Whether the lesson's answer has been revealed."""
    return state.has_widget(f"learn_{name}_prediction")


def start_over(name: str) -> None:
    """Forget answers and reveals of a lesson; solved exercises stay solved."""
    state.forget_widgets(f"learn_{name}_")


def predict(
    words: Words, name: str, options: Sequence[str], answer: str, reason: str, **values: object
) -> bool:
    """Ask for a prediction before revealing the answer.

    Args:
        words: the interface's words; ``learn.NAME.ask`` is the question, ``learn.NAME.OPTION`` an option.
        name: of the lesson.
        options: what can be chosen.
        answer: the option that is right.
        reason: why, shown when it is revealed.
        values: what the question's placeholders stand for.

    Returns:
        Whether the answer has been revealed.
    """
    question = words(f"learn.{name}.ask", **values)
    kept = f"learn_{name}_prediction"
    prediction = state.widget(kept)
    if prediction is not None:
        st.markdown(f"{question} {words('learn.said', option=words(f'learn.{name}.{prediction}'))}")
        verdict(words, Mark(prediction == answer, reason), wrong="learn.otherwise")
        return True
    chosen = st.radio(
        question,
        options,
        index=None,
        format_func=lambda option: words(f"learn.{name}.{option}"),
        key=f"learn_{name}_guess",
    )
    st.button(
        words("learn.reveal"),
        key=f"learn_{name}_reveal",
        type="primary",
        disabled=chosen is None,
        on_click=state.set_widget,
        args=(kept, chosen),
    )
    return False


def exercise(
    words: Words,
    name: str,
    entered: Callable[[], Entry | None],
    mark: Callable[[Entry], Mark],
    row: DeltaGenerator | None = None,
) -> None:
    """The button that checks an exercise, and the verdict for as long as the answer is unchanged.

    Args:
        words: the interface's words.
        name: of the exercise.
        entered: reads what the visitor entered, None as long as it is not complete. It is read again when the
            button is pressed: a number that was just typed has not been through a run of the page yet.
        mark: marks what was entered.
        row: where the button goes; below what was shown last by default.
    """
    slot = f"learn_{name}_checked"

    def hand_in() -> None:
        given = entered()
        state.set_widget(slot, given)
        if given is not None and mark(given).right:
            visit_state().solved |= {name}

    place = row if row is not None else st
    place.button(words("learn.check"), key=f"learn_{name}_check", on_click=hand_in)
    given = entered()
    if state.has_widget(slot) and state.widget(slot) == given:
        verdict(words, Mark(False, words("learn.incomplete")) if given is None else mark(given))


def verdict(words: Words, mark: Mark, wrong: str = "learn.not_yet") -> None:
    """Show whether the answer is right, in words and colour; screen readers announce it."""
    if mark.right:
        st.success(f"**{words('learn.right')}** {mark.why}")
    else:
        st.warning(f"**{words(wrong)}** {mark.why}")


def task(words: Words, name: str, **values: object) -> None:
    """The exercise's heading and text."""
    st.header(words("learn.exercise"))
    st.markdown(words(f"learn.{name}.task", **values))


def formula(words: Words, lines: Sequence[str]) -> None:
    """The formula behind a lesson, first in letters and then with its numbers, one click away."""
    with st.popover(words("learn.formula")):
        for line in lines:
            st.latex(line)


def teacher(words: Words, name: str) -> None:
    """What a teacher may want to say, ask and expect; not on the screen that the class sees."""
    if visit.asked().present:
        return
    with st.expander(words("learn.teacher")):
        st.markdown(words(f"learn.{name}.teacher"))
