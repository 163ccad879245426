from types import SimpleNamespace

import numpy as np
import pytest

from recsys_core.decisions.advice import Advisor, advise_and_confirm, confirm
from recsys_core.decisions.effects import Effects
from recsys_core.evaluation.curves import Curve
from recsys_core.protocol import MeasurementProtocol

N_STEPS = 50
FAST = MeasurementProtocol(n_resamples=500)


class Simple:
    """A trade-off where every user's list changes at the same λ, with the accuracy that a test needs."""

    catalogue_keys = ()

    def __init__(self, accuracy, variety, n_users):
        self.k, self.users = 10, np.arange(n_users)
        self.breakpoints = np.arange(accuracy.shape[1]) / accuracy.shape[1]
        self.per_list = {"ndcg@10": accuracy.ravel(), "ild@10": np.tile(variety, n_users)}
        curve = {"ndcg@10": accuracy.mean(axis=0), "ild@10": variety}
        self.curve = Curve(self.breakpoints, curve)
        lists = np.arange(accuracy.size, dtype=np.int32)[:, None]  # every list is another one
        self.paths = SimpleNamespace(items=lists)

    def lists(self, lambda_):
        return self.paths.items[self.rows(lambda_)]

    def per_user(self, key, lambda_):
        return self.per_list[key][self.rows(lambda_)]

    def rows(self, lambda_):
        step = np.searchsorted(self.breakpoints, lambda_, side="right") - 1
        return self.users * len(self.breakpoints) + step


def effects(loss, noise=0.05, n_users=500, seed=0):
    """Accuracy 0.2 on average, falling by ``loss`` (N_STEPS,) as a share of it."""
    rng = np.random.default_rng(seed)
    base = rng.random((n_users, 1)) * 0.4
    walk = rng.normal(0, noise / np.sqrt(N_STEPS), (n_users, N_STEPS)).cumsum(axis=1)
    accuracy = base + walk - walk[:, :1] - 0.2 * loss
    return Effects(Simple(accuracy, np.linspace(0.5, 0.9, N_STEPS), n_users), protocol=FAST)


STEADY = np.linspace(0.0, 0.2, N_STEPS)


def advise(found, budget, **choice):
    return Advisor(found, **choice).advise(budget)


def test_the_loss_stays_inside_and_more_budget_buys_more_variety():
    found = [advise(effects(STEADY), budget=budget) for budget in (0.02, 0.05, 0.1)]
    for advice in found:
        assert advice.accuracy.relative.low >= -advice.budget
        assert advice.lambda_ > 0
    varieties = [advice.variety.change.value for advice in found]
    assert varieties == sorted(varieties)
    assert varieties[0] < varieties[-1]


def test_it_goes_as_far_as_the_bound_allows():
    advice = advise(effects(STEADY), budget=0.05)
    last = np.flatnonzero(advice.allowed)[-1]
    assert advice.lambdas[last] == advice.lambda_
    assert advice.bound[last] >= -0.05 > advice.bound[last + 1]


def test_without_budget_nothing_that_could_cost_is_advised():
    advice = advise(effects(STEADY), budget=0.0)
    assert advice.lambda_ == 0.0
    assert advice.accuracy.change.value == 0.0


def test_the_search_does_not_jump_over_a_dip():
    dip = np.zeros(N_STEPS)
    dip[10:20] = 0.5
    advice = advise(effects(dip), budget=0.05)
    assert advice.lambda_ < 10 / N_STEPS


def test_fewer_users_later_demand_more_caution():
    few, many = (advise(effects(STEADY), budget=0.05, users_later=n) for n in (100, 5000))
    assert few.lambda_ < many.lambda_


@pytest.mark.parametrize(("loss", "verdict"), [(0.0, "kept"), (0.04, "kept_on_average"), (0.3, "broken")])
def test_confirmation_compares_the_setting_with_the_budget(loss, verdict):
    advice = advise(effects(STEADY), budget=0.05)
    later = effects(np.where(np.arange(N_STEPS) > 0, loss, 0.0), noise=0.1, seed=1)
    assert confirm(advice, later).verdict == verdict


def test_an_impossible_budget_is_refused():
    with pytest.raises(ValueError, match="budget"):
        advise(effects(STEADY), budget=1.0)


def test_every_budget_is_advised_on_one_side_and_confirmed_on_the_other():
    found = advise_and_confirm(effects(STEADY), effects(STEADY, seed=1), (2.0, 10.0), n_settings=51)
    assert [one.budget for one in found] == [2.0, 10.0]
    assert 0 <= found[0].position < found[1].position <= 1
    assert found[1].advice.lambda_ == advise(effects(STEADY), 0.1, users_later=500, n_settings=51).lambda_


def test_without_any_accuracy_nothing_is_advised():
    nothing = effects(STEADY)
    nothing.trade_off.curve.values["ndcg@10"][:] = 0.0
    assert advise_and_confirm(nothing, effects(STEADY), (2.0,), n_settings=11) == []
