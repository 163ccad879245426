"""What a record says is what the workbench shows."""

import numpy as np
import pytest

from recsys_core.errors import HandoffError
from recsys_core.handoff import deciding
from recsys_core.handoff.deciding import Chosen
from recsys_core.workbench import shipping
from recsys_core.workbench.results import Limits
from recsys_core.workbench.rules import RuleRequest
from tests.handoff.conftest import LIMITS


def test_a_record_holds_the_recommended_setting_with_the_figures_of_advise(bench, record):
    told = bench.advice.recommend(LIMITS).to_dict()
    setting, evidence = record.setting, record.evidence
    assert (setting.method, setting.takes_over_at) == (told["method"], told["lambda"])
    assert setting.position == told["position"]
    assert -evidence.accuracy.value == pytest.approx(told["cost"], abs=1e-15)
    assert -evidence.accuracy.low == pytest.approx(told["worst_case"], abs=1e-15)
    assert evidence.gains["ild"].value == pytest.approx(told["gain"], abs=1e-12)
    assert evidence.certified.position == told["certified_stretch"]["position"]
    assert evidence.inside and all(one.inside for one in evidence.guardrails)


def test_the_shipped_lambda_gives_the_lists_of_the_page_and_stands_clear_of_every_change(bench, record):
    setting = record.setting
    paths = bench.trade_off(setting.method, k=10).paths
    assert setting.lambda_ > setting.takes_over_at > 0
    assert np.array_equal(paths.at(setting.lambda_), paths.at(setting.takes_over_at))
    gaps = np.abs(paths.breakpoints - setting.lambda_)
    assert gaps.min() >= (setting.lambda_ - setting.takes_over_at) * 0.999
    chunks = list(shipping.lists_of(bench, setting.method, setting.lambda_, 10))
    assert np.array_equal(np.concatenate([chunk.after for chunk in chunks]), paths.at(setting.takes_over_at))
    assert np.array_equal(np.concatenate([chunk.before for chunk in chunks]), paths.at(0.0))


def test_relevance_only_agrees_with_whatever_is_recommended_when_nothing_is(bench):
    tight = Limits(0.0001)
    assert not bench.advice.recommend(tight).found
    record = deciding.record_of(bench, "sample", Chosen("dpp", 0.0, 0.0), tight, 10)
    assert record.setting.lambda_ == 0.0
    assert "other_method" not in record.why_against and "other_position" not in record.why_against


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"chosen": Chosen("dpp", 0.2, 0.5)}, "other_method"),
        ({"chosen": "elsewhere"}, "other_position"),
        ({"chosen": "elsewhere"}, "outside_limits"),
        ({"rules": RuleRequest(at_most=3)}, "rules"),
    ],
)
def test_it_says_in_what_way_it_goes_against_the_recommendation(bench, change, reason):
    usual = Limits()
    chosen = change.get("chosen") or deciding.recommended(bench, usual, 10)
    if chosen == "elsewhere":
        chosen = Chosen(bench.advice.recommend(usual).method, 0.9, 0.99)
    found = deciding.record_of(bench, "sample", chosen, usual, 10, rules=change.get("rules"))
    assert found.against_recommendation and reason in found.why_against


def test_the_usual_question_is_declared_and_another_is_not(bench, record):
    usual = deciding.record_of(bench, "sample", deciding.recommended(bench, Limits(), 10), Limits(), 10)
    assert usual.evidence.declared and not usual.against_recommendation
    assert record.why_against == ("not_declared",)


def test_chance_is_not_shipped(bench):
    with pytest.raises(HandoffError, match="to compare with"):
        deciding.record_of(bench, "sample", Chosen("random", 0.5, 0.5), Limits(), 10)


def test_the_lists_hash_changes_with_one_list(bench, record):
    setting = record.setting
    same = deciding.lists_fingerprints(bench, setting.method, setting.lambda_, 10, RuleRequest())
    assert same == {"before": record.fingerprints.before, "after": record.fingerprints.after}
    just_before = np.nextafter(setting.takes_over_at, 0)
    other = deciding.lists_fingerprints(bench, setting.method, just_before, 10, RuleRequest())
    assert other["before"] == same["before"] and other["after"] != same["after"]


def test_progress_ends_at_the_whole(bench):
    shares = []
    deciding.lists_fingerprints(bench, "mmr", 0.2, 10, RuleRequest(), shares.append)
    assert shares[-1] == 1.0 and shares == sorted(shares)
