"""Declared claims share the error of a test period, also between processes; the rest is exploratory."""

import pytest

from recsys_core.decisions.limits import Limits
from recsys_core.errors import SettingError, StoreError
from recsys_core.workbench import Workbench

BOLD = Limits(accuracy_loss=0.05)


@pytest.fixture
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_STATE", str(tmp_path))
    return tmp_path


def test_the_usual_question_is_always_declared(state):
    claims = Workbench.open("sample").claims
    claims.refresh()
    assert (claims.count, claims.level) == (1, 0.95)
    assert claims.is_declared(Limits(), 10)
    assert not claims.is_declared(Limits(), 5)
    assert not claims.is_declared(BOLD, 10)


def test_each_declared_claim_widens_every_interval_and_outlives_the_process(state):
    bench = Workbench.open("sample")
    before = bench.advice.recommend()
    assert bench.claims.declare(BOLD, 10, "Ada") == 2
    assert bench.claims.declare(BOLD, 10, "Ada") == 2  # again: nothing new
    assert bench.claims.declare(Limits(), 10, "Ada") == 2  # the usual one is no further one
    assert bench.level == 0.975
    after = bench.advice.recommend()
    assert after.certificate.figures.level == 0.975
    assert after.certificate.figures.accuracy.low[500] < before.certificate.figures.accuracy.low[500]
    assert after.certificate.stretch <= before.certificate.stretch
    other = Workbench.open("sample").claims
    other.refresh()
    assert other.count == 2 and other.is_declared(BOLD, 10)


def test_what_is_shown_is_what_is_tested_at_every_level(state):
    bench = Workbench.open("sample")
    for _ in range(2):
        method = bench.advice.recommend().method
        tested = bench.advice.figures(method).accuracy
        shown = bench.effects(method).of("ndcg@10", bench.advice.figures(method).lambdas).relative
        assert shown.low.tolist() == tested.low.tolist()
        bench.claims.declare(BOLD, 10, "Ada")


def test_shares_that_differ_by_a_rounding_are_the_same_question(state):
    claims = Workbench.open("sample").claims
    claims.declare(Limits(0.1 + 0.2), 10, "Ada")
    assert claims.is_declared(Limits(0.3), 10)


@pytest.mark.parametrize(
    ("limits", "k"),
    [(Limits(objective="beauty"), 10), (Limits(group_by="height", group_loss=0.1), 10), (BOLD, 51)],
)
def test_a_question_that_cannot_be_answered_is_not_declared(state, limits, k):
    claims = Workbench.open("sample").claims
    with pytest.raises(SettingError):
        claims.declare(limits, k, "Ada")
    claims.refresh()
    assert claims.count == 1


def test_claims_belong_to_data_model_and_protocol(state, tmp_path):
    bench = Workbench.open("sample")
    bench.claims.declare(BOLD, 10, "Ada")
    other = Workbench(bench.dataset, checkpoint=None)
    other.claims.refresh()
    assert other.claims.count == 1


def test_nothing_counts_as_declared_while_claims_cannot_be_read(state, monkeypatch):
    claims = Workbench.open("sample").claims
    monkeypatch.setenv("EQUIPOISE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(StoreError):
        claims.refresh()
    assert not claims.is_declared(Limits(), 10)
    monkeypatch.delenv("EQUIPOISE_DATABASE_URL")
    claims.refresh()
    assert claims.is_declared(Limits(), 10)


def test_a_claim_needs_a_name(state):
    claims = Workbench.open("sample").claims
    with pytest.raises(StoreError):
        claims.declare(BOLD, 10, " ")
    assert claims.count == 1
