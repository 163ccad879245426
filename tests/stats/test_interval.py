import json

import numpy as np

from recsys_core.stats.interval import Interval


def test_one_row_of_arrays_has_floats():
    found = Interval(np.array([1.0, 2.0]), np.array([0.0, 1.0]), np.array([2.0, 3.0]))
    assert len(found) == 2
    assert found[1] == Interval(2.0, 1.0, 3.0)
    assert isinstance(found[1].low, float)
    assert found[:1].high.tolist() == [2.0]


def test_zero_is_excluded_only_where_the_whole_interval_lies_beside_it():
    assert Interval(0.2, 0.1, 0.3).above_zero and not Interval(0.2, 0.0, 0.3).above_zero
    assert Interval(-0.2, -0.3, -0.1).below_zero and not Interval(-0.2, -0.3, 0.0).below_zero
    both = Interval(np.array([0.2, 0.0]), np.array([0.1, -1.0]), np.array([0.3, 1.0]))
    assert both.above_zero.tolist() == [True, False]


def test_another_unit_and_json():
    found = Interval(0.02, 0.01, 0.03).scaled(100)
    assert json.dumps(found.to_dict()) == '{"value": 2.0, "low": 1.0, "high": 3.0}'
    assert Interval(np.array([1.0]), np.array([0.0]), np.array([2.0])).to_dict()["high"] == [2.0]
    assert Interval.certain(0.5) == Interval(0.5, 0.5, 0.5)


def test_an_interval_that_touches_zero_includes_it():
    assert Interval(0.2, 0.0, 0.3).includes_zero and Interval(-0.2, -0.3, 0.0).includes_zero
    assert not Interval(0.2, 0.1, 0.3).includes_zero and not Interval(-0.2, -0.3, -0.1).includes_zero
    both = Interval(np.array([0.2, 0.0]), np.array([0.1, -1.0]), np.array([0.3, 1.0]))
    assert both.includes_zero.tolist() == [False, True]
    assert Interval(np.nan, np.nan, np.nan).includes_zero
