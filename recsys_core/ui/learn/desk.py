"""Where a visitor works through lessons: alone, at a seat of a live class, or at the teacher's desk.

A lesson asks its desk what was said, what is revealed and which numbers its exercise has.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from typing import ClassVar, Literal, TypeVar

import numpy as np

from recsys_core.ui.shell import session
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench

Variant = TypeVar("Variant")
Role = Literal["alone", "student", "teacher"]


class Desk(ABC):
    """One place to learn at.

    Attributes:
        role: who sits there.
        words: the interface's words.
        data: name of the data set that the lessons use.
        refusal: why the last answer was not taken, "" where it was.
    """

    role: ClassVar[Role]

    def __init__(self, words: Words, data: str) -> None:
        self.words, self.data, self.refusal = words, data, ""

    @property
    def bench(self) -> Workbench:
        """The opened data set of the lessons, shared by all visitors."""
        return session.open_workbench(self.data)

    @abstractmethod
    def said(self, question: str) -> str | None:
        """The prediction made, None for none yet."""

    @abstractmethod
    def is_revealed(self, question: str) -> bool:
        """Whether the answer to a question may be shown."""

    @abstractmethod
    def say(self, question: str, option: str, right: bool) -> None:
        """Keep a prediction; a callback."""

    @abstractmethod
    def hand_in(self, exercise: str, answer: str, right: bool) -> None:
        """Keep a try at an exercise; a callback."""

    @abstractmethod
    def solved(self) -> frozenset[str]:
        """Names of the exercises that were right once."""

    @property
    @abstractmethod
    def material(self) -> str:
        """The class's own table as CSV text, "" for none."""

    def variant(self, lesson: str, variants: Sequence[Variant]) -> Variant:
        """The numbers of this desk's exercise: the first, except for students, whose neighbours differ."""
        return variants[0]

    def draw_seed(self, lesson: str) -> int:
        """Where random draws of a lesson start at this desk."""
        return 0


class Alone(Desk):
    """A visitor by themselves: progress is kept for the visit and in the address."""

    role = "alone"

    def said(self, question: str) -> str | None:
        """The prediction made, None for none yet."""
        return (visit_state().said or {}).get(question)

    def is_revealed(self, question: str) -> bool:
        """Whether a prediction was made: the answer follows at once."""
        return self.said(question) is not None

    def say(self, question: str, option: str, right: bool) -> None:
        """Keep a prediction."""
        visit_state().said = (visit_state().said or {}) | {question: option}

    def hand_in(self, exercise: str, answer: str, right: bool) -> None:
        """Keep that an exercise was right."""
        if right:
            visit_state().solved |= {exercise}

    def solved(self) -> frozenset[str]:
        """Names of the exercises that were right once."""
        return visit_state().solved

    def forget(self, questions: Collection[str]) -> None:
        """Forget predictions, so that their questions are asked again; solved exercises stay solved."""
        said = visit_state().said or {}
        visit_state().said = {
            question: option for question, option in said.items() if question not in questions
        }

    @property
    def material(self) -> str:
        """The visitor's own table."""
        return visit_state().lesson_table


def neighbours_differ(n_variants: int, number: int, seed: int) -> int:
    """Which variant a student has: consecutive students never share one where there are two or more.

    Args:
        n_variants: at least 1.
        number: of the student.
        seed: of class and lesson.

    >>> [neighbours_differ(3, number, 0) for number in range(1, 7)]
    [0, 1, 2, 0, 1, 2]
    """
    order = np.random.default_rng(seed).permutation(n_variants)
    return int(order[number % n_variants])
