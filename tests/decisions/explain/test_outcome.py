import numpy as np
import pytest

from recsys_core.decisions.explain.outcome import Outcome


def test_lost_gained_and_moved_by_hand():
    found = Outcome(np.array([4, 7, 9, 2]), np.array([4, 1, 7, 9]), np.array([1, 4, 2, 9]))
    assert found.ranks == ({4: 1, 7: 3, 9: 4}, {4: 2, 2: 3, 9: 4})
    assert (found.lost, found.gained, found.moved) == ([7], [2], [(4, 1, 2)])


def test_accuracy_by_hand():
    # One liked item: first place 1, second place 1 / log2(3).
    found = Outcome(np.array([5]), np.array([5, 6]), np.array([6, 5]))
    assert found.accuracy == pytest.approx((1.0, 1 / np.log2(3)))


def test_padding_and_a_user_who_liked_nothing():
    found = Outcome(np.array([], int), np.array([3, -1]), np.array([3, -1]))
    assert found.accuracy == (0.0, 0.0)
    assert found.ranks == ({}, {}) and not found.lost
