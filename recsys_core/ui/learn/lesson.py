"""What every lesson is made of; ``lessons`` lists them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from recsys_core.ui.learn.desk import Desk

Fact = tuple[str, pd.DataFrame]
"""A caption and a table that a worksheet needs on paper."""


@dataclass(frozen=True)
class Question:
    """A prediction, made before the answer is shown.

    Attributes:
        name: what answers are filed under: letters, digits and underscores.
        ask: the question.
        options: what can be chosen, label by value.
        answer: the value that is right, computed.
        reason: why, shown when it is revealed.
    """

    name: str
    ask: Callable[[Desk], str]
    options: Callable[[Desk], Mapping[str, str]]
    answer: Callable[[Desk], str]
    reason: Callable[[Desk], str]


@dataclass(frozen=True)
class Task:
    """The exercise of a lesson with the numbers of one desk.

    Attributes:
        text: what is to be done.
        solution: the answer with its working, for whoever was right and for the teacher's key.
        hint: what to look at next.
    """

    text: str
    solution: str
    hint: str


@dataclass(frozen=True)
class NumberTask(Task):
    """An exercise whose answer is a number.

    Attributes:
        label: of the field.
        answer: the right number.
        tolerance: how far from it still counts as right.
        digits: decimals of the field.
    """

    label: str
    answer: float
    tolerance: float
    digits: int


@dataclass(frozen=True)
class Lesson:
    """One screen: a prediction, something to try, the answer, an exercise that marks itself.

    Attributes:
        name: prefix of its texts, ``learn.NAME.…``; its exercise is filed under ``NAME_task``.
        minutes: how long a class takes, 5 to 8.
        render: puts it on the page.
        questions: its predictions, in order.
        task: its exercise.
        facts: tables for the worksheet.
    """

    name: str
    minutes: int
    render: Callable[[Desk], None]
    questions: Callable[[Desk], Sequence[Question]]
    task: Callable[[Desk], Task]
    facts: Callable[[Desk], Sequence[Fact]] = lambda desk: ()

    @property
    def exercise(self) -> str:
        """What tries at the exercise are filed under."""
        return f"{self.name}_task"


def choice(
    name: str,
    options: Sequence[str],
    answer: Callable[[Desk], str],
    reason: Callable[[Desk], str],
    values: Callable[[Desk], Mapping[str, object]] = lambda desk: {},
) -> Question:
    """A question whose texts are ``learn.NAME.ask`` and ``learn.NAME.OPTION``.

    Args:
        name: of the lesson.
        options: values that can be chosen.
        answer: the value that is right.
        reason: why.
        values: what the placeholders of the question stand for.
    """
    return Question(
        name,
        lambda desk: desk.words(f"learn.{name}.ask", **values(desk)),
        lambda desk: {option: desk.words(f"learn.{name}.{option}") for option in options},
        answer,
        reason,
    )


def number_task(
    desk: Desk, name: str, answer: float, digits: int, tolerance: float, **values: object
) -> NumberTask:
    """An exercise whose texts are ``learn.NAME.task``, ``.answer``, ``.hint`` and ``.solved``.

    Args:
        desk: for its words.
        name: of the lesson.
        answer: the right number.
        digits: decimals of the field and of the answer as it is shown.
        tolerance: how far from it still counts as right.
        values: what the placeholders stand for; ``answer`` is added.
    """
    shown = values | {"answer": desk.words.plain(answer, digits)}
    text, label, hint, solution = (
        desk.words(f"learn.{name}.{part}", **shown) for part in ("task", "answer", "hint", "solved")
    )
    return NumberTask(text, solution, hint, label, answer, tolerance, digits)
