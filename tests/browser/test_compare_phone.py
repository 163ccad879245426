"""Compare on a phone and beside it: every figure, interval and name is there to be read."""

from itertools import permutations

import pytest

from tests.browser.conditions import wait_until_still

READY = ".st-key-card_compare_personal [data-testid=stTable]"
WIDE = "/compare?models=language_model,popularity,ease&methods=mmr,dpp,calibration"
FEW = "/compare?methods=mmr,dpp"
ADDRESSES = [
    pytest.param(FEW, marks=pytest.mark.long),
    WIDE,
    pytest.param(WIDE + "&lang=zh", marks=pytest.mark.long),
]


def resize(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    wait_until_still(page)


@pytest.mark.parametrize("address", ADDRESSES)
def test_on_a_phone_no_cell_of_a_table_is_cut_off(visit, address):
    page = visit(address, ready=READY, width=390, height=844)
    page.locator(".st-key-compare_areas summary").click()
    tables = page.locator("[data-testid=stTable]")
    tables.nth(2).wait_for()
    assert tables.count() == 4
    for table in tables.all():
        card = table.evaluate(
            "n => n.closest('[class*=st-key-card_], .st-key-compare_areas').getBoundingClientRect().right"
        )
        cells = table.locator("td, th").evaluate_all(
            "nodes => nodes.map(n => [n.getBoundingClientRect().right, n.scrollWidth - n.clientWidth])"
        )
        assert cells
        assert all(right <= card and hidden <= 1 for right, hidden in cells)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_figure_of_the_ranking_lies_inside_its_card_and_none_on_another(visit, address):
    page = visit(address, ready=READY)
    for width in (1440, 1290, 820, 390):
        resize(page, width)
        check_ranking(page)


def check_ranking(page):
    card = page.locator(".st-key-card_compare_within").bounding_box()
    for row in page.locator("[class*=st-key-compare_row_]").all():
        cells = row.locator(".eq-gain > div, [data-testid=stBaseButton-secondary]:visible")
        boxes = [cell.bounding_box() for cell in cells.all()]
        assert len(boxes) >= 5
        assert all(box["x"] + box["width"] <= card["x"] + card["width"] for box in boxes)
        for one, other in permutations(boxes, 2):
            beside = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
            below = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
            assert beside or below
        cut = cells.evaluate_all("nodes => nodes.map(n => n.scrollWidth - n.clientWidth)")
        assert all(hidden <= 1 for hidden in cut)


def test_all_dots_stand_on_one_scale(visit):
    page = visit("/compare?methods=mmr,msd,dpp,ssd", ready=READY)
    for width in (1440, 820, 390):
        resize(page, width)
        zeros = [zero.bounding_box()["x"] for zero in page.locator(".eq-zero").all()]
        widths = [dots.bounding_box()["width"] for dots in page.locator(".eq-dots").all()]
        assert len(zeros) >= 4
        assert max(zeros) - min(zeros) < 0.5 and max(widths) - min(widths) < 0.5


def test_columns_stand_under_each_other(visit):
    page = visit(WIDE, ready=READY)
    lines = page.locator(".eq-gain")
    assert lines.count() >= 10  # the heading and nine pairs
    starts = {
        tuple(round(cell.bounding_box()["x"]) for cell in line.locator("> div").all()) for line in lines.all()
    }
    assert len(starts) == 1


def test_the_ranking_comes_first_and_a_pair_is_added_without_waiting(visit):
    page = visit(FEW, ready=READY)
    first, chooser, fronts = (
        page.locator(f".st-key-card_compare_{name}").bounding_box() for name in ("within", "choose", "fronts")
    )
    assert first["y"] == chooser["y"] < fronts["y"]
    assert first["x"] < chooser["x"]
    page.get_by_role("button", name="PureSVD").click()
    page.get_by_text("PureSVD · MMR").first.wait_for()
    page.wait_for_selector(".eq-waits, [data-testid=stProgress]", state="detached")
    assert page.locator("[class*=st-key-compare_row_]").count() == 4


def test_on_a_phone_the_legend_shows_every_pair(visit):
    page = visit(WIDE, ready=READY, width=390, height=844)
    legend = page.locator(".st-key-card_compare_fronts .legend")
    frame = legend.locator(".bg").bounding_box()
    names = legend.locator(".legendtext").all()
    assert len(names) == 9
    for name in names:
        box = name.bounding_box()
        assert frame["y"] <= box["y"] and box["y"] + box["height"] <= frame["y"] + frame["height"]


def test_a_click_too_many_leaves_the_pill_unselected(visit):
    page = visit(WIDE, ready=READY)
    pill = page.get_by_role("button", name="ALS")
    pill.click()
    page.get_by_text("Not added: ALS").wait_for()
    assert pill.get_attribute("aria-pressed") == "false"
    assert page.locator("[class*=st-key-compare_row_]").count() == 9
