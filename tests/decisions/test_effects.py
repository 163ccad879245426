from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from recsys_core.decisions.effects import Effects
from recsys_core.errors import SettingError
from recsys_core.evaluation.catalogue import leave_one_out
from recsys_core.evaluation.curves import Curve, measure
from recsys_core.stats.interval import Interval
from recsys_core.stats.jackknife import standard_error
from recsys_core.stats.small_samples import few_changes_factor

N_ITEMS = 30


@pytest.fixture
def trade_off(make_world):
    world = make_world(4, n_users=40)
    return measure(world.ground_truth, world.paths)


def width(interval):
    return interval.high - interval.low


def test_value_is_the_difference_of_the_curve(trade_off):
    lambdas = np.array([0.0, 0.3, 1.0])
    for key, effect in Effects(trade_off).table(lambdas).items():
        expected = trade_off.curve.sample(lambdas)[key] - trade_off.curve.at(0.0)[key]
        np.testing.assert_array_equal(effect.change.value, expected)
        assert np.all(effect.change.low <= effect.change.value), key
        assert np.all(effect.change.high >= effect.change.value), key


def test_the_reference_itself_costs_exactly_nothing(trade_off):
    effects = Effects(trade_off, reference=0.4)
    for effect in effects.table(0.4).values():
        assert effect[0].change == Interval.certain(0.0)
        assert effect[0].relative == Interval.certain(0.0)


def test_the_interval_is_that_of_the_paired_difference_wider_where_few_users_change(trade_off):
    effect = Effects(trade_off).of("ild@5", 0.7)[0]
    now, before = (trade_off.per_user("ild@5", lambda_) for lambda_ in (0.7, 0.0))
    ends = np.array(stats.ttest_rel(now, before).confidence_interval(0.95))
    expected = effect.change.value + (ends - effect.change.value) * few_changes_factor((now != before).sum())
    assert (effect.change.low, effect.change.high) == pytest.approx(tuple(expected))


def test_shares_are_of_the_reference(trade_off):
    effect = Effects(trade_off).of("ild@5", 0.5)[0]
    now, before = (trade_off.per_user("ild@5", lambda_) for lambda_ in (0.5, 0.0))
    share = now.mean() / before.mean() - 1
    assert effect.relative.value == pytest.approx(share)
    residual = (now - (1 + share) * before) / before.mean()  # of a ratio of means: Cochran (1977), 2.11
    reach = stats.t.ppf(0.975, len(now) - 1) * residual.std(ddof=1) / np.sqrt(len(now))
    reach *= few_changes_factor((now != before).sum())
    assert (effect.relative.low, effect.relative.high) == pytest.approx((share - reach, share + reach))


def test_where_the_reference_is_0_no_share_exists(trade_off):
    nothing = np.where(trade_off.curve.breakpoints < 0.5, 0.0, trade_off.curve.values["ndcg@5"])
    values = trade_off.curve.values | {"ndcg@5": nothing}
    found = Effects(replace(trade_off, curve=Curve(trade_off.curve.breakpoints, values))).of("ndcg@5", 0.7)
    assert found.change.value[0] == trade_off.curve.at(0.7)["ndcg@5"]
    assert np.isnan(found.relative.value[0])


def test_nobody_seen_changing_is_not_certainty_where_lists_change(trade_off):
    rows = trade_off.rows(0.0)
    still = trade_off.per_list["ndcg@5"].copy()
    at_half = trade_off.rows(0.5)
    still[at_half] = still[rows]
    found = Effects(replace(trade_off, per_list=trade_off.per_list | {"ndcg@5": still})).of("ndcg@5", 0.5)
    change = still[trade_off.rows(1.0)] - still[rows]
    usual = np.sqrt((change[change != 0] ** 2).mean())  # of those who change at the end of the axis
    n = len(rows)
    assert width(found.change)[0] == pytest.approx(2 * stats.t.ppf(0.975, n - 1) * 2 * usual / n)


def test_coverage_gets_half_an_item_more_than_the_jackknife(trade_off):
    effect = Effects(trade_off).of("coverage@5", 0.7)[0]
    now, before = (leave_one_out(trade_off.lists(at), N_ITEMS)["coverage"] for at in (0.7, 0.0))
    changed = np.count_nonzero(np.abs(now - before - effect.change.value) > 1e-12)
    reach = 1.959964 * standard_error(now - before) * few_changes_factor(changed) + 0.5 / N_ITEMS
    assert effect.change.high - effect.change.value == pytest.approx(reach)
    assert effect.change.value - effect.change.low == pytest.approx(reach)


def test_a_metric_alone_equals_the_same_in_the_whole_table(trade_off):
    effects = Effects(trade_off)
    lambdas = np.linspace(0, 1, 40)
    whole = effects.table(lambdas)
    assert list(whole) == list(trade_off.curve.values)
    for key in ("ndcg@5", "gini@5", "calibration@5"):
        alone = effects.of(key, lambdas)
        np.testing.assert_array_equal(whole[key].change.low, alone.change.low)
        np.testing.assert_array_equal(whole[key].relative.high, alone.relative.high)


def test_metrics_come_in_the_order_in_which_they_are_asked_for(trade_off):
    keys = ["gini@5", "ndcg@5", "coverage@5", "ild@5"]
    assert list(Effects(trade_off).table(0.5, keys)) == keys


def test_a_grid_equals_its_settings_one_by_one(trade_off):
    effects = Effects(trade_off)
    for key in ("ndcg@5", "ild@5", "coverage@5", "entropy@5"):
        whole = effects.of(key, np.array([0.2, 0.5, 0.9]))
        assert len(whole) == 3
        for row, lambda_ in enumerate((0.2, 0.5, 0.9)):
            alone = effects.of(key, lambda_)[0]
            assert whole[row].change.to_dict() == pytest.approx(alone.change.to_dict())
            assert whole[row].relative.to_dict() == pytest.approx(alone.relative.to_dict())
        assert whole[1:].change.value.tolist() == whole.change.value[1:].tolist()


def test_no_chance_is_involved(trade_off):
    first, second = (Effects(trade_off).table(np.linspace(0, 1, 11)) for _ in range(2))
    for key, effect in first.items():
        np.testing.assert_array_equal(effect.change.low, second[key].change.low)
        np.testing.assert_array_equal(effect.relative.high, second[key].relative.high)


@pytest.mark.parametrize("level", [0.9, 0.975, 0.99])
def test_another_level_only_widens(trade_off, level):
    effects, lambdas = Effects(trade_off), np.array([0.3, 0.7, 1.0])
    usual, other = effects.table(lambdas), effects.table(lambdas, level=level)
    n = len(trade_off.users)
    student = stats.t.ppf((1 + level) / 2, n - 1) / stats.t.ppf(0.975, n - 1)
    normal = stats.norm.ppf((1 + level) / 2) / stats.norm.ppf(0.975)
    for key, effect in other.items():
        np.testing.assert_array_equal(effect.change.value, usual[key].change.value)
        for kind in ("change", "relative"):
            narrow, wide = (width(getattr(table[key], kind)) for table in (usual, other))
            if key == "coverage@5":  # half an item either way whatever the level
                items = 1 / N_ITEMS if kind == "change" else 1 / N_ITEMS / shown_without_one(trade_off)
                narrow, wide = narrow - items, wide - items
            ratio = normal if key in trade_off.catalogue_keys else student
            # Nobody loses more than everything: an end that would lie beyond says nothing of the level.
            floor = -1.0 if kind == "relative" else -trade_off.curve.at(0.0)[key]
            free = np.minimum(*(getattr(table[key], kind).low for table in (usual, other))) > floor
            np.testing.assert_allclose(wide[free], narrow[free] * ratio, atol=1e-12, err_msg=key)


def test_no_interval_of_the_catalogue_reaches_below_a_loss_of_everything(trade_off):
    one = trade_off.of_users(trade_off.users[:1])  # one person says nothing of others
    change = Effects(one).of("coverage@5", 1.0)[0].change
    assert (change.low, change.high) == (-one.curve.at(0.0)["coverage@5"], np.inf)


def shown_without_one(trade_off):
    """Share of the catalogue that all users but one are shown, on average."""
    return leave_one_out(trade_off.lists(0.0), N_ITEMS)["coverage"].mean()


@pytest.mark.parametrize("key", ["ndcg@5", "coverage@5"])
def test_an_impossible_level_is_refused(trade_off, key):
    with pytest.raises(ValueError, match="level must lie in"):
        Effects(trade_off).of(key, 0.5, level=1.0)


@pytest.mark.parametrize("lambda_", [-0.1, 1.5, np.nan])
def test_an_impossible_setting_is_refused(trade_off, lambda_):
    for key in ("ndcg@5", "coverage@5"):
        with pytest.raises(ValueError, match="must lie in"):
            Effects(trade_off).of(key, lambda_)


# --- a group alone ------------------------------------------------------------------------------------------


def test_a_group_by_hand(trade_off):
    inside = np.arange(len(trade_off.users)) % 3 == 0
    lambdas = np.array([0.3, 0.7])
    found = Effects(trade_off).within(inside, "ild@5", lambdas, level=0.9)
    before = trade_off.per_user("ild@5", 0.0)[inside]
    for row, lambda_ in enumerate(lambdas):
        now = trade_off.per_user("ild@5", lambda_)[inside]
        n, wider = len(now), few_changes_factor((now != before).sum())
        ends = np.array(stats.ttest_rel(now, before).confidence_interval(0.9))
        value = now.mean() - before.mean()
        assert found.change.value[row] == pytest.approx(value)
        assert found.change.low[row] == pytest.approx(value + (ends[0] - value) * wider)
        share = now.sum() / before.sum() - 1
        residual = (now - (1 + share) * before) / before.mean()
        reach = stats.t.ppf(0.95, n - 1) * residual.std(ddof=1) / np.sqrt(n) * wider
        assert found.relative.value[row] == pytest.approx(share)
        assert found.relative.low[row] == pytest.approx(share - reach)
        assert found.relative.high[row] == pytest.approx(share + reach)


def test_a_group_of_all_is_everybody(trade_off):
    effects, lambdas = Effects(trade_off), np.linspace(0, 1, 7)
    everybody = np.ones(len(trade_off.users), bool)
    for key in ("recall@5", "ild@5"):
        group, whole = effects.within(everybody, key, lambdas), effects.of(key, lambdas)
        for kind in ("change", "relative"):
            found, expected = getattr(group, kind), getattr(whole, kind)
            np.testing.assert_allclose(found.value, expected.value, atol=1e-12)
            np.testing.assert_allclose(found.high, expected.high, atol=1e-12)
            floor = -1.0 if kind == "relative" else -trade_off.curve.at(0.0)[key]
            np.testing.assert_allclose(found.low, np.maximum(expected.low, floor), atol=1e-12)


def test_no_group_can_lose_more_than_everything(trade_off):
    before = trade_off.per_user("ndcg@5", 0.0)
    inside = np.flatnonzero(before)[:3]
    lost = trade_off.per_list["ndcg@5"].copy()
    lost[trade_off.rows(1.0)[inside]] = before[inside] * [0, 0, 1]  # two of three users lose all
    group = np.isin(np.arange(len(before)), inside)
    effects = Effects(replace(trade_off, per_list=trade_off.per_list | {"ndcg@5": lost}))
    found = effects.within(group, "ndcg@5", np.array([1.0]))[0]
    assert (found.change.low, found.relative.low) == (pytest.approx(-before[inside].mean()), -1.0)
    assert found.change.low < found.change.value < found.change.high


def test_a_group_in_which_nobody_changes_borrows_the_usual_change_of_all(trade_off):
    change = trade_off.per_user("ndcg@5", 1.0) - trade_off.per_user("ndcg@5", 0.0)
    inside = change == 0
    assert 2 <= inside.sum() < len(inside)
    found = Effects(trade_off).within(inside, "ndcg@5", np.array([0.0, 1.0]))
    usual = np.sqrt((change[~inside] ** 2).mean())
    reach = stats.t.ppf(0.975, inside.sum() - 1) * 2 * usual / inside.sum()
    assert found.change.value.tolist() == [0, 0]
    assert found.change.high == pytest.approx([0, reach])  # the reference itself is certain


def test_a_group_has_no_figure_of_all_lists_together(trade_off):
    everybody = np.ones(len(trade_off.users), bool)
    with pytest.raises(SettingError, match="coverage@5 describes all lists together"):
        Effects(trade_off).within(everybody, "coverage@5", np.array([0.5]))
    with pytest.raises(SettingError, match="No metric named ndcg@99"):
        Effects(trade_off).within(everybody, "ndcg@99", np.array([0.5]))


# --- another side -------------------------------------------------------------------------------------------


def test_another_trade_off_can_be_the_reference(make_world, trade_off):
    world = make_world(4, n_users=40)
    rng = np.random.default_rng(9)
    world.paths.items[:] = rng.permuted(world.paths.items, axis=1)  # the same items in another order
    other = measure(world.ground_truth, world.paths)
    found = Effects(trade_off, against=other).table(0.0)
    assert found["recall@5"][0].change.value == pytest.approx(0, abs=1e-12)
    assert found["coverage@5"][0].change.high == pytest.approx(0, abs=1e-12)
    assert found["ndcg@5"][0].change.value != 0


def test_other_users_cannot_be_compared(make_world, trade_off):
    world = make_world(4, n_users=40)
    target = world.ground_truth.target
    fewer = replace(world.ground_truth, target=target.where(target.user_idx != trade_off.users[0]))
    other = measure(fewer, world.paths)
    with pytest.raises(ValueError, match="same users"):
        Effects(trade_off, against=other)


def test_an_unknown_metric_is_named(trade_off):
    with pytest.raises(SettingError, match="No metric named ndcg@99"):
        Effects(trade_off).of("ndcg@99", 0.0)
