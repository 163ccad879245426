import numpy as np
import pytest

from recsys_core.decisions.impact import FEWEST, GroupEffect, group_effects, moving_shares, worst_off
from recsys_core.decisions.segments import Segmentation
from recsys_core.protocol import MeasurementProtocol
from recsys_core.stats.interval import Interval

N = 600
QUICK = MeasurementProtocol(n_resamples=20)


class TwoSettings:
    """Every user has one list below λ = 0.5 and another from there on."""

    def __init__(self, change, n_users=N):
        rng = np.random.default_rng(0)
        before = rng.uniform(0.3, 0.7, n_users)
        self.k, self.users = 10, np.arange(n_users)
        self.per_list = {
            "ndcg@10": np.concatenate([before, before + change]),
            "ild@10": np.concatenate([np.zeros(n_users), np.full(n_users, 0.2)]),
        }

    def per_user(self, key, lambda_):
        return self.per_list[key][self.users + len(self.users) * (lambda_ >= 0.5)]


def division(by, labels, names):
    return Segmentation(by, names, np.asarray(labels))


@pytest.mark.parametrize("hurt", ["left", "right", "third"])
def test_a_planted_victim_is_ranked_first_and_stands_out(hurt):
    rng = np.random.default_rng(3)
    names = ("left", "right", "third")
    group, other = rng.integers(0, 3, N), rng.integers(0, 5, N)
    change = rng.normal(-0.01, 0.1, N) - 0.06 * (group == names.index(hurt))
    divisions = [division("colour", other, tuple("abcde")), division("side", group, names)]
    rows = group_effects(TwoSettings(change), divisions, 0.7, protocol=MeasurementProtocol(n_resamples=300))
    assert (rows[0].by, rows[0].name) == ("side", hurt)
    assert rows[0].stands_out
    assert not any(row.stands_out for row in rows if row.by == "colour")
    assert rows[0].accuracy.low < rows[0].accuracy.value < rows[0].accuracy.high < 0
    assert rows[0].versus_rest.value == pytest.approx(-0.06, abs=0.03)


def test_numbers_of_a_group_by_hand():
    change = np.where(np.arange(N) < 100, -0.1, 0.0) + np.tile([-0.01, 0.01], N // 2)
    rows = group_effects(TwoSettings(change), [division("side", np.arange(N) >= 100, ("a", "b"))], 0.5)
    first = rows[0]
    assert (first.name, first.n_users) == ("a", 100)
    assert first.accuracy.value == pytest.approx(-0.1)
    assert first.versus_rest.value == pytest.approx(-0.1)
    assert -0.103 < first.accuracy.low < -0.1 < first.accuracy.high < -0.097  # 1.96 · 0.01 / 10 either side
    assert first.variety.value == pytest.approx(0.2)


def test_nobody_seen_changing_is_not_certainty():
    change = np.where(np.arange(N) < 20, 0.0, np.tile([-0.1, -0.2], N // 2))
    division_ = division("side", np.arange(N) >= 20, ("same", "moved"))
    same = next(r for r in group_effects(TwoSettings(change), [division_], 0.5) if r.name == "same")
    assert same.accuracy.low < same.accuracy.value == 0.0 < same.accuracy.high
    still = group_effects(TwoSettings(change), [division_], 0.0)
    assert all(row.accuracy.low == row.accuracy.high == 0.0 for row in still)  # the reference itself


def test_no_interval_reaches_below_a_loss_of_everything():
    two = TwoSettings(np.zeros(N))
    before = two.per_list["ndcg@10"][:N]
    two.per_list["ndcg@10"][N:] = np.where(np.arange(N) % 12 == 0, before, 0.0)
    rows = group_effects(two, [division("side", np.arange(N) // 12, tuple(map(str, range(N // 12))))], 0.5)
    assert len(rows) == N // 12
    for row in rows:
        assert -row.accuracy_before - 1e-12 <= row.accuracy.low <= row.accuracy.value <= row.accuracy.high


def test_small_groups_and_users_without_one_are_left_out():
    labels = np.full(N, -1)
    labels[: FEWEST - 1] = 0
    labels[FEWEST : 3 * FEWEST] = 1
    rows = group_effects(TwoSettings(np.zeros(N)), [division("side", labels, ("few", "enough"))], 0.5)
    assert [row.name for row in rows] == ["enough"]


def test_chance_alone_rarely_stands_out():
    rng = np.random.default_rng(5)
    false_alarms = 0
    for _ in range(40):
        divisions = [division(str(i), rng.integers(0, 3, N), tuple("abc")) for i in range(4)]
        rows = group_effects(TwoSettings(rng.normal(0, 0.1, N)), divisions, 0.5, protocol=QUICK)
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
    group = GroupEffect("side", "a", 40, 0.2, change, change, Interval.certain(rest), stands_out)
    assert group.verdict == verdict
    assert group.accuracy_percent.low == pytest.approx(100 * accuracy[0] / 0.2)


class FourUsers:
    k = 10

    def per_user(self, key, lambda_):
        assert key == "ndcg@10"
        return np.array([0.0, 0.5, 0.5, 0.5]) if lambda_ == 0 else np.array([0.4, 0.3, 0.52, 0.7])


def test_shares_that_move_are_of_all_users_and_small_changes_are_neither():
    losing, gaining = moving_shares(FourUsers(), np.array([0.0, 0.5]))
    assert losing.tolist() == [0, 1 / 4]
    assert gaining.tolist() == [0, 2 / 4]  # a user who had nothing and has something now counts
