"""The facade's advice on the embedded sample: one rule, one set of figures, computed once."""

import json

import numpy as np
import pytest

from recsys_core.decisions.figures import COARSE
from recsys_core.decisions.recommendation import NEVER_PROPOSED
from recsys_core.errors import SettingError
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import POSITIONS, Limits

ALL = Limits(0.05, 0.1, 0.2, "activity", 0.1)


@pytest.fixture(scope="module")
def bench():
    return Workbench.open("sample")


# --- what is recommended ------------------------------------------------------------------------------------


def test_the_recommended_setting_keeps_every_limit_and_gains(bench):
    for limits in (Limits(), Limits(0.05, None), ALL):
        found = bench.advice.recommend(limits)
        best = found.certificate.best
        assert found.found and found.certificate.gain > 0
        for guardrail in found.certificate.guardrails:
            assert guardrail.inside[: best + 1].all()
        assert found.certificate.lambda_ == bench.scale(found.method).lambda_for(found.certificate.position)


def test_its_figures_are_those_of_the_trade_off(bench):
    found = bench.advice.recommend(Limits(0.05, None))
    told = found.to_dict()
    effects = bench.effects(found.method).table(told["lambda"], ("ndcg@10", "ild@10"))
    assert told["cost"] == pytest.approx(-effects["ndcg@10"].relative.value[0])
    assert told["worst_case"] == pytest.approx(-effects["ndcg@10"].relative.low[0])
    assert told["gain"] == pytest.approx(effects["ild@10"].relative.value[0])
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_validation_proposes_and_test_alone_certifies(bench):
    found = bench.advice.recommend()
    assert [each.method for each in found.proposals][0] == found.method
    assert {each.method for each in found.proposals} == set(bench.rerankers) - set(NEVER_PROPOSED)
    n_valid = len(bench.ground_truth("valid").evaluated)
    n_test = len(bench.ground_truth("test").evaluated)
    assert {each.certificate.figures.n_users for each in found.proposals} == {n_valid}
    assert found.certificate.figures.n_users == n_test
    assert {len(each.certificate.lambdas) for each in found.proposals} == {COARSE}
    assert len(found.certificate.lambdas) == POSITIONS


def test_what_is_proposed_depends_on_validation_alone(bench, monkeypatch):
    found = bench.advice.recommend()
    fresh = Workbench.open("sample")
    figures = fresh.advice._on_test
    asked = []

    def test_figures(reranker, limits, k):
        asked.append(reranker)
        return figures(reranker, limits, k)

    monkeypatch.setattr(fresh.advice, "_on_test", test_figures)
    assert fresh.advice.recommend().to_dict() == found.to_dict()
    assert asked == [found.method], "no other method is looked at on test"


def test_a_further_limit_can_only_shorten_the_stretch(bench):
    for reranker in ("mmr", "msd"):
        loose = bench.advice.certificate(reranker, Limits(0.05, None)).stretch
        for limits in (Limits(0.05), Limits(0.05, None, 0.2), Limits(0.05, None, None, "activity", 0.1), ALL):
            assert bench.advice.certificate(reranker, limits).stretch <= loose


def test_what_should_rise_changes_the_answer_and_not_the_promise(bench):
    variety, coverage = (Limits(0.05, None, objective=name) for name in ("ild", "coverage"))
    for method in ("mmr", "dpp"):
        one, other = (bench.advice.certificate(method, limits) for limits in (variety, coverage))
        assert one.stretch == other.stretch
        assert other.objective[other.best] >= other.objective[one.best]


@pytest.mark.parametrize("k", [3, 5])
def test_lists_of_another_length_have_their_own_answer(bench, k):
    found = bench.advice.recommend(k=k)
    assert found.certificate.figures is bench.advice.figures(found.method, k=k)
    start = bench.trade_off(found.method, k=k).curve.at(0.0)[f"ild@{k}"]
    assert found.certificate.objective[0] == pytest.approx(start)


# --- computed once, never waited for ------------------------------------------------------------------------


def test_an_answer_is_there_only_after_it_was_computed(bench):
    limits = Limits(0.0321)
    assert bench.advice.recommended(limits, k=5) is None
    found = bench.advice.recommend(limits, k=5)
    assert bench.advice.recommended(limits, k=5) is found
    assert bench.advice.recommend(limits, k=5) is found
    assert bench.advice.recommended(limits) is None, "of lists of 10"


def test_figures_serve_every_limit(bench):
    figures = bench.advice.figures("mmr")
    assert bench.advice.certificate("mmr", Limits(0.01)).figures is figures
    assert bench.advice.certificate("mmr", Limits(0.3, None, 0.1)).figures is figures


def test_figures_of_groups_are_the_same_for_everybody(bench):
    plain, divided = (
        bench.advice.certificate("mmr", limits).figures for limits in (Limits(), ALL)
    )  # fmt: skip
    assert not plain.groups and divided.groups
    assert np.array_equal(plain.accuracy.low, divided.accuracy.low)
    assert np.array_equal(plain.lambdas, divided.lambdas)


def test_a_group_is_measured_as_impact_measures_it(bench):
    figures = bench.advice.certificate("mmr", ALL).figures
    row = 600
    effects = {
        effect.name: effect
        for effect in bench.impact.group_effects("mmr", float(figures.lambdas[row]))
        if effect.by == "activity"
    }
    assert set(figures.groups) == set(effects)
    for name, interval in figures.groups.items():
        shown = effects[name].accuracy_percent
        for end in ("value", "low", "high"):
            assert getattr(interval, end)[row] * 100 == pytest.approx(getattr(shown, end), nan_ok=True)


# --- what can be asked for ----------------------------------------------------------------------------------


def test_what_can_be_limited_and_raised_is_named(bench):
    assert bench.advice.objectives() == ["ild", "ild_text", "ild_co_rating", "coverage"]
    assert bench.advice.groupings()[:2] == ["activity", "mainstream taste"]
    for by in bench.advice.groupings():
        assert bench.advice.certificate("none", Limits(group_by=by, group_loss=0.1)).figures.groups


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(objective="beauty"), "no metric beauty to raise; choose one of ild"),
        (
            Limits(group_by="height", group_loss=0.1),
            "cannot be divided by height here; choose one of activity",
        ),
    ],
)
def test_what_these_data_lack_is_a_sentence(bench, limits, words):
    with pytest.raises(SettingError, match=words):
        bench.advice.recommend(limits)


def test_a_method_with_nothing_to_set_is_certified_throughout(bench):
    assert bench.advice.certificate("none", Limits(0.001)).stretch == POSITIONS - 1
    assert bench.advice.certificate("none", Limits(0.001)).gain == 0.0
