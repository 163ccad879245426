"""A visitor drags the slider: everything moves, the server hears of it once, a reload finds it again."""

import os
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from recsys_core.workbench import Workbench
from tests.browser.conditions import wait_for_change, wait_for_position, wait_until, wait_until_still


def range_of(page):
    return page.locator("input[type=range]")


def position(page):
    return float(page.locator(".eq").get_attribute("data-t"))


def settled_list(page):
    """Titles of the list on the right, in the order of their places, once nothing moves any more."""
    wait_until_still(page)
    rows = page.locator(".slope .row").evaluate_all(
        "rows => rows.filter(row => parseFloat(row.style.left) > 0)"
        ".map(row => [Number(row.children[0].textContent), row.children[1].textContent])"
    )
    return [title for _, title in sorted(rows)]


def drag(page, to, *, release=True):
    box = range_of(page).bounding_box()
    middle = box["y"] + box["height"] / 2
    start, end = (box["x"] + 14 + t * (box["width"] - 28) for t in (position(page), to))
    page.mouse.move(start, middle)
    page.mouse.down()
    for step in range(1, 31):
        page.mouse.move(start + (end - start) * step / 30, middle)
    if release:
        page.mouse.up()
        wait_until(page, lambda: abs(float(query(page).get("variety", 0)) / 100 - position(page)) < 0.006)
        wait_until_still(page)


def query(page):
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def test_everything_moves_during_a_drag_and_nothing_is_sent_before_release(visit):
    page = visit("/?variety=0")
    headline = page.locator("h1").inner_text()
    marker = page.locator(".plot .marker").first.get_attribute("transform")
    listed, values = settled_list(page), page.locator(".tile .value").all_inner_texts()
    sent = len(page.frames_sent)
    drag(page, 0.8, release=False)
    assert position(page) == pytest.approx(0.8, abs=0.01)
    assert page.locator("h1").inner_text() != headline
    assert page.locator(".plot .marker").first.get_attribute("transform") != marker
    assert page.locator(".tile .value").all_inner_texts() != values
    assert settled_list(page) != listed
    assert len(page.frames_sent) == sent
    page.mouse.up()
    page.wait_for_url("**variety=80**")
    assert len(page.frames_sent) == sent + 1
    assert float(query(page)["variety"]) == pytest.approx(80, abs=1)


def test_reload_restores_position_and_list(visit):
    page = visit("/?variety=0")
    drag(page, 0.6)
    before, listed = position(page), settled_list(page)
    page.reload()
    page.wait_for_selector("[data-part=tiles] .value")
    assert position(page) == pytest.approx(before)
    assert settled_list(page) == listed


def test_the_list_shown_is_the_engines_own(visit, tmp_path, monkeypatch):
    """At a dragged position and where the list changes, against a workbench of the test's own."""
    monkeypatch.setitem(os.environ, "EQUIPOISE_DATA", str(tmp_path))
    bench = Workbench.open("sample")
    page = visit("/?variety=35")
    user = re.sub(r"^\w+ ", "", page.locator("[data-part=person-title]").inner_text())
    for press in (None, "n", "n"):
        if press:
            range_of(page).press(press)
        lambda_ = float(page.locator(".eq").get_attribute("data-lambda"))
        assert settled_list(page) == bench.ranking(user, "mmr", lambda_=lambda_)["title"].tolist()


def test_keyboard_reaches_every_setting(visit):
    page = visit("/?variety=50")
    slider = range_of(page)
    slider.focus()
    for key, expected in (("ArrowRight", 0.51), ("PageUp", 0.61), ("ArrowLeft", 0.6), ("PageDown", 0.5)):
        slider.press(key)
        assert position(page) == pytest.approx(expected, abs=1e-6)
    slider.press("Home")
    assert position(page) == 0
    assert slider.get_attribute("aria-valuetext").startswith("Variety 0 of 100")
    slider.press("End")
    assert position(page) == 1
    page.wait_for_url("**variety=100**")


def test_next_change_changes_the_list_and_previous_brings_it_back(visit):
    page = visit("/?variety=40")
    listed = settled_list(page)
    page.get_by_role("button", name="next change").click()
    changed = settled_list(page)
    assert changed != listed
    wait_until(page, lambda: query(page)["variety"] != "40")
    assert float(query(page)["variety"]) / 100 == pytest.approx(position(page))
    assert "lambda" not in query(page)
    page.get_by_role("button", name="previous change").click()
    assert settled_list(page) == listed


def test_next_person_brings_other_lists_and_stays_in_the_address(visit):
    page = visit("/?variety=40")
    title = page.locator("[data-part=person-title]").inner_text()
    page.get_by_role("button", name="next person").click()
    page.wait_for_url("**user=**")
    wait_for_change(page, "[data-part=person-title]", title)
    assert query(page)["user"] in page.locator("[data-part=person-title]").inner_text()


def test_the_setting_goes_along_to_the_lists_page_and_back(visit):
    page = visit("/?variety=10")
    drag(page, 0.7)
    position_before, listed = position(page), settled_list(page)
    page.get_by_role("link", name="People").click()
    page.wait_for_selector(".person-only .slope .row")
    # Lists marks what was liked later.
    assert [title.removeprefix("✓ liked · ") for title in settled_list(page)] == listed
    assert float(query(page)["variety"]) == pytest.approx(70, abs=1)
    page.get_by_role("link", name="Tune").click()
    page.wait_for_selector("[data-part=tiles] .value", state="visible")
    wait_for_position(page, position_before)


@pytest.mark.parametrize("path", ["/", "/people"])
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_nothing_overflows_on_a_phone(visit, path, scheme):
    page = visit(path, ready=".slope .row", width=390, height=844, scheme=scheme)
    wide = page.evaluate(
        "() => { const main = document.querySelector('[data-testid=stMain]');"
        " return Math.max(document.documentElement.scrollWidth, main.scrollWidth); }"
    )
    assert wide <= 390
    card = page.locator(".eq").evaluate("eq => eq.scrollWidth - eq.clientWidth")
    assert card == 0


def test_a_finger_moves_the_slider(visit):
    page = visit("/?variety=20", width=390, height=844, has_touch=True)
    range_of(page).scroll_into_view_if_needed()
    box = range_of(page).bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    wait_until(page, lambda: position(page) > 0.6)
