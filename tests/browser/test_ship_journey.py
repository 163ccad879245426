"""Ship: recommended, saved, approved, exported, served: one list everywhere."""

import json
import sys
import zipfile

import httpx
import pandas as pd
import pytest
from playwright.sync_api import expect

from recsys_core.handoff import decision_file
from recsys_core.workbench import Workbench
from sample_data.simulate import simulate, write
from tests.browser.conftest import places, running_dashboard, visits
from tests.served_process import serving

ENOUGH = 1000


def test_from_the_recommended_setting_to_the_bundle(visit, tmp_path):
    ship(visit("/ship?data=sample", ready=".st-key-ship_save button"), tmp_path)
    lines = (tmp_path / "bundle" / "lists.jsonl").read_text().splitlines()
    assert len(lines) == 300


@pytest.mark.long
def test_a_thousand_people_get_one_list_everywhere(chromium, tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("shop")
    write(simulate(n_people=1050), folder / "data" / "crowd")
    with running_dashboard(folder) as address, visits(chromium, address) as visit:
        ship(visit("/ship?data=crowd", ready=".st-key-ship_save button"), folder)
    monkeypatch.setenv("EQUIPOISE_DATA", str(folder / "data"))
    with serving("autumn variety", folder, places(folder)) as service:
        assert check_lists(folder / "bundle", "crowd", service.address) >= ENOUGH


def ship(page, folder):
    """Save, approve and export what is recommended; the bundle lies in ``folder`` then."""
    expect(page.get_by_text("This is the recommended setting.")).to_be_visible()
    page.locator(".st-key-ship_new_name input").fill("autumn variety")
    page.locator(".st-key-ship_new_by input").fill("Ada")
    page.locator(".st-key-ship_save button").click()
    expect(page.get_by_text("is saved as a draft")).to_be_visible(timeout=240_000)
    page.locator(".st-key-card_ship_decision summary", has_text="Approve").click()
    page.locator(".st-key-ship_approve_by input").fill("Grace")
    page.locator(".st-key-ship_approve button").click()
    expect(page.get_by_text("is approved.")).to_be_visible()
    card = page.locator(".st-key-card_ship_decision")
    expect(card.get_by_text("Approved", exact=True).first).to_be_visible()
    page.locator(".st-key-ship_make button").click()
    expect(page.locator(".st-key-ship_download button")).to_be_visible(timeout=240_000)
    with page.expect_download() as download:
        page.locator(".st-key-ship_download button").click()
    archive = folder / download.value.suggested_filename
    download.value.save_as(archive)
    assert archive.name == "equipoise-autumn-variety.zip"
    with zipfile.ZipFile(archive) as bundle:
        bundle.extractall(folder / "bundle")


def check_lists(bundle, data, address):
    """The page's, the exported, both served lists and that of rerank.py, for everybody; returns how many."""
    setting = decision_file.parse((bundle / "decision.json").read_text(), "decision.json").record.setting
    bench = Workbench.open(data)
    lines = [json.loads(line) for line in (bundle / "lists.jsonl").read_text().splitlines()]
    items = pd.read_parquet(bundle / "items.parquet").set_index("item_id")
    shown = bench.trade_off(setting.method, k=setting.k).paths.at(setting.takes_over_at)
    sys.path.insert(0, str(bundle))
    try:
        portable = __import__("rerank")
    finally:
        sys.path.remove(str(bundle))
    moved = 0
    try:
        candidates, ids = bench.candidates(), bench.dataset.item_ids
        with httpx.Client(base_url=address, timeout=60) as client:
            for user, line in enumerate(lines):
                n = candidates.counts[user]
                offered = ids[candidates.items[user, :n]].tolist()
                scores = candidates.scores[user, :n].tolist()
                categories = [list(items.loc[one, "categories"]) for one in offered]
                positions = portable.rerank(scores, categories=categories, **portable.setting())
                served = client.post("/rerank", json={"ids": offered, "scores": scores}).json()["items"]
                known = client.get(f"/recommend/{line['user_id']}").json()["items"]
                page = ids[shown[user]].tolist()
                assert page == line["after"] == served == known == [offered[at] for at in positions]
                moved += line["before"] != line["after"]
    finally:
        del sys.modules["rerank"]
    assert moved > len(lines) / 10, "a setting that changes nobody's list shows nothing"
    return len(lines)


@pytest.mark.long
def test_on_a_phone_nothing_runs_off_the_page(visit):
    page = visit("/ship?data=sample&lang=zh", ready="[data-testid=stHeading]", width=390, height=844)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
