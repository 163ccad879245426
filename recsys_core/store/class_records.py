"""What the store of live classes returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LiveClass:
    """A class as everybody in it may see it.

    Attributes:
        code: what students type.
        opened_at: when, in UTC.
        seed: where every student's own numbers start.
        data: name of the data set that the lessons use.
        plan: minutes of the plan that the teacher follows, 0 for none.
        lesson: name of the lesson that is open.
        material: the class's own table as CSV text, "" for none.
        revealed: questions whose answers are out.
        n_students: how many have joined.
    """

    code: str
    opened_at: datetime
    seed: int
    data: str
    plan: int
    lesson: str
    material: str
    revealed: frozenset[str]
    n_students: int


@dataclass(frozen=True)
class StudentAnswer:
    """What a student answered to one question.

    Attributes:
        answer: the latest one; of an exercise the first right one, once there is one.
        right: whether it is right.
        tries: how often the student handed something in, up to the right answer.
    """

    answer: str
    right: bool
    tries: int


@dataclass(frozen=True)
class Student:
    """A student with all their answers.

    Attributes:
        number: 1 to n in order of joining.
        nickname: "" for none.
        answers: by question.
    """

    number: int
    nickname: str
    answers: Mapping[str, StudentAnswer]


@dataclass(frozen=True)
class Tally:
    """Answers to one question, counted; nobody is named.

    Attributes:
        by_answer: students by what they answered last.
        first_time: students who were right with their first try.
        later: students who were right with a later one.
        trying: students who have tried and are not right yet.
    """

    by_answer: Mapping[str, int]
    first_time: int
    later: int
    trying: int

    @property
    def n(self) -> int:
        """Students who answered; each counts once."""
        return self.first_time + self.later + self.trying
