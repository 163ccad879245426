"""What Enter does in the fields of People: it takes one item, and one person only where one matches."""

import json
import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conditions import wait_until, wait_until_still

READY = ".st-key-card_why"


def query(page):
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def type_and_enter(page, field, text):
    """Type into a picker, wait until several items match, press Enter."""
    box = page.locator(f".st-key-{field} input")
    box.scroll_into_view_if_needed()
    box.click()
    box.press_sequentially(text)
    options = page.get_by_role("option")
    wait_until(page, lambda: 1 < options.count() < 150 and text in options.last.inner_text().lower())
    box.press("Enter")


@pytest.mark.parametrize("field", ["pin", "block"])
def test_enter_takes_one_item_of_several_for_a_rule(visit, field):
    page = visit("/people?variety=40&plain=true&rules=most.9", ready=f".st-key-rules_{field} input")
    type_and_enter(page, f"rules_{field}", "the")
    page.wait_for_url(re.compile(rf"rules=[^&]*{field}"))
    wait_until_still(page)
    assert query(page)["rules"].count(f"{field}.") == 1


def test_enter_takes_one_item_of_several_for_somebody_new(visit):
    page = visit("/people?variety=40&plain=true&likes=" + quote(json.dumps(["F001"])), ready=READY)
    type_and_enter(page, "newcomer_likes", "the")
    wait_until(page, lambda: len(json.loads(query(page)["likes"])) > 1)
    wait_until_still(page)
    assert len(json.loads(query(page)["likes"])) == 2


def search(page, text):
    box = page.locator(".st-key-people_query input")
    box.fill(text)
    box.press("Enter")


def test_enter_shows_the_only_person_who_matches(visit):
    page = visit("/people?variety=40&plain=true", ready=READY)
    search(page, "s042")
    page.get_by_text("One person matches and is shown.").wait_for()
    page.wait_for_url("**user=S042*")
    expect(page.get_by_role("heading", name="Person S042")).to_be_visible()


def test_enter_chooses_nobody_where_several_match(visit):
    page = visit("/people?variety=40&plain=true&user=S007", ready=READY)
    search(page, "s04")
    page.get_by_text("10 people match: choose a row.").wait_for()
    wait_until_still(page)
    assert query(page)["user"] == "S007"
