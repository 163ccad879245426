from types import SimpleNamespace

import numpy as np
import pytest

from recsys_core.decisions.examples import clearest, examples, n_liked_shown, n_not_in
from recsys_core.decisions.impact import GroupEffect, moving_shares
from recsys_core.evaluation.curves import measure
from recsys_core.stats.interval import Interval


def group(name, low, high, before=1.0):
    share = Interval((low + high) / 2, low, high) if before else Interval.certain(np.nan)
    none = Interval.certain(0.0)
    return GroupEffect("side", name, 40, Interval(0, low, high), share, none, none, False)


def names(groups):
    return "".join(one.name for one in groups)


def test_the_clearest_groups_are_those_at_both_ends():
    # a: surely worst; e: gains most but nobody knows; d: surely gains.
    rows = [group("a", -9, -5), group("b", -6, -4), group("c", -2, 1), group("d", 1, 3), group("e", -20, 40)]
    assert [names(side) for side in clearest(rows, 4)] == ["ab", "cd"]
    assert [names(side) for side in clearest(rows, 3)] == ["ab", "d"]
    assert [names(side) for side in clearest(rows, 10)] == ["abcde", ""]
    assert clearest([], 4) == ([], [])


def test_a_group_without_accuracy_before_has_no_place_among_shares():
    assert [names(side) for side in clearest([group("a", -9, -5), group("z", 0, 1, before=0)], 4)] == [
        "a",
        "",
    ]


class Lists:
    """Each person's accuracy before and now, and lists of two items: of the first, ``n_new`` are replaced."""

    def __init__(self, before, now, n_new):
        self.accuracy = "ndcg@2"
        self.k, self.users = 2, 10 + np.arange(len(before))
        self._accuracy = np.array([before, now], float)
        first = np.tile([0, 1], (len(before), 1))
        new = np.array(n_new)[:, None]
        self._lists = first, np.where(np.arange(2) >= 2 - new, first + 5, first)
        self.ground_truth = SimpleNamespace(liked_by=lambda user: np.array([1]))

    def per_user(self, key, lambda_):
        assert key == "ndcg@2"
        return self._accuracy[int(lambda_ > 0)]

    def lists(self, lambda_):
        return self._lists[int(lambda_ > 0)]


def found(*args):
    return {one.kind: one for one in examples(Lists(*args), 0.5)}


def test_each_stands_in_the_middle_of_those_it_stands_for():
    before = [0.5] * 9
    now = [0.1, 0.2, 0.3, 0.5, 0.5, 0.5, 0.6, 0.7, 0.9]
    kinds = found(before, now, [1] * 9)
    assert {kind: (one.user, one.n_alike) for kind, one in kinds.items()} == {
        "typical": (13, 9),  # the first of those with the middle change
        "gainer": (17, 3),
        "loser": (11, 3),
    }


def test_of_an_even_number_the_lower_middle_and_of_equals_the_middle_number_of_new_items():
    kinds = found([0.5] * 4, [0.1, 0.2, 0.3, 0.4], [1] * 4)
    assert (kinds["typical"].user, kinds["loser"].user) == (11, 11)
    assert "gainer" not in kinds
    kinds = found([0.5] * 5, [0.5] * 5, [2, 2, 1, 2, 1])
    assert (kinds["typical"].user, kinds["typical"].n_new) == (10, 2)


def test_the_middle_is_that_of_changes_as_a_share_of_ones_own_accuracy():
    # In points the middle loss is 0.10, of somebody who keeps half; as a share it is the one who loses 60%.
    kinds = found([0.2, 0.1, 1.0], [0.1, 0.04, 0.2], [1] * 3)
    assert kinds["loser"].user == 11


def test_of_gains_from_nothing_and_of_shares_the_middle_is_found():
    kinds = found([0.5, 0.5, 0.0, 0.0, 0.0], [0.6, 0.9, 0.1, 0.9, 0.0], [1, 1, 2, 1, 1])
    assert (kinds["gainer"].user, kinds["gainer"].n_alike) == (11, 4), "the lower of the two middle ones"
    assert kinds["typical"].user == 11


def test_people_whose_list_stays_are_not_typical_and_small_changes_are_not_clear():
    kinds = found([0.5] * 4, [0.5, 0.5, 0.46, 0.54], [0, 0, 0, 1])
    assert list(kinds) == ["typical"]
    assert (kinds["typical"].user, kinds["typical"].n_alike) == (13, 1)


def test_who_had_nothing_and_has_something_is_a_clear_gainer():
    assert found([0.0, 0.5], [0.3, 0.5], [1, 0])["gainer"].user == 10


def test_where_nothing_changes_there_is_nobody_to_show():
    assert examples(Lists([0.5, 0.1], [0.5, 0.1], [0, 0]), 0.5) == ()


@pytest.mark.parametrize("seed", [0, 1])
def test_on_real_lists_they_are_counted_like_the_shares_that_move(make_world, seed):
    world = make_world(seed, n_users=40)
    trade_off = measure(world.ground_truth, world.paths)
    losing, gaining = moving_shares(trade_off, np.array([0.8]))
    kinds = {one.kind: one for one in examples(trade_off, 0.8)}
    n_people = len(trade_off.users)
    for kind, share in (("loser", losing[0]), ("gainer", gaining[0])):
        assert (kinds[kind].n_alike if kind in kinds else 0) == round(share * n_people)
    for one in kinds.values():
        row = list(trade_off.users).index(one.user)
        levels = [trade_off.per_user("ndcg@5", lambda_)[row] for lambda_ in (0.0, 0.8)]
        assert one.outcome.accuracy == pytest.approx(tuple(levels))
        liked = [n_liked_shown(trade_off, np.array([one.user]), lambda_)[0] for lambda_ in (0.0, 0.8)]
        assert [len(ranks) for ranks in one.outcome.ranks] == liked
        now, before = set(one.outcome.now.tolist()), set(one.outcome.before.tolist())
        assert one.n_new == len(now - before - {-1})


def test_padding_is_no_new_item():
    assert n_not_in(np.array([[3, 4, -1], [1, 2, 3]]), np.array([[4, -1, -1], [3, 2, 1]])).tolist() == [1, 0]
