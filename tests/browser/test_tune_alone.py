"""After a move the Tune page runs without navigation and header: what depends on the setting follows."""

from pathlib import Path

from playwright.sync_api import expect


def downloaded_memo(page):
    page.get_by_role("button", name="Decision memo").click()
    reason = page.get_by_label("Why this setting?")
    reason.fill("a bolder test")
    reason.press("Control+Enter")
    with page.expect_download(timeout=240_000) as found:
        page.get_by_role("button", name="Download the decision memo").click()
    return found.value.suggested_filename, Path(found.value.path()).read_text(encoding="utf-8")


def test_the_memo_is_of_the_setting_after_a_move(visit):
    page = visit("/?variety=0")
    slider = page.locator("input[type=range]")
    for key in ("End", "PageDown"):
        slider.press(key)
    assert "variety=90" in downloaded_memo(page)[1]


def test_the_memo_is_of_the_method_just_chosen(visit):
    page = visit("/?variety=50")
    page.locator("[data-part=reranker]").select_option("msd")
    name, text = downloaded_memo(page)
    assert name.endswith("-msd.html")
    assert "reranker=msd" in text


def test_another_method_is_drawn_and_written_into_the_address(visit):
    page = visit("/?variety=50")
    values = page.locator(".tile .value")
    before = values.all_inner_texts()
    page.locator("[data-part=reranker]").select_option("msd")
    page.wait_for_url("**reranker=msd**", timeout=240_000)
    expect(values).not_to_have_text(before, timeout=240_000)
