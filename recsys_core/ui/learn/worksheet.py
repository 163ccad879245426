"""A lesson on paper: one self-contained page to print, and the same with the answers for the teacher."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.learn.lesson import Lesson
from recsys_core.ui.learn.marking import MOST_ROWS

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,  # titles may come from a table that somebody typed
    undefined=StrictUndefined,
)


def worksheet(desk: Desk, lesson: Lesson, *, with_answers: bool = False) -> str:
    """The page as HTML.

    Args:
        desk: whose numbers the exercise has.
        lesson: what it is about.
        with_answers: the teacher's key, with the note.
    """
    words = desk.words
    asked = lesson.questions(desk)
    questions = [
        {
            "ask": (f"{number}. " if len(asked) > 1 else "") + plain(one.ask(desk)),
            "options": _on_paper(one.options(desk)),
            "answer": one.answer(desk) if with_answers else None,
            "right": plain(one.options(desk)[one.answer(desk)]) if with_answers else "",
            "reason": plain(one.reason(desk)) if with_answers else "",
        }
        for number, one in enumerate(asked, 1)
    ]
    task = lesson.task(desk)
    note = words(f"learn.{lesson.name}.teacher") if with_answers else ""
    return _TEMPLATES.get_template("worksheet.html.j2").render(
        words=words,
        language=words.language,
        title=words(f"learn.{lesson.name}.title"),
        aim=words(f"learn.{lesson.name}.aim"),
        intro=plain(words(f"learn.{lesson.name}.intro")),
        minutes=lesson.minutes,
        facts=[
            (caption, list(table.columns), table.astype(str).to_numpy().tolist())
            for caption, table in lesson.facts(desk)
        ],
        questions=questions,
        task=plain(task.text),
        solution=plain(task.solution) if with_answers else "",
        note=[_paragraph(part) for part in note.split("\n\n")] if note else [],
        with_answers=with_answers,
    )


def button(desk: Desk, lesson: Lesson, *, key_for_teacher: bool = False) -> None:
    """A button that downloads the page; it is made when it is asked for."""
    kind = "key" if key_for_teacher else "sheet"
    st.download_button(
        desk.words(f"learn.sheet.{kind}"),
        lambda: worksheet(desk, lesson, with_answers=key_for_teacher).encode(),
        f"equipoise-{lesson.name}-{kind}.html",
        "text/html",
        on_click="ignore",
        key=f"learn_{kind}_download",
        type="secondary" if desk.role == "teacher" else "tertiary",
    )


def _on_paper(options: Mapping[str, str]) -> dict[str, str]:
    """What can be ticked; none where many are offered: what is left tells what came before."""
    return {value: plain(label) for value, label in options.items()} if len(options) <= MOST_ROWS else {}


def _paragraph(text: str) -> tuple[str, str]:
    """A paragraph of a note: what stands in bold at its start, and the rest."""
    found = re.fullmatch(r"\*\*(.+?)\*\*(.*)", text, re.DOTALL)
    return (plain(found[1]), plain(found[2])) if found else ("", plain(text))


def plain(text: str) -> str:
    r"""A text of the interface without its markdown: emphasis, and backslashes of what was escaped.

    >>> plain(r"**Night Ferry** has *two* labels, 3 \* 4")
    'Night Ferry has two labels, 3 * 4'
    """
    out, escaped = [], False
    for letter in text:
        if escaped or letter not in "*\\`":
            out.append(letter)
            escaped = False
        else:
            escaped = letter == "\\"
    return "".join(out)
