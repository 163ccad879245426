"""A training is started, left, found again, cancelled, started again; an upload becomes the data in use."""

import re
from urllib.parse import parse_qs, urlparse

import pytest

pytestmark = pytest.mark.long


def state(page, text):
    page.locator(".st-key-card_training").get_by_text(text, exact=True).first.wait_for(timeout=240_000)


def test_a_training_survives_leaving_and_reloading_and_can_be_cancelled_and_started_again(visit):
    visit("/learn", ready="h1")  # a server's very first visitor loses the first click on a deep link
    page = visit("/train", ready=".st-key-card_no_training")
    page.get_by_text("Nothing (frozen)").click()
    page.get_by_text("Also train it with").wait_for(state="detached")
    page.get_by_role("button", name="Start training").click()
    here = page.locator(".st-key-train_cancel_here")
    here.wait_for()
    assert 0 < here.bounding_box()["y"] < 900, "what the click did is on the screen"
    state(page, "Training")
    page.wait_for_url(re.compile("job="))
    run = parse_qs(urlparse(page.url).query)["job"][0]
    page.get_by_role("link", name="Learn").click()
    page.wait_for_url(re.compile("/learn"))
    page.get_by_role("link", name="Train", exact=True).click()
    page.get_by_text(f"Training {run}").last.wait_for()
    page.reload()
    page.get_by_text(f"Training {run}").last.wait_for(timeout=240_000)
    state(page, "Training")
    page.get_by_role("button", name="Cancel").last.click()
    state(page, "Cancelled")
    page.get_by_role("button", name="Start again").click()
    state(page, "Training")
    page.get_by_role("button", name="Cancel").last.click()
    state(page, "Cancelled")


def test_an_uploaded_file_becomes_the_data_in_use(visit, tmp_path):
    rows = [f"p{row % 30},i{row // 30 % 40},{1 + row % 5},{1_600_000_000 + row}" for row in range(1200)]
    path = tmp_path / "mine.csv"
    path.write_text("userId,movieId,rating,timestamp\n" + "\n".join(rows) + "\n")
    page = visit("/data?door=interactions", ready=".st-key-card_health [data-testid=stMetric]")
    page.locator("input[type=file]").first.set_input_files(path)
    page.get_by_role("button", name="Check these data").click(timeout=240_000)
    page.get_by_role("button", name="Use these data").click(timeout=240_000)
    page.wait_for_url(re.compile("data=mine-"), timeout=240_000)
    page.get_by_text("uploaded as mine.csv").wait_for()
