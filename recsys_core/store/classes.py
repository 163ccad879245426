"""Live classes: opening one, joining, answering, revealing, counting, deleting."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, Self

from sqlalchemy import Connection, delete, func, select, update

from recsys_core.store import class_refusals as refusals
from recsys_core.store import class_rows as rows
from recsys_core.store import class_tables as tables
from recsys_core.store.class_codes import check_own_nickname, digest, new_code, new_secret, normal_code
from recsys_core.store.class_records import LiveClass, Student, StudentAnswer, Tally
from recsys_core.store.database import Database
from recsys_core.store.migrate import migrate
from recsys_core.store.records import parse_time, time_text
from recsys_core.store.validation import nickname_key

MOST_STUDENTS = 200
KEPT_DAYS = 30
LONGEST_ANSWER = 200
LONGEST_MATERIAL = 20_000


class Classes:
    """Live classes in one database, safe to use from several threads and processes at once.

    An answer is one transaction and one row for each student and question, so that nothing is counted twice
    and what was confirmed survives a crash. Times are the server's alone.

    Every method that takes a code raises a StoreError where there is no such class (it may have ended), and
    every one that takes a secret or a ticket where that does not belong to the class. A key that was let in
    counts as the secret.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._one_writer = Lock()

    @classmethod
    def open(cls, url: str | None = None, *, timeout: float = 15.0) -> Self:
        """Open a database, as ``Store.open`` does, and delete classes older than KEPT_DAYS."""
        database = Database(url, timeout)
        migrate(database)
        opened = cls(database)
        opened.delete_old()
        return opened

    # --- the teacher --------------------------------------------------------------------------------------

    def create(self, *, data: str, lesson: str, plan: int = 0) -> tuple[str, str]:
        """Open a class.

        Args:
            data: name of the data set that the lessons use.
            lesson: name of the first lesson.
            plan: minutes of the teacher's plan, 0 for none.

        Returns:
            The code for students and the secret of the teacher's link, which is shown here only.
        """
        secret = new_secret()
        values = {"secret_hash": digest(secret), "opened_at": rows.now(), "seed": secrets.randbelow(2**31)}
        values |= {"data": data, "plan": plan, "lesson": lesson, "material": ""}
        with self._writing() as connection:
            self._database.lock(connection, tables.classes)
            taken = set(connection.execute(select(tables.classes.c.code)).scalars())
            code = next((one for one in (new_code() for _ in range(500)) if one not in taken), None)
            if code is None:
                raise refusals.no_room()
            connection.execute(tables.classes.insert().values(code=code, **values))
        return code, secret

    def check_teacher(self, code: str, secret: str) -> None:
        """Refuse a secret that is not that of the class."""
        with self._database.reading() as connection:
            rows.check_teacher(connection, rows.live_class(connection, normal_code(code)), secret)

    def let_in(self, code: str, secret: str, key: str) -> None:
        """Make ``key`` one of the teacher's, so that a browser need not carry the secret in its address."""
        with self._teaching(code, secret) as (connection, code):
            rows.let_in(connection, code, key)

    def another_link(self, code: str, secret: str) -> str:
        """A further secret of the class, for the teacher's link on another device; it is shown here only."""
        key = new_secret()
        self.let_in(code, secret, key)
        return key

    def reveal(self, code: str, secret: str, question: str) -> None:
        """Make the answer to a question public; from now on it takes no more answers. Twice does no harm."""
        with self._teaching(code, secret) as (connection, code):
            known = select(tables.reveals).where(
                tables.reveals.c.code == code, tables.reveals.c.question == question
            )
            if connection.execute(known).one_or_none() is None:
                connection.execute(
                    tables.reveals.insert().values(code=code, question=question, at=rows.now())
                )

    def show(self, code: str, secret: str, **values: Any) -> None:
        """Change what the class looks at: ``lesson``, ``plan`` or ``material``.

        Raises:
            StoreError: the material is longer than LONGEST_MATERIAL characters.
            ValueError: another name than those three.
        """
        if not values or values.keys() - {"lesson", "plan", "material"}:
            raise ValueError(f"expected lesson, plan or material, got {sorted(values)}")
        if len(values.get("material", "")) > LONGEST_MATERIAL:
            raise refusals.long_material(len(values["material"]), LONGEST_MATERIAL)
        with self._teaching(code, secret) as (connection, code):
            connection.execute(update(tables.classes).where(tables.classes.c.code == code).values(**values))

    def ask_again(self, code: str, secret: str, questions: list[str]) -> None:
        """Forget answers and reveals of these questions, for a table that was replaced, for example."""
        with self._teaching(code, secret) as (connection, code):
            for table in (tables.reveals, tables.answers):
                concerned = table.c.code == code, table.c.question.in_(questions)
                connection.execute(delete(table).where(*concerned))

    def students(self, code: str, secret: str) -> tuple[Student, ...]:
        """All students with all their answers, in order of joining."""
        normal = normal_code(code)
        with self._database.reading() as connection:
            rows.check_teacher(connection, rows.live_class(connection, normal), secret)
            return rows.students(connection, normal)

    def end(self, code: str, secret: str) -> None:
        """Delete a class with everything in it."""
        with self._teaching(code, secret) as (connection, code):
            rows.remove(connection, [code])

    # --- students -----------------------------------------------------------------------------------------

    def join(self, code: str, nickname: str = "") -> str:
        """Take a seat in a class.

        Args:
            code: of the class, as typed.
            nickname: "" for none.

        Returns:
            The ticket of the seat, which is shown here only; whoever has it is that student.

        Raises:
            StoreConflict: somebody in the class has this nickname.
            StoreError: the nickname cannot be used, or the class is full.
        """
        name, normal, ticket = check_own_nickname(nickname), normal_code(code), new_secret()
        with self._writing() as connection:
            rows.live_class(connection, normal, lock=True)
            others = rows.of_class(connection, tables.students, normal)
            if name and nickname_key(name) in {row.nickname_key for row in others}:
                raise refusals.nickname_taken(name)
            if len(others) >= MOST_STUDENTS:
                raise refusals.full(MOST_STUDENTS)
            values = {"code": normal, "number": len(others) + 1, "ticket_hash": digest(ticket)}
            values |= {"nickname": name, "nickname_key": nickname_key(name) if name else None}
            connection.execute(tables.students.insert().values(**values, joined_at=rows.now()))
        return ticket

    def student(self, code: str, ticket: str) -> Student:
        """The student who has a ticket, with their answers."""
        normal = normal_code(code)
        with self._database.reading() as connection:
            rows.live_class(connection, normal)
            row = rows.seat(connection, normal, ticket)
            mine = tables.answers.c.code == normal, tables.answers.c.student == row.number
            found = connection.execute(select(tables.answers).where(*mine))
            answers = {one.question: rows.answer(one) for one in found}
            return Student(row.number, row.nickname, answers)

    def predict(self, code: str, ticket: str, question: str, answer: str, *, right: bool) -> None:
        """Save a prediction; until the answer is revealed a student may change theirs.

        Raises:
            StoreConflict: the answer has been revealed.
            ValueError: the answer is longer than LONGEST_ANSWER characters.
        """
        with self._answering(code, ticket, answer) as (connection, code, student):
            revealed = tables.reveals.c.code == code, tables.reveals.c.question == question
            if connection.execute(select(tables.reveals).where(*revealed)).one_or_none() is not None:
                raise refusals.too_late()
            rows.save(connection, code, student, question, StudentAnswer(answer, right, 1))

    def hand_in(self, code: str, ticket: str, exercise: str, answer: str, *, right: bool) -> None:
        """Save a try at an exercise; once it was right, later tries change nothing.

        Raises:
            ValueError: as ``predict``.
        """
        with self._answering(code, ticket, answer) as (connection, code, student):
            own = tables.answers.c
            mine = own.code == code, own.student == student, own.question == exercise
            before = connection.execute(select(tables.answers).where(*mine)).one_or_none()
            if before is None or not before.right:
                tries = 1 if before is None else before.tries + (before.answer != answer)
                rows.save(connection, code, student, exercise, StudentAnswer(answer, right, tries))

    # --- everybody ----------------------------------------------------------------------------------------

    def get(self, code: str) -> LiveClass:
        """A class as everybody in it may see it."""
        normal = normal_code(code)
        with self._database.reading() as connection:
            row = rows.live_class(connection, normal)
            revealed = frozenset(one.question for one in rows.of_class(connection, tables.reveals, normal))
            count = select(func.count()).where(tables.students.c.code == normal)
            values = {name: getattr(row, name) for name in ("seed", "data", "plan", "lesson", "material")}
            n_students = int(connection.execute(count).scalar_one())
            at = parse_time(row.opened_at)
            return LiveClass(normal, at, **values, revealed=revealed, n_students=n_students)

    def tallies(self, code: str) -> dict[str, Tally]:
        """Answers to every question of a class, counted."""
        normal = normal_code(code)
        with self._database.reading() as connection:
            found = rows.of_class(connection, tables.answers, normal)
        return {question: rows.tally(found, question) for question in {row.question for row in found}}

    def delete_old(self, *, now: datetime | None = None) -> int:
        """Delete classes opened more than KEPT_DAYS ago, and return how many there were."""
        before = (now or datetime.now(UTC)) - timedelta(days=KEPT_DAYS)
        old = select(tables.classes.c.code).where(tables.classes.c.opened_at < time_text(before))
        with self._database.reading() as connection:
            codes = list(connection.execute(old).scalars())
        if codes:
            with self._writing() as connection:
                rows.remove(connection, codes)
        return len(codes)

    # --- transactions -------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A writing transaction; threads queue here, because SQLite makes a second writer sleep and retry."""
        with self._one_writer if self._database.is_sqlite else nullcontext(), self._database.writing() as to:
            yield to

    @contextmanager
    def _teaching(self, code: str, secret: str) -> Iterator[tuple[Connection, str]]:
        normal = normal_code(code)
        with self._writing() as connection:
            rows.check_teacher(connection, rows.live_class(connection, normal, lock=True), secret)
            yield connection, normal

    @contextmanager
    def _answering(self, code: str, ticket: str, answer: str) -> Iterator[tuple[Connection, str, int]]:
        if len(answer) > LONGEST_ANSWER:
            raise ValueError(f"an answer has at most {LONGEST_ANSWER} characters, got {len(answer)}")
        normal = normal_code(code)
        with self._writing() as connection:
            rows.live_class(connection, normal, lock=True)
            yield connection, normal, rows.seat(connection, normal, ticket).number
