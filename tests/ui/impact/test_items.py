import pytest

from recsys_core.decisions.exposure import GroupExposure
from recsys_core.stats.interval import Interval
from recsys_core.ui.impact.item_figure import figure, two_lines
from recsys_core.ui.impact.items import change_text, detail_text, table
from recsys_core.ui.text.words import Words

ROWS = [
    GroupExposure("category", "drama", 0.3, 0.4, 0.3, Interval(-0.1, -0.12, -0.08)),
    GroupExposure("category", "<war>", 0.1, 0.1, 0.104, Interval(0.004, -0.01, 0.02)),
]


def test_bars_are_differences_with_their_intervals_and_pale_where_they_may_be_none():
    bars = figure(ROWS, ["drama", "<war>"], ["", ""], Words())["data"][0]
    assert bars["x"] == pytest.approx([-10, 0.4])
    assert bars["error_x"]["arrayminus"] == pytest.approx([2, 1.4])
    sure, unsure = bars["marker"]["opacity"]
    assert sure > unsure
    less, more = bars["marker"]["color"]
    assert less != more
    assert "&lt;war&gt;" in bars["hovertext"][1]


def test_what_is_said_of_a_group_is_what_readers_would_subtract():
    assert change_text(ROWS[1], Words()) == "+0.4 (\u22121.0 to +2.0)"
    assert detail_text(ROWS[0], Words()).split("<br>") == [
        "40.0% → 30.0% of all places",
        "\u221210.0 (\u221212.0 to \u22128.0) points",
        "30.0% of the catalogue",
    ]


def test_the_table_has_the_shares_before_and_now():
    found = table(ROWS, Words())
    assert found["Share of places"].tolist() == ["40.0% → 30.0%", "10.0% → 10.4%"]
    assert found.columns.tolist() == [
        "Items",
        "Difference in points",
        "Share of places",
        "Share of the catalogue",
    ]


def test_names_beside_the_bars_are_short_and_safe():
    assert two_lines("most popular tenth") == "most popular<br>tenth"
    assert two_lines("<b>") == "&lt;b&gt;"
    assert two_lines("one name that goes on and on and on").count("<br>") == 1
