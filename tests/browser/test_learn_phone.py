"""Lessons on a phone: the prediction comes before the exercise, and nothing is wider than the screen."""

import pytest

PHONE = {"width": 390, "height": 844}
TOPS = """() => [...document.querySelectorAll(".st-key-learn_body [class*=st-key-learn_][class*=_guess]")]
  .concat([...document.querySelectorAll(".st-key-learn_body [class*=st-key-card_learn_][class*=_exercise]")])
  .map((node) => node.getBoundingClientRect().top)"""


@pytest.mark.parametrize(
    "number", [pytest.param(one, marks=() if one == 2 else pytest.mark.long) for one in range(1, 13)]
)
def test_a_lesson_asks_before_it_sets_an_exercise(visit, number):
    page = visit(f"/learn?lesson={number}", ready=".st-key-learn_body h1", **PHONE)
    page.locator(".st-key-learn_body [class*=_guess]").first.wait_for()
    tops = page.evaluate(TOPS)
    assert tops == sorted(tops)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.long
def test_a_table_of_one_s_own_is_brought_on_a_phone(visit):
    page = visit("/learn?lesson=12", ready=".st-key-learn_body h1", **PHONE)
    content = b"title,relevance,labels\nSoup,5,warm\nSalad,4,cold\nCake,3,sweet\nTea,1,warm\n"
    page.locator(".st-key-learn_own_file input[type=file]").set_input_files(
        {"name": "table.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.locator(".st-key-card_learn_own").get_by_text("Soup").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
