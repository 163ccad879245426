"""Reading and changing the rows of live classes within a transaction."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, select

from recsys_core.store import class_refusals as refusals
from recsys_core.store import class_tables as tables
from recsys_core.store.class_codes import digest
from recsys_core.store.class_records import Student, StudentAnswer, Tally
from recsys_core.store.records import time_text


def now() -> str:
    """This moment as it is stored."""
    return time_text(datetime.now(UTC))


def live_class(connection: Connection, code: str, *, lock: bool = False) -> Row[Any]:
    """The row of a class; ``lock`` keeps other writers from it until the transaction ends.

    Raises:
        StoreError: there is none.
    """
    query = select(tables.classes).where(tables.classes.c.code == code)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise refusals.unknown(code)
    return row


def check_teacher(connection: Connection, row: Row[Any], key: str) -> None:
    """Refuse anybody but the teacher: a key is the secret of the class, or one that was let in by it.

    Raises:
        StoreError: the key is none of the class's teacher.
    """
    if hmac.compare_digest(str(row.secret_hash), digest(key)):
        return
    own = tables.teachers.c
    query = select(own.code).where(own.code == row.code, own.key_hash == digest(f"{row.code} {key}"))
    if connection.execute(query).one_or_none() is None:
        raise refusals.not_teacher(row.code)


def let_in(connection: Connection, code: str, key: str) -> None:
    """Make a key one of the teacher's; twice does no harm."""
    values = {"code": code, "key_hash": digest(f"{code} {key}")}
    own = tables.teachers.c
    known = select(own.code).where(own.code == code, own.key_hash == values["key_hash"])
    if connection.execute(known).one_or_none() is None:
        connection.execute(tables.teachers.insert().values(**values))


def seat(connection: Connection, code: str, ticket: str) -> Row[Any]:
    """The row of the student who has a ticket.

    Raises:
        StoreError: nobody in the class has it.
    """
    own = tables.students.c
    query = select(tables.students).where(own.code == code, own.ticket_hash == digest(ticket))
    row = connection.execute(query).one_or_none()
    if row is None:
        raise refusals.no_seat(code)
    return row


def of_class(connection: Connection, table: Table, code: str) -> Sequence[Row[Any]]:
    """Every row of a table that belongs to a class."""
    return connection.execute(select(table).where(table.c.code == code)).all()


def answer(row: Row[Any]) -> StudentAnswer:
    """What a row of answers says."""
    return StudentAnswer(row.answer, bool(row.right), row.tries)


def students(connection: Connection, code: str) -> tuple[Student, ...]:
    """Every student of a class with their answers, in order of joining."""
    answers = of_class(connection, tables.answers, code)
    people = sorted(of_class(connection, tables.students, code), key=lambda row: row.number)
    return tuple(
        Student(
            row.number,
            row.nickname,
            {one.question: answer(one) for one in answers if one.student == row.number},
        )
        for row in people
    )


def save(connection: Connection, code: str, student: int, question: str, new: StudentAnswer) -> None:
    """Store an answer in place of the former one; the caller has locked the class."""
    own = tables.answers.c
    mine = own.code == code, own.student == student, own.question == question
    connection.execute(delete(tables.answers).where(*mine))
    values = {"code": code, "student": student, "question": question, "answer": new.answer}
    values |= {"right": int(new.right), "tries": new.tries, "at": now()}
    connection.execute(tables.answers.insert().values(**values))


def remove(connection: Connection, codes: Sequence[str]) -> None:
    """Delete classes with everything in them."""
    for table in (tables.answers, tables.reveals, tables.students, tables.teachers, tables.classes):
        connection.execute(delete(table).where(table.c.code.in_(codes)))


def tally(rows: Sequence[Row[Any]], question: str) -> Tally:
    """Count the answers to one question."""
    mine = [answer(row) for row in rows if row.question == question]
    right = [one for one in mine if one.right]
    first = sum(one.tries == 1 for one in right)
    by_answer = Counter(one.answer for one in mine)
    return Tally(dict(by_answer), first, len(right) - first, len(mine) - len(right))
