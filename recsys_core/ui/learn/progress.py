"""Progress of somebody who learns alone, in the address: it survives a reload and can be kept as a bookmark.

``said=pick_1.salt_road~setting.some`` are predictions, ``solved=pick~same`` exercises.
"""

from __future__ import annotations

from collections.abc import Mapping

from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.learn.lessons import LESSONS
from recsys_core.ui.shell.state import visit_state

_BETWEEN, _OF = "~", "."
LONGEST = 2000


def restore(desk: Desk, params: Mapping[str, str]) -> None:
    """Take what the address holds, once a visit; what does not exist is left out."""
    if visit_state().said is not None:
        return
    visit_state().said = read_said(desk, params.get("said", "")[:LONGEST])
    known = {lesson.exercise for lesson in LESSONS}
    solved = {f"{name}_task" for name in params.get("solved", "")[:LONGEST].split(_BETWEEN)}
    visit_state().solved |= solved & known


def read_said(desk: Desk, text: str) -> dict[str, str]:
    """Predictions by question; only questions and options that exist."""
    given = dict(part.partition(_OF)[::2] for part in text.split(_BETWEEN))
    if not any(given.values()):
        return {}
    questions = [question for lesson in LESSONS for question in lesson.questions(desk)]
    asked = [question for question in questions if question.name in given]
    return {one.name: given[one.name] for one in asked if given[one.name] in one.options(desk)}


def params() -> dict[str, str]:
    """The visit's progress for the address; nothing where there is none."""
    said, solved = visit_state().said or {}, visit_state().solved
    found = {
        "said": _BETWEEN.join(f"{question}{_OF}{option}" for question, option in said.items()),
        "solved": _BETWEEN.join(sorted(name.removesuffix("_task") for name in solved)),
    }
    return {key: text for key, text in found.items() if text}
