"""Declared questions share the error of a test period; all others are exploratory."""

import pytest

from recsys_core.errors import SettingError, StoreError
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Limits

STRICT = Limits(0.01)


@pytest.fixture
def open_bench(tmp_path, monkeypatch):
    """Workbenches as several processes open them, with one database of the test's own."""
    monkeypatch.setenv("EQUIPOISE_STATE", str(tmp_path))
    return lambda: Workbench.open("sample")


def test_the_usual_question_is_declared_without_a_word(open_bench):
    claims = open_bench().claims
    assert (claims.count, claims.level) == (1, 0.95)
    assert claims.is_declared(Limits(), 10)
    assert not claims.is_declared(STRICT, 10)
    assert not claims.is_declared(Limits(), 5), "lists of another length are another question"
    claims.refresh()
    assert claims.count == 1


def test_every_further_question_makes_all_intervals_wider(open_bench):
    bench = open_bench()
    before = bench.advice.recommend()
    assert bench.claims.declare(STRICT, 10, "Ana") == 2
    assert (bench.claims.count, bench.level) == (2, 0.975)
    assert bench.claims.is_declared(STRICT, 10) and bench.claims.is_declared(Limits(), 10)
    after = bench.advice.recommend()
    assert after.certificate.figures.level == 0.975
    assert after.certificate.stretch <= before.certificate.stretch
    wider = bench.advice.figures(before.method).accuracy.low <= before.certificate.figures.accuracy.low
    assert wider.all()
    shown = bench.effects(before.method).table(after.certificate.lambdas, ("ndcg@10",))["ndcg@10"].relative
    tested = bench.advice.figures(before.method).accuracy
    assert shown.low.tolist() == tested.low.tolist(), "what is shown is what is tested"


def test_declaring_again_changes_nothing(open_bench):
    claims = open_bench().claims
    assert claims.declare(STRICT, 10, "Ana") == claims.declare(STRICT, 10, "Ben") == 2
    assert claims.declare(Limits(), 10, "Ana") == 2


@pytest.mark.parametrize(
    ("limits", "k"),
    [(Limits(objective="beauty"), 10), (Limits(group_by="height", group_loss=0.1), 10), (STRICT, 51)],
)
def test_a_question_that_cannot_be_answered_is_not_declared(open_bench, limits, k):
    claims = open_bench().claims
    with pytest.raises(SettingError):
        claims.declare(limits, k, "Ana")
    claims.refresh()
    assert claims.count == 1


def test_other_processes_learn_of_it_when_they_look(open_bench):
    ours, theirs = open_bench().claims, open_bench().claims
    theirs.declare(STRICT, 10, "Ana")
    assert (ours.count, ours.is_declared(STRICT, 10)) == (1, False)
    ours.refresh()
    assert (ours.count, ours.is_declared(STRICT, 10)) == (2, True)


def test_shares_that_differ_by_a_rounding_are_the_same_question(open_bench):
    claims = open_bench().claims
    claims.declare(Limits(0.1 + 0.2), 10, "Ana")
    assert claims.is_declared(Limits(0.3), 10)


def test_while_the_database_cannot_be_read_nothing_counts_as_declared(open_bench, tmp_path):
    claims = open_bench().claims
    file = tmp_path / "file"
    file.write_text("no folder can be made here")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EQUIPOISE_STATE", str(file))
        with pytest.raises(StoreError):
            claims.refresh()
    assert not claims.is_declared(Limits(), 10)
    assert claims.level == 0.95, "intervals that were shown stay as wide as they were"
    claims.refresh()
    assert claims.is_declared(Limits(), 10)
