"""The row of measures that the memo and the plain page read is the one that the component shows."""

import numpy as np
import pytest

from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.widgets.tuning import tuning
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Limits


@pytest.fixture
def row(straight_view):
    return lambda **setting: straight_view().row(Choice(**setting))


def test_a_position_on_the_grid_is_its_own_row(row):
    assert row(variety=0.3) == 300


def test_a_position_carries_the_setting_of_its_row(straight_view):
    assert straight_view().lambda_of(Choice(variety=0.3)) == 0.3


def test_a_change_of_a_list_is_at_the_first_position_that_shows_it(straight_view):
    view = straight_view()
    breakpoints = np.array([0.0, 0.1004, 0.1006, 0.2, 0.99999])

    def changes(variety):
        return view.changes(breakpoints, Choice(variety=variety))

    assert changes(0.0) == (None, 0.101)  # two changes between two positions come at once
    assert changes(0.101) == changes(0.15) == (0.0, 0.2)
    assert changes(0.2) == (0.101, 1.0)
    assert changes(1.0) == (0.2, None)


def test_a_change_beyond_the_last_position_is_none(straight_view):
    view = straight_view()
    assert view.changes(np.array([0.0, 2.0]), Choice(variety=1.0)) == (None, None)


def test_variety_in_the_other_spaces_is_that_of_the_trade_off():
    bench = Workbench.open("sample")
    found = tuning(bench, Choice("sample", "mmr"))
    assert (found.space, list(found.spaces)) == ("categories", ["text", "co_rating"])
    curve = bench.trade_off("mmr").curve
    for space, change in found.spaces.items():
        start, end = (curve.at(at)[f"ild_{space}@10"] for at in (0.0, float(found.lambdas[-1])))
        assert (change[0], change[-1]) == (0.0, pytest.approx((end - start) / start))
    assert np.array_equal(found.lambdas, bench.advice.figures("mmr").lambdas), "what is shown is tested"


@pytest.mark.parametrize(("raised", "place"), [("ild", 1), ("ild_text", 2), ("coverage", 2)])
def test_what_should_rise_has_a_tile_with_the_interval_of_its_test(raised, place):
    bench = Workbench.open("sample")
    view = tuning(bench, Choice("sample", "mmr", limits=Limits(objective=raised), more=("ild_text",)))
    keys = [measure.key for measure in view.measures]
    assert keys[view.raised] == f"{raised}@10" and view.raised == place
    assert keys.count("ild_text@10") == 1
    figures = bench.advice.figures("mmr")
    tested = figures.coverage if raised == "coverage" else figures.gains[raised]
    tile = view.measures[view.raised]
    np.testing.assert_allclose(tile.low, tested.low)
    np.testing.assert_allclose(tile.high, tested.high)
    np.testing.assert_allclose(tile.change, tested.value, atol=1e-6)
