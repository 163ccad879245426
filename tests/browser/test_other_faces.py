"""Chinese, presentation mode, the front, the recommendation: each reached as a visitor would."""

from urllib.parse import parse_qs, urlsplit

from tests.browser.conditions import wait_for_change, wait_until, wait_until_still


def query(page):
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def position(page):
    return float(page.locator(".eq").get_attribute("data-t"))


def test_the_other_language_is_one_press_away_and_stays(visit):
    page = visit("/?variety=40")
    page.get_by_role("button", name="中文").click()
    page.locator("[data-testid=stTopNavLink]", has_text="调节").wait_for()
    page.get_by_text("最相关", exact=True).first.wait_for()
    wait_until(page, lambda: "多样性" in page.locator("[data-part=cost]").inner_text())
    wait_until_still(page)
    assert "40/100" in page.locator("h1").inner_text()
    assert query(page)["lang"] == "zh"
    assert position(page) == 0.4
    page.reload()
    page.wait_for_selector("[data-part=tiles] .value")
    assert "多样性" in page.locator("[data-part=cost]").inner_text()


JUDGED = "[data-part=recommended]:not([disabled])"


def diamond(page):
    """Where the recommended setting stands on the slider, of 100."""
    return float(page.locator("[data-part=diamond]").evaluate("node => parseFloat(node.style.left)"))


def test_the_recommended_setting_of_the_same_method_is_one_move_away(visit):
    page = visit("/?reranker=mmr&variety=90&budget=5&coverage=none", ready=JUDGED)
    assert page.locator("[data-part=advised]").inner_text() == "best found"  # nobody declared these limits
    page.locator("[data-part=recommended]").click()
    badge = page.locator("[data-part=badge]")
    wait_until(page, lambda: badge.inner_text() == "Best found, exploratory")
    assert 0 < position(page) < 0.9
    assert abs(diamond(page) - position(page) * 100) < 0.1
    wait_until(page, lambda: float(query(page)["variety"]) < 90)
    assert page.locator("h1").inner_text().startswith("Test ")


def test_the_recommended_setting_of_another_method_brings_that_method(visit):
    page = visit("/?reranker=cover&variety=90", ready=JUDGED)
    assert not page.locator("[data-part=diamond]").is_visible()
    page.locator("[data-part=recommended]").click()
    page.wait_for_url("**reranker=msd**")
    wait_until(page, lambda: page.locator("[data-part=badge]").inner_text() == "Recommended")
    assert abs(diamond(page) - position(page) * 100) < 0.1
    assert page.locator("[data-part=reranker]").input_value() == "msd"


def test_the_state_and_its_reason_follow_the_slider_while_it_is_dragged(visit):
    page = visit("/?reranker=mmr&variety=0&budget=5&coverage=none", ready=JUDGED)
    badge, basis, sent = (
        page.locator("[data-part=badge]"),
        page.locator("[data-part=basis]"),
        len(page.frames_sent),
    )
    assert badge.inner_text() == "Inside your limits here, exploratory"
    page.locator("input[type=range]").evaluate(
        "node => { node.value = 1; node.dispatchEvent(new Event('input')); }"
    )
    assert badge.inner_text() == "Outside your limits"
    assert basis.inner_text().startswith("Accuracy falls by at least ")
    assert "and your limit is 5%." in basis.inner_text()
    page.locator("input[type=range]").evaluate(
        "(node, t) => { node.value = t; node.dispatchEvent(new Event('input')); }", str(diamond(page) / 100)
    )
    assert badge.inner_text() == "Best found, exploratory"
    assert len(page.frames_sent) == sent


def test_other_limits_are_remembered(visit):
    page = visit("/", ready="[data-part=badge]:not([hidden])")
    page.locator("[data-part=edit]").click()
    page.get_by_label("Max. accuracy loss").click()
    page.get_by_role("option", name="10%").click()
    page.get_by_role("button", name="Use these limits").click()
    page.wait_for_url("**budget=10**")
    wait_until(page, lambda: "at most 10%" in page.locator("[data-part=limits]").inner_text())
    page.reload()
    page.wait_for_selector("[data-part=badge]:not([hidden])")
    assert "at most 10%" in page.locator("[data-part=limits]").inner_text()
    assert query(page)["budget"] == "10"


def test_another_method_keeps_the_place_on_the_slider(visit):
    page = visit("/?variety=60")
    before = page.locator(".eq").get_attribute("data-lambda")
    page.locator("[data-part=reranker]").select_option("msd")
    page.wait_for_url("**reranker=msd**")
    wait_until(page, lambda: page.locator(".eq").get_attribute("data-lambda") != before)
    wait_until_still(page)
    assert position(page) == 0.6
    assert query(page)["reranker"] == "msd"


def test_the_front_shows_and_moves_the_same_setting(visit):
    page = visit("/?variety=30")
    page.locator("[data-part=shape]").click()
    marker = page.locator(".plot circle")
    assert marker.count() == 1
    before = marker.get_attribute("cx")
    page.locator("input[type=range]").press("PageUp")
    assert float(marker.get_attribute("cx")) > float(before)


def test_presentation_hides_the_chrome_and_arrows_change_the_person(visit):
    page = visit("/?variety=50&present=true", ready="[data-part=badge]:not([hidden])")
    assert not page.locator("[data-testid=stHeader]").is_visible()
    assert page.locator("h1").evaluate("h => parseFloat(getComputedStyle(h).fontSize)") > 40
    title = page.locator("[data-part=person-title]").inner_text()
    page.keyboard.press("ArrowRight")
    wait_for_change(page, "[data-part=person-title]", title)
    wait_until_still(page)
    page.keyboard.press("b")
    assert page.locator("[data-part=person-title]").inner_text() == "One of the people"
    assert page.locator("[data-part=reranker]").input_value() == "mmr"
    page.locator("[data-part=reranker]").focus()
    page.keyboard.press("b")
    assert page.locator("[data-part=person-title]").inner_text() == "One of the people"
    assert page.locator("[data-part=reranker]").input_value() == "mmr"
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-testid=stHeader]", state="visible")
    assert "present" not in query(page)
