import numpy as np

from recsys_core.decisions.impact import FEWEST
from recsys_core.decisions.protection import LeftOut, protection
from recsys_core.decisions.segments import Segmentation

USERS = np.arange(4, 4 + 2 * FEWEST)  # of 30 people, those who are measured


def divided(labels, names=("one", "two", "nobody")):
    everybody = np.full(30, -1)
    everybody[USERS] = labels
    return Segmentation("side", names, everybody)


def half(n):
    return np.r_[np.zeros(n, int), np.ones(2 * FEWEST - n, int)]


def test_a_group_of_ten_is_protected_and_one_of_nine_is_named_with_its_number():
    accuracy = np.ones(2 * FEWEST)
    assert list(protection(divided(half(FEWEST)), USERS, accuracy).groups) == ["one", "two"]
    found = protection(divided(half(FEWEST - 1)), USERS, accuracy)
    assert list(found.groups) == ["two"]
    assert found.groups["two"].tolist() == (half(FEWEST - 1) == 1).tolist()
    assert LeftOut("one", FEWEST - 1, True) in found.left_out


def test_a_group_for_whom_nothing_is_found_is_named():
    accuracy = np.where(half(FEWEST) == 0, 0.0, 1.0)
    found = protection(divided(half(FEWEST)), USERS, accuracy)
    assert list(found.groups) == ["two"] and LeftOut("one", FEWEST, False) in found.left_out


def test_people_who_belong_to_no_group_are_named_and_groups_of_nobody_are_not():
    found = protection(divided(half(FEWEST)), USERS, np.ones(2 * FEWEST))
    assert found.left_out == ()
    found = protection(divided(np.r_[half(FEWEST)[:-3], [-1] * 3]), USERS, np.ones(2 * FEWEST))
    assert found.left_out == (LeftOut("two", FEWEST - 3, True), LeftOut("", 3, True))
