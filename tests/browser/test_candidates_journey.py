"""One's own recommender: candidates alone are tuned; with outcomes, a setting is recommended."""

import re

import pytest

from tests.browser.conditions import wait_for_change, wait_until_still
from tests.workbench.test_scored import write_shop

pytestmark = pytest.mark.long


def bring(visit, folder, n_files):
    """Upload every file of a folder on the Data page, which opens on this door."""
    visit("/learn", ready="h1")  # a server's very first visitor loses what is done first on a deep link
    page = visit("/data", ready=".st-key-data_door_candidates")
    files = sorted(path for path in folder.iterdir() if path.suffix == ".csv")
    assert len(files) == n_files
    page.locator(".st-key-card_own input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Looks right").wait_for()
    wait_until_still(page)
    return page


def test_candidates_alone_are_tuned(visit, tmp_path):
    folder = write_shop(tmp_path, outcomes=False)
    (folder / "items.csv").unlink()
    page = bring(visit, folder, 1)
    assert "as candidate number" in page.locator(".st-key-card_own").inner_text()
    page.get_by_role("button", name="Looks right").click()
    page.wait_for_url(re.compile(r"/\?.*data=candidates-|/tune.*data=candidates-"))
    page.locator("[data-part=tiles] .value").first.wait_for()
    wait_until_still(page)
    tiles = page.locator("[data-part=tiles]").inner_text()
    assert "Relevance kept, by your own scores" in tiles and "Accuracy" not in tiles
    sentence = page.locator(".eq").inner_text()
    assert "No accuracy is claimed" in sentence
    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(3):
        page.keyboard.press("PageUp")
    wait_for_change(page, "[data-part=tiles]", tiles)


def test_candidates_with_outcomes_get_a_recommended_setting(visit, tmp_path):
    page = bring(visit, write_shop(tmp_path), 3)
    assert "How did the outcomes arise?" in page.locator(".st-key-card_own").inner_text()
    page.get_by_text("in a random slot", exact=True).click()
    page.get_by_text("It is not said how the outcomes arose").wait_for(state="detached")
    wait_until_still(page)
    page.get_by_role("button", name="Looks right").click()
    page.wait_for_url(re.compile(r"data=candidates-"))
    page.locator("[data-part=tiles] .value").first.wait_for()
    wait_until_still(page)
    assert "Accuracy NDCG@10" in page.locator("[data-part=tiles]").inner_text()
    page.get_by_text(re.compile("Ship|Keep")).first.wait_for()
    page.get_by_role("link", name="Train", exact=True).click()
    page.get_by_text("there is nothing to train").wait_for()
