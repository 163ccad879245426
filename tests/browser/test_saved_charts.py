"""Charts leave as pictures and tables; the address of a page is copied."""

import io
import re

import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import expect

from recsys_core.ui.shell.frame import PAGES


def saved(page, kind, tmp_path):
    """What a link under the first chart downloads."""
    with page.expect_download() as download:
        page.locator(f"button[data-save={kind}]").first.click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


@pytest.mark.parametrize(
    ("address", "chart"),
    [
        ("/?data=sample", "tune-curves"),
        pytest.param("/impact?data=sample", "impact-segments", marks=pytest.mark.long),
    ],
)
def test_a_chart_is_saved_as_a_picture_and_as_a_table(visit, tmp_path, address, chart):
    page = visit(address, ready=".eq-save")
    vector = saved(page, "svg", tmp_path)
    assert vector.name == f"equipoise-{chart}.svg"
    drawn = vector.read_text()
    assert drawn.count("<path") >= 5 and "var(--" not in re.sub(r'="[^"]*"', "", drawn)
    with Image.open(io.BytesIO(saved(page, "png", tmp_path).read_bytes())) as picture:
        assert picture.width > 600 and len(picture.convert("RGB").getcolors(1 << 24)) > 10, (
            "nothing was drawn"
        )
    table = pd.read_csv(saved(page, "csv", tmp_path))
    assert len(table) >= 14 and table.notna().all().all()


def test_the_table_of_the_curves_holds_what_the_tiles_say(visit, tmp_path):
    page = visit("/?data=sample&variety=40")
    table = pd.read_csv(saved(page, "csv", tmp_path)).set_index("position")
    tile = page.locator("[data-part=tiles] .value").first.inner_text()
    assert f"{table.loc[40.0, 'ndcg@10']:.3f}" == tile


@pytest.mark.parametrize(
    "where",
    ["ship", *(pytest.param(one, marks=pytest.mark.long) for one in PAGES if one != "ship")],
)
def test_every_page_copies_its_address(visit, where):
    path = "" if where == PAGES[0] else where
    page = visit(f"/{path}?data=sample", ready=".eq-copy", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".eq-copy").click()
    expect(page.locator(".eq-copy")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
