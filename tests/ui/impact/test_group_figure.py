import numpy as np
import pytest

from recsys_core.decisions.impact import GroupEffect
from recsys_core.stats.interval import Interval
from recsys_core.ui.impact.group_figure import figure
from recsys_core.ui.impact.groups import table
from recsys_core.ui.text.words import Words


def group(name, low, high, apart=False):
    change = Interval((low + high) / 2, low, high)
    return GroupEffect("side", name, 40, change, change, change, change, apart, change)


EVERYBODY = Interval(-0.02, -0.03, -0.01)


def drawn(everybody=EVERYBODY, *, is_split=False):
    worst, best = [group("<i>", -0.3, -0.1, True)], [group("b", -0.1, 0.05)]
    return figure(worst, best, everybody, Words(), is_split=is_split)


def shape(found, **values):
    return [one for one in found["layout"]["shapes"] if values.items() <= one.items()]


def test_every_group_stands_on_its_interval_and_is_filled_where_it_differs():
    trace = drawn()["data"][0]
    assert trace["x"] == pytest.approx([-20, -2.5])
    assert trace["error_x"]["array"] == pytest.approx([10, 7.5])
    assert trace["error_x"]["arrayminus"] == pytest.approx([10, 7.5])
    filled, hollow = trace["marker"]["color"]
    assert filled != hollow == "rgba(0,0,0,0)"
    assert "&lt;i&gt;" in trace["hovertext"][0] and "loses more than others" in trace["hovertext"][0]


def test_everybody_is_a_named_line_on_the_band_of_its_interval():
    found = drawn()
    (band,), (line,) = shape(found, type="rect"), shape(found, type="line")
    assert (band["x0"], band["x1"]) == (-3, -1)
    assert line["x0"] == line["x1"] == -2
    assert found["layout"]["annotations"][0]["text"] == "everybody \u22122.0%"


def test_no_change_and_everybody_are_always_in_the_picture():
    low, high = drawn(Interval(0.1, 0.08, 0.12))["layout"]["xaxis"]["range"]
    assert low < -30 and high > 12
    low, high = drawn(Interval(-0.5, -0.6, -0.4))["layout"]["xaxis"]["range"]
    assert low < -60 and high > 5
    assert drawn()["layout"]["xaxis"]["zeroline"]


def test_without_accuracy_before_there_is_no_line():
    found = drawn(Interval.certain(np.nan))
    assert found["layout"]["shapes"] == found["layout"]["annotations"] == []


def test_where_groups_are_left_out_a_line_says_where():
    (gap,) = shape(drawn(is_split=True), y0=0.5, y1=0.5)
    assert gap["line"]["dash"] == "dot"


def test_the_table_has_one_unit_for_every_change():
    found = table([group("a", -0.3, -0.1)], Words())
    columns = ["Group", "Verdict", "Change of accuracy", "People", "Change of variety"]
    assert found.columns.tolist() == columns
    text = "\u221220.0% (\u221230.0 to \u221210.0)"
    assert found.loc[0, ["Change of accuracy", "Change of variety"]].tolist() == [text, text]
