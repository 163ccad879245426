"""Pairs of a model and a method side by side on the embedded sample, computed in the background."""

import numpy as np
import pytest

from recsys_core.decisions.limits import Limits
from recsys_core.workbench import Workbench

PAIRS = [("language_model", "mmr"), ("popularity", "mmr"), ("language_model", "msd")]


@pytest.fixture(scope="module")
def bench():
    return Workbench.open("sample")


@pytest.fixture(scope="module")
def found(bench):
    bench.comparison.look(PAIRS, Limits(), "mmr")
    bench.comparison.wait()
    return bench.comparison.look(PAIRS, Limits(), "mmr")


def test_the_first_look_does_not_wait_and_a_later_one_has_everything():
    bench = Workbench.open("sample")
    first = bench.comparison.look(PAIRS, Limits(), "mmr")
    assert list(first.contenders) == list(first.fronts) == PAIRS
    assert first.n_pending > 0
    bench.comparison.wait()
    later = bench.comparison.look(PAIRS, Limits(), "mmr")
    assert later.n_pending == 0 and not [each for each in later.answers if each.error]
    assert len(later.ranked) == 3


def test_figures_are_those_that_the_advice_proposes_by(bench, found):
    proposed = {each.method: each.certificate for each in bench.advice.recommend(Limits()).proposals}
    for (model, method), answer in found.contenders.items():
        if model == bench.model:
            assert answer.value.validation.gain == proposed[method].gain
            assert answer.value.validation.position == proposed[method].position


def test_other_models_are_measured_against_the_model_in_use(bench, found):
    other = found.contenders["popularity", "mmr"].value.validation.figures
    own = found.contenders[bench.model, "mmr"].value.validation.figures
    start, reference = (
        bench.trade_off("none", model=model, stage="valid") for model in ("popularity", bench.model)
    )
    accuracy = [side.curve.at(0.0)["ndcg@10"] for side in (start, reference)]
    assert other.accuracy.value[0] == pytest.approx(accuracy[0] / accuracy[1] - 1)
    assert not other.from_reference and own.from_reference
    assert other.starts == own.starts


def test_the_recommended_pair_is_the_one_tested(bench, found):
    recommended = bench.advice.recommend(Limits())
    assert found.recommended.value is recommended
    tested = [each.pair for each in found.ranked if each.test is not None]
    assert tested == [pair for pair in PAIRS if pair == (bench.model, recommended.method)]
    assert found.is_declared and not bench.comparison.look(PAIRS, Limits(0.1), "mmr").is_declared


def test_the_leader_gains_within_the_limits(found):
    leader = found.leader
    assert leader is None or leader is found.ranked[0]
    assert all(each.gains for each in found.ranked[:1] if leader)


def test_a_setting_of_a_front_has_the_figures_of_the_whole_curve(bench, found):
    front, scale = found.fronts["popularity", "mmr"].value, bench.scale("mmr", model="popularity")
    curve = bench.trade_off("mmr", model="popularity").curve
    for variety in (0.0, 0.123, 0.5, 1.0):
        setting = front.positions.at(variety)
        assert setting.lambda_ == scale.lambda_for(variety)
        at = curve.at(setting.lambda_)
        assert (setting.accuracy, setting.variety) == (at["ndcg@10"], at["ild@10"])


def test_nothing_but_lean_figures_is_kept():
    bench = Workbench.open("sample")
    bench.comparison.look([("ease", "mmr"), ("ease", "dpp")], Limits(), "mmr")
    bench.comparison.wait()
    assert bench.kept_trade_off("mmr", model="ease") is None
    assert bench.kept_trade_off("dpp", model="ease") is None
    front = bench.fronts.computed("ease", "dpp")
    arrays = [front.resampled, *vars(front.drawn).values(), *vars(front.positions).values()]
    assert sum(np.asarray(each).nbytes for each in arrays) < 100_000


def test_the_front_is_the_same_from_kept_lists_and_from_lean_ones(bench):
    lean = bench.fronts.front("pure_svd", "mmr")
    again = Workbench.open("sample")
    again.trade_off("mmr", model="pure_svd")
    kept = again.fronts.front("pure_svd", "mmr")
    assert lean.area == kept.area
    np.testing.assert_array_equal(lean.positions.accuracy, kept.positions.accuracy)
    np.testing.assert_array_equal(lean.resampled, kept.resampled)


def test_a_limit_on_groups_counts_for_every_pair(bench):
    limits = Limits(group_by=bench.advice.groupings()[0], group_loss=0.05)
    bench.comparison.look(PAIRS, limits, "mmr")
    bench.comparison.wait()
    for each in bench.comparison.look(PAIRS, limits, "mmr").ranked:
        assert [guardrail for guardrail in each.validation.guardrails if guardrail.name == "group"]
