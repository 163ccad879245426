"""What a browser's own keys and buttons do: Back goes to the page before, Space never ends a presentation."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conditions import wait_for_position, wait_until, wait_until_still

TUNE, LEARN, IMPACT = "[data-part=tiles] .value", "h1", ".st-key-card_impact_items .js-plotly-plot"


def drag(page, to):
    """Drag the slider to ``to`` in [0, 1] and wait until the address has it."""
    box = page.locator("input[type=range]").bounding_box()
    before = page.url
    middle = box["y"] + box["height"] / 2
    start = float(page.locator(".eq").get_attribute("data-t"))
    left, width = box["x"] + 14, box["width"] - 28
    page.mouse.move(left + start * width, middle)
    page.mouse.down()
    page.mouse.move(left + to * width, middle, steps=8)
    page.mouse.up()
    wait_until(page, lambda: page.url != before)
    wait_until_still(page)


def follow(page, name, ready):
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_selector(ready)
    wait_until_still(page)


def test_back_goes_to_the_page_before_with_its_last_setting(visit):
    page = visit("/learn", ready=LEARN)
    follow(page, "Tune", TUNE)
    for to in (0.3, 0.6, 0.8):
        drag(page, to)
    last = page.url
    follow(page, "People", ".st-key-card_why")
    page.go_back()
    page.wait_for_selector(TUNE, state="visible")
    wait_for_position(page, 0.8)
    assert page.url == last
    page.go_back()
    page.wait_for_url(re.compile("/learn"))
    page.get_by_text("One pick at a time").first.wait_for()
    page.go_forward()
    page.wait_for_selector(TUNE, state="visible")
    wait_for_position(page, 0.8)


def test_back_leaves_a_page_that_has_completed_its_address(visit):
    page = visit("/learn", ready=LEARN)
    root = page.url.partition("/learn")[0]
    page.goto(f"{root}/?variety=40")
    page.wait_for_selector(TUNE)
    wait_until_still(page)
    page.wait_for_url(re.compile("reranker=|data="))
    page.go_back()
    page.wait_for_url(re.compile("/learn"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_opening_a_page_runs_it_once(visit, scheme):
    page = visit("/?variety=40", ready=TUNE, scheme=scheme)
    wait_until_still(page)
    assert len(page.frames_sent) == 1


LIGHT, DARK = ("rgb(255, 255, 255)", "rgb(99, 104, 109)"), ("rgb(27, 31, 35)", "rgb(155, 161, 166)")


@pytest.mark.parametrize("how", ["the system", "the menu"])
def test_another_theme_reaches_cards_and_charts_of_an_open_page(visit, how):
    page = visit("/impact", ready=".js-plotly-plot text")
    for scheme, colours in (("", LIGHT), ("dark", DARK), ("light", LIGHT)):
        if scheme:
            choose_theme(page, scheme, how)
        expect(page.locator("[class*=st-key-card]").first).to_have_css("background-color", colours[0])
        expect(page.locator(".js-plotly-plot text").first).to_have_css("fill", colours[1])


def choose_theme(page, scheme, how):
    if how == "the system":
        page.emulate_media(color_scheme=scheme)
    else:
        page.locator("[data-testid=stMainMenu] button").click()
        page.get_by_text(f"{scheme}_mode").click()
        page.keyboard.press("Escape")


def test_pages_visited_before_a_reload_stay_pages(visit):
    page = visit("/learn", ready=LEARN)
    follow(page, "Tune", TUNE)
    drag(page, 0.7)
    page.reload()
    page.wait_for_selector(TUNE)
    wait_until_still(page)
    follow(page, "People", ".st-key-card_why")
    page.go_back()
    wait_for_position(page, 0.7)
    page.go_back()
    page.wait_for_url(re.compile("/learn"))


@pytest.mark.parametrize(("path", "ready"), [("/?variety=50", TUNE), ("/impact?variety=50", IMPACT)])
@pytest.mark.parametrize(
    "way",
    [
        pytest.param("address", marks=pytest.mark.long),
        "click",
        pytest.param("Enter", marks=pytest.mark.long),
        "Space",
    ],
)
def test_space_does_not_end_a_presentation_and_escape_does(visit, path, ready, way):
    page = visit(path + "&present=true" * (way == "address"), ready=ready)
    if way == "click":
        page.get_by_role("button", name="Present", exact=True).click()
    elif way != "address":
        page.get_by_role("button", name="Present", exact=True).press(way)
    leave = page.get_by_role("button", name="Leave presentation")
    leave.wait_for()
    page.wait_for_url("**present=true**")
    wait_until_still(page)
    sent = len(page.frames_sent)
    page.keyboard.press("Space")
    wait_until_still(page)
    assert len(page.frames_sent) == sent
    assert leave.is_visible()
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "present" not in url)
    page.get_by_role("button", name="Present", exact=True).wait_for()
