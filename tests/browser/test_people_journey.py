"""People: a worst-off person opened from Impact, somebody new by words, the reasons for an item."""

import json
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import expect

READY = ".st-key-card_why"


def query(page):
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def test_a_person_who_is_worst_off_opens_in_lists(visit):
    page = visit("/impact?variety=80", ready=".st-key-impact_worst canvas")
    table = page.locator(".st-key-impact_worst canvas").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 18, box["y"] + 36 + 17)  # the first row's mark; cells are drawn, not elements
    page.wait_for_selector(READY)
    page.wait_for_url("**/people**")
    chosen = query(page)["user"]
    expect(page.locator("[data-part=person-title]")).to_contain_text(chosen, timeout=60_000)


def test_somebody_new_by_words_is_there_and_in_the_link(visit):
    page = visit("/people?variety=40", ready=READY)
    page.get_by_text("A new person", exact=True).click()
    box = page.get_by_role("textbox", name="Or their taste in a sentence")
    box.fill("quiet family dramas, no horror")
    box.press("Enter")
    page.get_by_text("Blocked at every setting: Horror.").wait_for(timeout=180_000)
    page.wait_for_selector(READY)
    assert query(page)["taste"] == "quiet family dramas, no horror"
    expect(page.locator("[data-part=person-title]")).to_have_text("A new person", timeout=60_000)
    assert "Its text ranks" in page.locator(READY).inner_text()


def test_the_next_person_leaves_somebody_new(visit):
    page = visit("/people?variety=40&likes=" + quote(json.dumps(["F001"])), ready=".st-key-card_people")
    page.get_by_text("next person ›").click()
    page.get_by_text("What they rated, latest first").wait_for()
    page.wait_for_url(lambda url: "likes" not in url)


@pytest.mark.parametrize("width", [390, 1024])
def test_the_reasons_fit_the_width(visit, width):
    page = visit("/people?variety=40&lang=zh", ready=READY, width=width, height=844)
    assert "为什么在这里" in page.locator(READY).inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("old", "new"), [("lists", "people"), ("who_pays", "impact")])
def test_old_addresses_lead_to_the_renamed_pages(visit, old, new):
    page = visit(f"/{old}?variety=40&lang=zh", ready="[data-testid=stHeading]")
    page.wait_for_url(f"**/{new}?*variety=40*")
    assert "lang=zh" in page.url
