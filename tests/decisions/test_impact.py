from types import SimpleNamespace

import numpy as np
import pytest

from recsys_core.decisions.impact import FEWEST, who_pays, worst_off
from recsys_core.decisions.segments import Segmentation

N = 600


class TwoSettings:
    """Everybody has one list below λ = 0.5 and another from there on."""

    def __init__(self, change, n_users=N):
        rng = np.random.default_rng(0)
        before = rng.uniform(0.3, 0.7, n_users)
        self.k, self.users = 10, np.arange(n_users)
        self.per_list = {
            "ndcg@10": np.concatenate([before, before + change]),
            "ild@10": np.concatenate([np.zeros(n_users), np.full(n_users, 0.2)]),
        }
        self.yardstick = SimpleNamespace()

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
    rows = who_pays(TwoSettings(change), divisions, 0.7, n_resamples=300)
    assert (rows[0].by, rows[0].name) == ("side", hurt)
    assert rows[0].stands_out
    assert not any(row.stands_out for row in rows if row.by == "colour")
    assert rows[0].accuracy.low < rows[0].accuracy.value < rows[0].accuracy.high < 0
    assert rows[0].versus_rest.value == pytest.approx(-0.06, abs=0.03)


def test_numbers_of_a_segment_by_hand():
    change = np.where(np.arange(N) < 100, -0.1, 0.0) + np.tile([-0.01, 0.01], N // 2)
    rows = who_pays(TwoSettings(change), [division("side", np.arange(N) >= 100, ("a", "b"))], 0.5)
    first = rows[0]
    assert (first.name, first.n_people) == ("a", 100)
    assert first.accuracy.value == pytest.approx(-0.1)
    assert first.versus_rest.value == pytest.approx(-0.1)
    assert -0.103 < first.accuracy.low < -0.1 < first.accuracy.high < -0.097  # 1.96 · 0.01 / 10 either side
    assert first.variety.value == pytest.approx(0.2)


def test_nobody_seen_changing_is_not_certainty():
    change = np.where(np.arange(N) < 20, 0.0, np.tile([-0.1, -0.2], N // 2))
    division_ = division("side", np.arange(N) >= 20, ("same", "moved"))
    same = next(r for r in who_pays(TwoSettings(change), [division_], 0.5) if r.name == "same")
    assert same.accuracy.low < same.accuracy.value == 0.0 < same.accuracy.high
    still = who_pays(TwoSettings(change), [division_], 0.0)
    assert all(row.accuracy.low == row.accuracy.high == 0.0 for row in still)  # the reference itself


def test_no_interval_reaches_below_a_loss_of_everything():
    two = TwoSettings(np.zeros(N))
    before = two.per_list["ndcg@10"][:N]
    two.per_list["ndcg@10"][N:] = np.where(np.arange(N) % 12 == 0, before, 0.0)
    rows = who_pays(two, [division("side", np.arange(N) // 12, tuple(map(str, range(N // 12))))], 0.5)
    assert len(rows) == N // 12
    for row in rows:
        assert -row.accuracy_before - 1e-12 <= row.accuracy.low <= row.accuracy.value <= row.accuracy.high


def test_small_segments_and_people_without_one_are_left_out():
    labels = np.full(N, -1)
    labels[: FEWEST - 1] = 0
    labels[FEWEST : 3 * FEWEST] = 1
    rows = who_pays(TwoSettings(np.zeros(N)), [division("side", labels, ("few", "enough"))], 0.5)
    assert [row.name for row in rows] == ["enough"]


def test_chance_alone_rarely_stands_out():
    rng = np.random.default_rng(5)
    false_alarms = 0
    for _ in range(40):
        divisions = [division(str(i), rng.integers(0, 3, N), tuple("abc")) for i in range(4)]
        rows = who_pays(TwoSettings(rng.normal(0, 0.1, N)), divisions, 0.5, n_resamples=20)
        false_alarms += any(row.stands_out for row in rows)
    assert false_alarms <= 6  # 5% of 40 is 2


def test_the_worst_off_are_those_who_lose_most():
    change = np.zeros(N)
    change[[7, 3, 11]] = [-0.2, -0.3, -0.2]
    found = worst_off(TwoSettings(change), 0.5, share=3 / N)
    assert found.users.tolist() == [3, 7, 11]
    assert found.mean == pytest.approx(-0.7 / 3)
    assert found.everybody == pytest.approx(-0.7 / N)
    assert found.share_hurt == pytest.approx(3 / N)


def test_an_impossible_share_is_refused():
    with pytest.raises(ValueError, match="share"):
        worst_off(TwoSettings(np.zeros(N)), 0.5, share=0.0)
