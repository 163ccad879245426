"""Keys that the lessons put together exist; ``test_catalogues`` looks at those written out."""

import re
from html import unescape

import pytest

from recsys_core.ui.learn import films
from recsys_core.ui.learn.desk import Alone
from recsys_core.ui.learn.lesson import NumberTask
from recsys_core.ui.learn.lessons import LESSONS
from recsys_core.ui.learn.worksheet import plain, worksheet
from recsys_core.ui.text.catalogues import languages, texts
from recsys_core.ui.text.words import Words


@pytest.fixture(params=sorted(languages()))
def desk(request, monkeypatch):
    """A desk without a visit."""
    monkeypatch.setattr(Alone, "material", "")
    return Alone(Words(request.param), "sample")


def test_films_and_parts_of_lessons_have_their_texts():
    keys = {f"learn.film.{key}" for key in films.KEYS}
    keys |= {f"learn.label.{label}" for labels in films.LABELS.values() for label in labels}
    keys |= {
        f"learn.{one.name}.{part}" for one in LESSONS for part in ("tab", "title", "aim", "intro", "teacher")
    }
    assert keys - texts("en").by_key.keys() == set()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda one: one.name)
def test_questions_tasks_and_worksheets_can_be_written(lesson, desk):
    for question in lesson.questions(desk):
        options = question.options(desk)
        assert 2 <= len(options) <= 30 and question.answer(desk) in options
        assert question.name.replace("_", "").isalnum() and "." not in question.name
        assert all("." not in value and "~" not in value for value in options)  # they stand in the address
        assert question.ask(desk) and question.reason(desk)
    task = lesson.task(desk)
    assert task.text and task.solution and task.hint and "{" not in task.text + task.solution + task.hint
    sheet, key = (
        unescape(re.sub("</?b>", "", worksheet(desk, lesson, with_answers=answers)))
        for answers in (False, True)
    )
    reasons = [plain(question.reason(desk)) for question in lesson.questions(desk)]
    note = plain(desk.words(f"learn.{lesson.name}.teacher"))
    for secret in [note[:25], *(reason[:25] for reason in reasons)]:
        assert secret in key and secret not in sheet


def test_a_sheet_does_not_tell_a_pick_by_what_is_left_for_the_next(desk):
    sheet = worksheet(desk, LESSONS[0])
    assert 'class="box"' not in sheet and sheet.count('<li class="write"></li>') == films.PLACES


def test_a_number_task_shows_the_number_that_it_marks(desk):
    for lesson in LESSONS:
        task = lesson.task(desk)
        if isinstance(task, NumberTask):
            assert desk.words.plain(task.answer, task.digits) in task.solution, lesson.name
            assert desk.words.plain(task.answer, task.digits) not in task.hint, lesson.name
