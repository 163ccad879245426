"""Desks in a live class: a student's, whose answers are stored at once, and the teacher's."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Sequence

from recsys_core.errors import RecsysError, StoreError
from recsys_core.store import LiveClass, StudentAnswer
from recsys_core.store.class_refusals import is_unknown
from recsys_core.ui.learn import rooms
from recsys_core.ui.learn.desk import Desk, Variant, neighbours_differ
from recsys_core.ui.text.words import Words

logger = logging.getLogger(__name__)


class InClass(Desk):
    """A desk in a class.

    Attributes:
        live: the class as it was when the page began.
        key: the student's ticket or the teacher's secret.
    """

    def __init__(self, words: Words, live: LiveClass, key: str) -> None:
        super().__init__(words, live.data)
        self.live, self.key = live, key

    def is_revealed(self, question: str) -> bool:
        """Whether the teacher has revealed the answer."""
        return question in self.live.revealed

    @property
    def material(self) -> str:
        """The class's own table."""
        return self.live.material

    def has_moved(self) -> bool:
        """Whether the class shows something else than this page does; also where it has ended.

        A database that cannot be used for a moment moves nothing: the page stays as it is.
        """
        try:
            return shown(rooms.live(self.live.code)) != shown(self.live)
        except StoreError as error:
            logger.warning("class %s could not be looked at: %s", self.live.code, error)
            return is_unknown(error)

    def _store(self, change: Callable[[], None]) -> None:
        """Change the class; a refusal is kept for the page to say."""
        self.refusal = ""
        try:
            change()
        except RecsysError as error:
            self.refusal = self.words.error(error)
        rooms.changed(self.live.code)


class Student(InClass):
    """A student's desk."""

    role = "student"

    def __init__(self, words: Words, live: LiveClass, key: str) -> None:
        super().__init__(words, live, key)
        student = rooms.classes().student(live.code, key)
        self.number, self.nickname = student.number, student.nickname
        self._answers = dict(student.answers)

    def said(self, question: str) -> str | None:
        """The prediction made, None for none yet."""
        found = self._answers.get(question)
        return None if found is None else found.answer

    def say(self, question: str, option: str, right: bool) -> None:
        """Save a prediction."""

        def change() -> None:
            rooms.classes().predict(self.live.code, self.key, question, option, right=right)
            self._answers[question] = StudentAnswer(option, right, 1)

        self._store(change)

    def hand_in(self, exercise: str, answer: str, right: bool) -> None:
        """Save a try at an exercise."""

        def change() -> None:
            rooms.classes().hand_in(self.live.code, self.key, exercise, answer, right=right)
            before = self._answers.get(exercise)
            if before is None or not before.right:
                self._answers[exercise] = StudentAnswer(answer, right, 1)

        self._store(change)

    def solved(self) -> frozenset[str]:
        """Names of the exercises that were right once."""
        tasks = {name: one for name, one in self._answers.items() if name.endswith("_task")}
        return frozenset(name for name, one in tasks.items() if one.right)

    def variant(self, lesson: str, variants: Sequence[Variant]) -> Variant:
        """The student's own numbers: those of the next student in order of joining differ."""
        seed = zlib.crc32(f"{self.live.seed} {lesson}".encode())
        return variants[neighbours_differ(len(variants), self.number, seed)]

    def draw_seed(self, lesson: str) -> int:
        """Where the student's own random draws start."""
        return zlib.crc32(f"{self.live.seed} {self.number} {lesson}".encode())


class Teacher(InClass):
    """The teacher's desk: nothing handed in there counts."""

    role = "teacher"

    def said(self, question: str) -> str | None:
        """Nothing: the teacher does not predict."""
        return None

    def say(self, question: str, option: str, right: bool) -> None:
        """Nothing to keep."""

    def hand_in(self, exercise: str, answer: str, right: bool) -> None:
        """Nothing to keep: the verdict is shown all the same."""

    def solved(self) -> frozenset[str]:
        """None of the teacher's own."""
        return frozenset()

    def reveal(self, question: str) -> None:
        """Show everybody the answer to a question; a callback."""
        self._store(lambda: rooms.classes().reveal(self.live.code, self.key, question))

    def show_lesson(self, name: str) -> None:
        """Take the class to a lesson; a callback."""
        self._store(lambda: rooms.classes().show(self.live.code, self.key, lesson=name))

    def follow(self, plan: int) -> None:
        """Follow a plan of so many minutes; a callback."""
        self._store(lambda: rooms.classes().show(self.live.code, self.key, plan=plan))

    def give_material(self, text: str, questions: Sequence[str]) -> None:
        """Replace the class's own table; what was answered about the former one is forgotten."""

        def change() -> None:
            rooms.classes().show(self.live.code, self.key, material=text)
            rooms.classes().ask_again(self.live.code, self.key, list(questions))

        self._store(change)

    def end(self) -> None:
        """End the class and delete all of it; a callback."""
        self._store(lambda: rooms.classes().end(self.live.code, self.key))


def shown(live: LiveClass) -> tuple[object, ...]:
    """What decides what the pages of a class show."""
    return live.lesson, live.plan, live.revealed, live.material
