from types import SimpleNamespace

import numpy as np
import pytest

from recsys_core.decisions.effects import Effects
from recsys_core.decisions.impact import (
    FEWEST,
    GroupEffect,
    group_effects,
    items_changed,
    losing_share,
    moving_shares,
    worst_off,
)
from recsys_core.decisions.segments import Segmentation
from recsys_core.evaluation.curves import Curve, measure
from recsys_core.stats.interval import Interval

N = 600


class TwoSettings:
    """Every user has one list below λ = 0.5 and another from there on."""

    catalogue_keys = ()

    def __init__(self, change, n_users=N):
        rng = np.random.default_rng(0)
        before = rng.uniform(0.3, 0.7, n_users)
        self.k, self.accuracy, self.users = 10, "ndcg@10", np.arange(n_users)
        self.per_list = {
            "ndcg@10": np.concatenate([before, before + change]),
            "ild@10": np.concatenate([np.zeros(n_users), np.full(n_users, 0.2)]),
        }
        halves = {key: values.reshape(2, -1).mean(axis=1) for key, values in self.per_list.items()}
        self.curve = Curve(np.array([0.0, 0.5]), halves)

    def rows(self, lambda_):
        return self.users + len(self.users) * (lambda_ >= 0.5)

    def rows_at(self, lambdas):
        return np.stack([self.rows(lambda_) for lambda_ in lambdas], axis=1)

    @property
    def owners(self):
        return np.tile(self.users, 2)

    @property
    def paths(self):
        return SimpleNamespace(items=np.arange(2 * len(self.users))[:, None])

    def lists(self, lambda_):
        return self.rows(lambda_)[:, None]

    def per_user(self, key, lambda_):
        return self.per_list[key][self.rows(lambda_)]


def effects_of_groups(change, divisions, lambda_=0.5):
    return group_effects(Effects(TwoSettings(change)), divisions, lambda_)


def division(by, labels, names):
    return Segmentation(by, names, np.asarray(labels))


@pytest.mark.parametrize("hurt", ["left", "right", "third"])
def test_a_planted_victim_is_ranked_first_and_stands_out(hurt):
    rng = np.random.default_rng(3)
    names = ("left", "right", "third")
    group, other = rng.integers(0, 3, N), rng.integers(0, 5, N)
    change = rng.normal(-0.01, 0.1, N) - 0.06 * (group == names.index(hurt))
    divisions = [division("colour", other, tuple("abcde")), division("side", group, names)]
    rows = effects_of_groups(change, divisions, 0.7)
    assert (rows[0].by, rows[0].name) == ("side", hurt)
    assert rows[0].stands_out
    assert not any(row.stands_out for row in rows if row.by == "colour")
    assert rows[0].accuracy.low < rows[0].accuracy.value < rows[0].accuracy.high < 0
    assert rows[0].versus_rest.value == pytest.approx(-0.12, abs=0.06)  # of 0.5 before


def test_numbers_of_a_group_by_hand():
    change = np.where(np.arange(N) < 100, -0.1, 0.0) + np.tile([-0.01, 0.01], N // 2)
    rows = effects_of_groups(change, [division("side", np.arange(N) >= 100, ("a", "b"))])
    first = rows[0]
    assert (first.name, first.n_users) == ("a", 100)
    assert first.accuracy.value == pytest.approx(-0.1)
    assert first.versus_rest.value == pytest.approx(first.accuracy_share.value)  # the rest stays
    assert -0.103 < first.accuracy.low < -0.1 < first.accuracy.high < -0.097  # 2 · 0.01 / 10 either side
    before = TwoSettings(change).per_user("ndcg@10", 0.0)[:100]
    assert first.accuracy_share.value == pytest.approx(-0.1 / before.mean())
    assert first.accuracy_percent.low == 100 * first.accuracy_share.low
    assert first.variety.value == pytest.approx(0.2)


def test_nobody_seen_changing_is_not_certainty():
    change = np.where(np.arange(N) < 20, 0.0, np.tile([-0.1, -0.2], N // 2))
    division_ = division("side", np.arange(N) >= 20, ("same", "moved"))
    same = next(row for row in effects_of_groups(change, [division_]) if row.name == "same")
    assert same.accuracy.low < same.accuracy.value == 0.0 < same.accuracy.high
    still = effects_of_groups(change, [division_], 0.0)
    assert all(row.accuracy.low == row.accuracy.high == 0.0 for row in still)  # the reference itself


def test_no_interval_reaches_below_a_loss_of_everything():
    two = TwoSettings(np.zeros(N))
    before = two.per_list["ndcg@10"][:N]
    two.per_list["ndcg@10"][N:] = np.where(np.arange(N) % 12 == 0, before, 0.0)
    dozens = division("side", np.arange(N) // 12, tuple(map(str, range(N // 12))))
    rows = group_effects(Effects(two), [dozens], 0.5)
    assert len(rows) == N // 12
    for row in rows:
        mean = before[12 * int(row.name) :][:12].mean()
        assert -mean - 1e-12 <= row.accuracy.low <= row.accuracy.value <= row.accuracy.high
        assert -1 <= row.accuracy_share.low <= row.accuracy_share.value <= row.accuracy_share.high


def test_small_groups_and_users_without_one_are_left_out():
    labels = np.full(N, -1)
    labels[: FEWEST - 1] = 0
    labels[FEWEST : 3 * FEWEST] = 1
    rows = effects_of_groups(np.zeros(N), [division("side", labels, ("few", "enough"))])
    assert [row.name for row in rows] == ["enough"]


def test_chance_alone_rarely_stands_out():
    rng = np.random.default_rng(5)
    false_alarms = 0
    for _ in range(40):
        divisions = [division(str(i), rng.integers(0, 3, N), tuple("abc")) for i in range(4)]
        rows = effects_of_groups(rng.normal(0, 0.1, N), divisions)
        false_alarms += any(row.stands_out for row in rows)
    assert false_alarms <= 6  # 5% of 40 is 2


def test_the_worst_off_are_those_who_lose_most():
    change = np.zeros(N)
    change[[7, 3, 11]] = [-0.2, -0.3, -0.2]
    found = worst_off(TwoSettings(change), 0.5, share=3 / N)
    assert found.users.tolist() == [3, 7, 11]
    assert found.mean == pytest.approx(-0.7 / 3)
    assert found.mean_of_all == pytest.approx(-0.7 / N)
    assert found.share_losing == pytest.approx(3 / N)
    before = TwoSettings(change).per_user("ndcg@10", 0.0).mean()
    assert found.relative_of_all == pytest.approx(-0.7 / N / before)


def test_an_impossible_share_is_refused():
    with pytest.raises(ValueError, match="share"):
        worst_off(TwoSettings(np.zeros(N)), 0.5, share=0.0)


@pytest.mark.parametrize(
    ("accuracy", "rest", "stands_out", "verdict"),
    [
        ((-0.03, -0.01), -0.01, True, "more"),
        ((-0.03, -0.01), 0.01, True, "less"),
        ((-0.03, -0.01), 0.0, False, "loses"),
        ((0.01, 0.03), 0.0, False, "gains"),
        ((-0.02, 0.01), 0.0, False, "unclear"),
    ],
)
def test_the_verdict_on_a_group(accuracy, rest, stands_out, verdict):
    change = Interval(sum(accuracy) / 2, *accuracy)
    share = change.scaled(5)
    group = GroupEffect("side", "a", 40, change, share, change, Interval.certain(rest), stands_out)
    assert group.verdict == verdict
    assert group.accuracy_percent.low == pytest.approx(100 * accuracy[0] / 0.2)


def test_a_group_without_accuracy_changes_by_points():
    none = Interval.certain(np.nan)
    group = GroupEffect("side", "a", 40, Interval(0.02, 0.01, 0.03), none, none, none, False)
    assert group.accuracy_percent == Interval(0.02, 0.01, 0.03).scaled(100)


class FourUsers:
    k = 10
    accuracy = "ndcg@10"

    def per_user(self, key, lambda_):
        assert key == "ndcg@10"
        return self.per_list[key][self.rows(lambda_)]

    per_list = {"ndcg@10": np.array([0.0, 0.5, 0.5, 0.5, 0.4, 0.3, 0.52, 0.7])}

    def rows(self, lambda_):
        return np.arange(4) + 4 * int(lambda_ > 0)

    def rows_at(self, lambdas):
        return np.stack([self.rows(lambda_) for lambda_ in lambdas], axis=1)


def test_shares_that_move_are_of_all_users_and_small_changes_are_neither():
    losing, gaining = moving_shares(FourUsers(), np.array([0.0, 0.5]))
    assert losing.tolist() == [0, 1 / 4]
    assert gaining.tolist() == [0, 2 / 4]  # a user who had nothing and has something now counts


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_items_changed_are_those_that_relevance_only_does_not_show(make_world, seed):
    world = make_world(seed, n_users=30)
    trade_off = measure(world.ground_truth, world.paths)
    assert len(trade_off.users) < 30  # some people are not evaluated
    lambdas = np.array([0.0, 0.35, 0.9, 1.0])
    found = items_changed(trade_off, lambdas)
    for row, lambda_ in enumerate(lambdas):
        pairs = zip(trade_off.lists(0.0), trade_off.lists(lambda_), strict=True)
        new = [len({*now[now >= 0]} - {*before}) for before, now in pairs]
        assert found[row] == pytest.approx(np.mean(new))
    assert found[0] == 0


# --- people noticeably worse off ----------------------------------------------------------------------------


class Losing:
    """At a setting λ the first ``round(λ · n)`` users lose half of their accuracy."""

    def __init__(self, n_users):
        self.k, self.accuracy, self.users = 10, "ndcg@10", np.arange(n_users)

    def per_user(self, key, lambda_):
        return self.per_list[key][self.rows(lambda_)]

    per_list = {"ndcg@10": np.array([0.4, 0.2])}

    def rows(self, lambda_):
        return np.where(self.users < round(lambda_ * len(self.users)), 1, 0)

    def rows_at(self, lambdas):
        return np.stack([self.rows(lambda_) for lambda_ in lambdas], axis=1)


def wilson(count, n, z):
    """Wilson (1927): the shares from which ``count`` of ``n`` lies within z standard errors."""
    share = count / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return middle - half, middle + half


@pytest.mark.parametrize(("level", "z"), [(0.95, 1.959964), (0.975, 2.241403), (0.99, 2.575829)])
@pytest.mark.parametrize("n_users", [1, 7, 300])
def test_the_share_who_lose_much_has_wilsons_interval(n_users, level, z):
    lambdas = np.array([0.0, 0.1, 0.1, 0.5, 1.0])
    found = losing_share(Losing(n_users), lambdas, level=level)
    for row, lambda_ in enumerate(lambdas):
        count = round(lambda_ * n_users)
        low, high = wilson(count, n_users, z) if count else (0.0, 0.0)  # no list has changed then
        assert found.value[row] == pytest.approx(count / n_users)
        assert found.low[row] == pytest.approx(low, abs=1e-6)
        assert found.high[row] == pytest.approx(high, abs=1e-6)


def test_the_ends_solve_wilsons_equation():
    found = losing_share(Losing(200), np.array([0.05]))[0]
    for end in (found.low, found.high):
        assert abs(found.value - end) == pytest.approx(1.959964 * np.sqrt(end * (1 - end) / 200), rel=1e-5)


def test_the_share_is_that_of_the_people_who_move():
    trade_off, lambdas = FourUsers(), np.array([0.0, 0.5])
    names = ("per_user", "per_list", "rows", "rows_at")
    given = {name: getattr(trade_off, name) for name in names}
    counted = SimpleNamespace(k=10, accuracy="ndcg@10", users=np.arange(4), **given)
    np.testing.assert_array_equal(losing_share(counted, lambdas).value, moving_shares(trade_off, lambdas)[0])
    assert losing_share(counted, lambdas, threshold=0.5).value.tolist() == [0, 0]  # nobody lost half
