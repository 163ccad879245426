"""Ship: recommended, saved, approved, exported, served: one list everywhere."""

import json
import sys
import zipfile

import pandas as pd
import pytest
from playwright.sync_api import expect
from starlette.testclient import TestClient

from recsys_core.handoff import decision_file, saved
from recsys_core.serving.app import create_app
from recsys_core.serving.served import Holder, prepare
from recsys_core.store import Store
from recsys_core.workbench import Workbench


def test_from_the_recommended_setting_to_the_served_list(visit, tmp_path):
    page = visit("/ship?data=sample", ready=".st-key-ship_save button")
    expect(page.get_by_text("This is the recommended setting.")).to_be_visible()
    page.locator(".st-key-ship_new_name input").fill("autumn variety")
    page.locator(".st-key-ship_new_by input").fill("Ada")
    page.locator(".st-key-ship_save button").click()
    expect(page.get_by_text("is saved as a draft")).to_be_visible(timeout=120_000)
    page.locator(".st-key-card_ship_decision summary", has_text="Approve").click()
    page.locator(".st-key-ship_approve_by input").fill("Grace")
    page.locator(".st-key-ship_approve button").click()
    expect(page.get_by_text("is approved.")).to_be_visible()
    card = page.locator(".st-key-card_ship_decision")
    expect(card.get_by_text("Approved", exact=True).first).to_be_visible()
    page.locator(".st-key-ship_make button").click()
    expect(page.locator(".st-key-ship_download button")).to_be_visible(timeout=120_000)
    with page.expect_download() as download:
        page.locator(".st-key-ship_download button").click()
    archive = tmp_path / download.value.suggested_filename
    download.value.save_as(archive)
    assert archive.name == "equipoise-autumn-variety.zip"
    with zipfile.ZipFile(archive) as bundle:
        bundle.extractall(tmp_path / "bundle")
    check_lists(tmp_path)


def check_lists(folder):
    """The page's, the exported, the served list and that of rerank.py, for everybody."""
    bundle = folder / "bundle"
    file = decision_file.parse((bundle / "decision.json").read_text(), "decision.json")
    setting, bench = file.record.setting, Workbench.open("sample")
    store = Store.open(f"sqlite:///{folder / 'decisions.db'}")
    saved.save(store, file.name, file.record, "Ada")
    store.approve(file.name, "Grace", version=1)
    client = TestClient(create_app(Holder(store, prepare(saved.load(store, file.name)))))
    lines = [json.loads(line) for line in (bundle / "lists.jsonl").read_text().splitlines()]
    items = pd.read_parquet(bundle / "items.parquet").set_index("item_id")
    shown = bench.trade_off(setting.method, k=setting.k).paths.at(setting.takes_over_at)
    sys.path.insert(0, str(bundle))
    try:
        portable = __import__("rerank")
    finally:
        sys.path.remove(str(bundle))
    try:
        candidates, ids = bench.candidates(), bench.dataset.item_ids
        for user, line in enumerate(lines):
            n = candidates.counts[user]
            offered, scores = ids[candidates.items[user, :n]].tolist(), candidates.scores[user, :n].tolist()
            categories = [list(items.loc[one, "categories"]) for one in offered]
            positions = portable.rerank(scores, categories=categories, **portable.setting())
            served = client.post("/rerank", json={"ids": offered, "scores": scores}).json()["items"]
            assert ids[shown[user]].tolist() == line["after"] == served == [offered[at] for at in positions]
    finally:
        del sys.modules["rerank"]
    assert len(lines) == 300


@pytest.mark.long
def test_on_a_phone_nothing_runs_off_the_page(visit):
    page = visit("/ship?data=sample&lang=zh", ready="[data-testid=stHeading]", width=390, height=844)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
