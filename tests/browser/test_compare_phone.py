"""Compare on a phone and beside it: every interval and every name is there to be read."""

import pytest

READY = ".st-key-card_compare_personal [data-testid=stTable]"
WIDE = "/compare?models=language_model,popularity,ease&methods=mmr,dpp,calibration"


@pytest.mark.parametrize("address", ["/compare?methods=mmr,dpp", WIDE, WIDE + "&lang=zh"])
def test_on_a_phone_no_cell_of_a_table_is_cut_off(visit, address):
    page = visit(address, ready=READY, width=390, height=844)
    tables = page.locator("[data-testid=stTable]")
    assert tables.count() == 3
    for table in tables.all():
        card = table.evaluate("n => n.closest('[class*=st-key-card_]').getBoundingClientRect().right")
        cells = table.locator("td, th").evaluate_all(
            "nodes => nodes.map(n => [n.getBoundingClientRect().right, n.scrollWidth - n.clientWidth])"
        )
        assert cells
        assert all(right <= card and hidden <= 1 for right, hidden in cells)


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
