"""Worksheets on paper: one page each, whole, in every language; answers stand on the teacher's key alone."""

import pypdfium2
import pytest

from recsys_core.ui.learn.desk import Alone
from recsys_core.ui.learn.lessons import LESSONS
from recsys_core.ui.learn.worksheet import plain, worksheet
from recsys_core.ui.text.catalogues import languages
from recsys_core.ui.text.words import Words

A4 = (595, 842)  # points
PAGE_WIDTH = 680  # CSS pixels of A4 between its margins
TOO_WIDE = """width => [...document.querySelectorAll("body *")]
  .filter((node) => node.getBoundingClientRect().right > width + 1)
  .map((node) => node.tagName + node.textContent.slice(0, 40))"""


@pytest.fixture
def paper(chromium):
    """Print a page: the texts of its sheets."""
    page = chromium.new_page(viewport={"width": PAGE_WIDTH, "height": 900})

    def put(html):
        page.set_content(html)
        page.emulate_media(media="print")
        assert page.evaluate(TOO_WIDE, PAGE_WIDTH) == []
        document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
        assert all([round(side) for side in one.get_size()] == list(A4) for one in document)
        return ["".join(one.get_textpage().get_text_bounded().split()) for one in document]

    yield put
    page.close()


LONG = {"setting", "promise", "hidden", "interval", "new", "tail"}  # these open a data set first


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "lesson",
    [pytest.param(one, marks=pytest.mark.long if one.name in LONG else (), id=one.name) for one in LESSONS],
)
def test_a_worksheet_is_one_page_and_only_the_key_has_answers(paper, lesson, language):
    words = Words(language)
    desk = Alone(words, "sample")
    sheet = paper(worksheet(desk, lesson))
    key = paper(worksheet(desk, lesson, with_answers=True))
    assert len(sheet) == 1 and len(key) <= 2
    title, note = words(f"learn.{lesson.name}.title"), words("learn.class.note")
    task = lesson.task(desk)
    asked = [plain(one.ask(desk)) for one in lesson.questions(desk)]
    for text in (title, plain(task.text), *asked):
        assert "".join(text.split()) in sheet[0] and "".join(text.split()) in "".join(key), text
    reasons = [plain(one.reason(desk)) for one in lesson.questions(desk)]
    for secret in (note, words("learn.sheet.key_title"), plain(task.solution), *reasons):
        assert "".join(secret.split()) in "".join(key), secret
        assert "".join(secret.split()) not in sheet[0], secret
