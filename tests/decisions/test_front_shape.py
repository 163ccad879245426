import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.decisions.front_shape import FrontShape, dominated, hypervolume, knee_point

POINTS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12)


@given(POINTS)
@settings(deadline=None)
def test_dominated_is_the_definition(points):
    y, x = np.array(points, float).T
    for i in range(len(y)):
        beaten = any(y[j] >= y[i] and x[j] >= x[i] and (y[j] > y[i] or x[j] > x[i]) for j in range(len(y)))
        assert dominated(y, x)[i] == beaten


@given(POINTS)
@settings(deadline=None)
def test_hypervolume_counts_the_unit_cells_below_the_front(points):
    y, x = np.array(points, float).T
    cells = sum(any(y > i) and any((y > i) & (x > j)) for i in range(4) for j in range(4))
    assert hypervolume(y, x, (0.0, 0.0)) == pytest.approx(cells)


def test_hypervolume_of_several_fronts_and_points_below_the_corner():
    y, x = np.array([[1.0, 0.5], [0.1, 0.9]]), np.array([[0.2, 0.6], [0.9, 0.05]])
    expected = [(1 - 0.2) * (0.2 - 0.1) + (0.5 - 0.2) * (0.6 - 0.2), 0.0]
    np.testing.assert_allclose(hypervolume(y, x, (0.2, 0.1)), expected)


def test_the_knee_is_where_variety_becomes_expensive():
    variety = np.array([0.0, 0.5, 0.9, 1.0, 0.4])
    accuracy = np.array([1.0, 0.97, 0.9, 0.2, 0.5])  # the last one is dominated
    assert knee_point(accuracy, variety) == 2


def test_a_straight_front_bends_nowhere():
    assert knee_point(np.array([1.0, 0.5, 0.0]), np.array([0.0, 0.5, 1.0])) == 0
    assert knee_point(np.array([0.3]), np.array([0.1])) == 0


def test_the_shape_of_a_front_is_both():
    accuracy, variety = np.array([1.0, 0.97, 0.9, 0.2, 0.5]), np.array([0.0, 0.5, 0.9, 1.0, 0.4])
    shape = FrontShape.of(accuracy, variety)
    assert shape.dominated.tolist() == dominated(accuracy, variety).tolist() and shape.knee == 2
