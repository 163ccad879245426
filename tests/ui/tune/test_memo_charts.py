"""The memo's drawings, as points that can be checked by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.ui.text.words import Words
from recsys_core.ui.tune.memo_charts import HEIGHT, WIDTH, bars, curves
from recsys_core.ui.widgets.slider.measure import GRID, Measure
from recsys_core.workbench.results import GroupEffect, Interval

ENGLISH = Words()


def points(line):
    return [tuple(map(float, point.split(","))) for point in line.points.split()]


@pytest.fixture
def drawn(straight_view):
    """Three curves that end at 90%, 130% and 70%, the setting at 30 of 100 and the stretch up to 20."""
    view = straight_view(-0.1, 0.3)
    catalogue = Measure("coverage@10", "", "Catalogue", 2, np.linspace(0.5, 0.35, GRID), percent=True)
    tail = Measure("long_tail@10", "", "", 3, np.linspace(0.1, 0.9, GRID), percent=True, curve=False)
    view = replace(view, measures=[*view.measures, catalogue, tail])
    return lambda row=300, stretch=200, words=ENGLISH: curves(view, row, stretch, words)


# --- curves -------------------------------------------------------------------------------------------------


def test_every_measure_with_a_curve_is_drawn_from_its_start_to_its_end(drawn):
    found = drawn()
    assert len(found.lines) == 3, "the long tail has no curve"
    for line in found.lines:
        at = points(line)
        assert len(at) == 201
        assert (at[0][0], at[-1][0]) == (found.left, found.right)
        assert np.allclose(np.diff([x for x, _ in at]), (found.right - found.left) / 200, atol=0.11)
    starts = {points(line)[0][1] for line in found.lines}
    assert len(starts) == 1, "all begin at 100%"


def test_heights_follow_the_ratio_to_the_start(drawn):
    found = drawn()
    accuracy, variety, catalogue = (points(line)[-1][1] for line in found.lines)
    (start,) = {points(line)[0][1] for line in found.lines}
    one_percent = (start - variety) / 30
    assert accuracy - start == pytest.approx(10 * one_percent, abs=0.3)
    assert catalogue - start == pytest.approx(30 * one_percent, abs=0.3)
    ticks = {text: y for y, text in found.ticks}
    assert ticks["100%"] == pytest.approx(start, abs=0.06)
    assert ticks["80%"] - ticks["120%"] == pytest.approx(40 * one_percent, abs=0.4)


def test_the_setting_and_the_stretch_stand_on_the_same_axis(drawn):
    found = drawn(300, 200)
    width = found.right - found.left
    assert found.here == pytest.approx(found.left + 0.3 * width)
    assert found.stretch == pytest.approx(found.left + 0.2 * width)
    assert drawn(0, 0).stretch == found.left, "where nothing is certified the band has no width"
    assert drawn(1000, 1000).here == found.right


def test_labels_stand_at_the_ends_and_never_on_each_other(straight_view):
    view = straight_view(-0.001, 0.001)
    catalogue = Measure("coverage@10", "", "", 2, np.full(GRID, 0.5), percent=True)
    found = curves(replace(view, measures=[*view.measures, catalogue]), 0, 0, ENGLISH)
    heights = sorted(line.label_y for line in found.lines)
    assert np.diff(heights).min() >= 16


def test_each_measure_has_its_own_colour_and_dash(drawn):
    lines = drawn().lines
    assert [line.colour for line in lines] == ["#0072B2", "#C2500A", "#007A5A"]
    assert len({line.dash for line in lines}) == 3
    assert lines[2].label == "Catalogue"


def test_what_else_should_rise_is_drawn_too(straight_view):
    by_text = Measure("ild_text@10", "", "By text", 4, np.linspace(0.5, 0.55, GRID))
    other = Measure("map@10", "", "MAP", 4, np.linspace(0.2, 0.1, GRID))
    lines = curves(straight_view(more=[by_text, other], raised="ild_text"), 0, 0, ENGLISH).lines
    assert [line.label for line in lines] == ["", "", "By text"]
    assert len({line.colour for line in lines}) == len({line.dash for line in lines}) == 3


def test_numbers_are_those_of_the_language(drawn):
    assert any(text.endswith("%") for _, text in drawn(words=Words("zh")).ticks)


@given(
    st.floats(-0.9, 0.5), st.floats(-0.5, 3.0), st.integers(0, GRID - 1), st.integers(0, GRID - 1),
)  # fmt: skip
def test_nothing_leaves_the_drawing(straight_view, accuracy, variety, row, stretch):
    found = curves(straight_view(accuracy, variety), row, stretch, ENGLISH)
    for line in found.lines:
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points(line))
        assert 0 <= line.label_y <= HEIGHT
    assert found.left <= found.here <= found.right
    assert found.left <= found.stretch <= found.right
    assert 2 <= len(found.ticks) <= 8
    assert all(0 <= y <= HEIGHT for y, _ in found.ticks)


def test_a_model_that_finds_nothing_can_be_drawn(straight_view):
    found = curves(straight_view(start=0.0), 300, 0, ENGLISH)
    assert np.isfinite([y for line in found.lines for _, y in points(line)]).all()


# --- bars ---------------------------------------------------------------------------------------------------


def effect(low, value, high):
    change = Interval(value / 100, low / 100, high / 100)
    return GroupEffect("activity", "few ratings", 40, change, change, change, change, False)


def test_bars_by_hand():
    found = bars([("few", effect(-30, -10, 10)), ("many", effect(-5, 0, 5))], -5.0, ENGLISH)
    few, many = found.bars
    assert (few.low, few.high) == (22, WIDTH - 22), "the widest interval fills the drawing"
    one_percent = (WIDTH - 22 - 22) / 40
    assert few.value == pytest.approx(22 + 20 * one_percent)
    assert found.zero == many.value == pytest.approx(22 + 30 * one_percent)
    assert found.mean == pytest.approx(22 + 25 * one_percent)
    assert (few.name, few.is_filled, many.name) == ("few", False, "many")
    assert few.y < many.y < found.bottom < found.height
    assert [text for _, text in found.ticks] == ["\u221230%", "\u221220%", "\u221210%", "0%", "+10%"]
    assert [x for x, _ in found.ticks] == pytest.approx([22 + 10 * one_percent * n for n in range(5)])


@given(st.lists(st.tuples(*[st.floats(-100, 100)] * 3).map(sorted), max_size=6), st.floats(-100, 100))
def test_zero_mean_and_every_interval_are_inside(ends, mean):
    found = bars([("", effect(*three)) for three in ends], mean, ENGLISH)
    for x in (found.zero, found.mean, *(end for bar in found.bars for end in (bar.low, bar.value, bar.high))):
        assert 21.99 <= x <= WIDTH - 21.99
    assert all(bar.low <= bar.value + 1e-6 and bar.value <= bar.high + 1e-6 for bar in found.bars)


def test_without_groups_there_is_still_an_axis():
    found = bars([], 0.0, ENGLISH)
    assert (found.bars, found.zero) == ([], 22)
