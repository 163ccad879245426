"""Chinese, presentation mode, the front, the advice: each reached as a visitor would."""

from urllib.parse import parse_qs, urlsplit

from tests.browser.conditions import wait_for_change, wait_until, wait_until_still


def query(page):
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def position(page):
    return float(page.locator(".eq").get_attribute("data-t"))


def test_the_other_language_is_one_press_away_and_stays(visit):
    page = visit("/?variety=40")
    page.get_by_role("button", name="中文").click()
    page.wait_for_function("document.querySelector('[data-testid=stTopNavLink]').innerText.includes('调节')")
    page.get_by_text("最相关", exact=True).first.wait_for()
    wait_until(page, lambda: "多样性" in page.locator("h1").inner_text())
    wait_until_still(page)
    assert "多样性" in page.locator("h1").inner_text()
    assert query(page)["lang"] == "zh"
    assert position(page) == 0.4
    page.reload()
    page.wait_for_selector("[data-part=tiles] .value")
    assert "多样性" in page.locator("h1").inner_text()


def test_taking_the_advice_moves_the_slider_there(visit):
    page = visit("/?variety=90&budget=5", ready="[data-part=advice]:not([disabled])")
    assert "advised for a 5% budget" in page.locator("[data-part=advised]").inner_text()
    page.locator("[data-part=advice]").click()
    page.wait_for_url("**lambda=**")
    assert 0 < position(page) < 0.9
    diamond = float(page.locator("[data-part=diamond]").evaluate("node => parseFloat(node.style.left)"))
    assert abs(diamond - position(page) * 100) < 0.1
    assert "lambda" in query(page)


def test_the_verdict_on_the_setting_moves_while_the_slider_is_dragged(visit):
    page = visit("/?variety=0&budget=5", ready="[data-part=advice]:not([disabled])")
    verdict, sent = page.locator("[data-part=verdict]"), len(page.frames_sent)
    assert verdict.inner_text() == "Safely inside the 5% budget."
    page.locator("input[type=range]").evaluate(
        "node => { node.value = 1; node.dispatchEvent(new Event('input')); }"
    )
    assert verdict.inner_text().startswith("Outside the 5% budget: the cost is ")
    assert len(page.frames_sent) == sent
    advised = float(page.locator("[data-part=diamond]").evaluate("node => parseFloat(node.style.left)"))
    assert (
        f"for a 5% budget is {advised:.1f}".removesuffix(".0")
        in page.locator("[data-part=said]").inner_text()
    )


def test_another_budget_is_remembered(visit):
    page = visit("/?variety=30", ready="[data-part=advice]:not([disabled])")
    page.locator("[data-part=budget]").select_option("10")
    page.wait_for_url("**budget=10**")
    assert "10% budget" in page.locator("[data-part=advised]").inner_text()
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
    page = visit("/?variety=50&present=true", ready="[data-part=budget]:not([disabled])")
    assert not page.locator("[data-testid=stHeader]").is_visible()
    assert page.locator("h1").evaluate("h => parseFloat(getComputedStyle(h).fontSize)") > 40
    title = page.locator("[data-part=person-title]").inner_text()
    page.keyboard.press("ArrowRight")
    wait_for_change(page, "[data-part=person-title]", title)
    wait_until_still(page)
    page.keyboard.press("b")
    assert page.locator("[data-part=person-title]").inner_text() == "One of the people"
    assert page.locator("[data-part=budget]").input_value() == "2"
    page.locator("[data-part=budget]").focus()
    page.keyboard.press("b")
    assert page.locator("[data-part=person-title]").inner_text() == "One of the people"
    assert page.locator("[data-part=budget]").input_value() == "2"
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-testid=stHeader]", state="visible")
    assert "present" not in query(page)
