"""The results of a class as a table: one row for each student and question."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from recsys_core.store import Student

COLUMNS = ("student", "nickname", "question", "answer", "right", "tries")


def results(students: Sequence[Student]) -> pd.DataFrame:
    """Everything that was answered; a student without an answer has one row that says so.

    Returns:
        Columns COLUMNS, in order of joining, then of the question's name; ``right`` is yes or no.
    """
    rows: list[tuple[object, ...]] = []
    for one in students:
        for question, answer in sorted(one.answers.items()):
            right = "yes" if answer.right else "no"
            rows.append((one.number, one.nickname, question, answer.answer, right, answer.tries))
        if not one.answers:
            rows.append((one.number, one.nickname, "", "", "", 0))
    return pd.DataFrame(rows, columns=list(COLUMNS))
