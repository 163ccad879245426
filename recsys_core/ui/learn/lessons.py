"""Every lesson in order, and plans for a class of 15, 45 or 90 minutes."""

from __future__ import annotations

from recsys_core.ui.learn import (
    best_list,
    broken,
    hidden_people,
    intervals,
    long_tail,
    new_items,
    one_pick,
    own_table,
    promise,
    rating_model,
    sameness,
    setting,
)
from recsys_core.ui.learn.lesson import Lesson

LESSONS: tuple[Lesson, ...] = (
    one_pick.LESSON,
    setting.LESSON,
    best_list.LESSON,
    sameness.LESSON,
    rating_model.LESSON,
    promise.LESSON,
    hidden_people.LESSON,
    intervals.LESSON,
    broken.LESSON,
    new_items.LESSON,
    long_tail.LESSON,
    own_table.LESSON,
)
BY_NAME = {lesson.name: lesson for lesson in LESSONS}

PLANS: dict[int, tuple[str, ...]] = {
    15: ("pick", "same"),
    45: ("pick", "setting", "same", "promise", "hidden", "own"),
    90: tuple(BY_NAME),
}
"""Names of the lessons by minutes; a few minutes of each plan are left for questions."""

WHOLE = 0
"""The plan of somebody who has none: every lesson."""


def of_plan(minutes: int) -> tuple[str, ...]:
    """Names of the lessons of a plan, of all for ``WHOLE`` and for a plan that does not exist."""
    return PLANS.get(minutes, tuple(BY_NAME))
