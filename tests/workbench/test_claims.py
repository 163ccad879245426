"""Declared claims share the error of a test period, also between processes; the rest stays exploratory."""

import socket

import pytest

from recsys_core.decisions.limits import Limits
from recsys_core.errors import SettingError, StoreError
from recsys_core.store import Store
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


def test_models_share_the_test_period_and_each_has_its_own_claims(state):
    bench = Workbench.open("sample")
    bench.claims.declare(BOLD, 10, "Ada")
    assert (bench.claims.count, bench.claims.count_elsewhere) == (2, 0)
    other = Workbench(bench.dataset, checkpoint=None).claims
    other.refresh()
    assert (other.count, other.count_elsewhere, other.level) == (2, 2, 0.975)
    assert not other.is_declared(BOLD, 10)
    assert not other.is_declared(Limits(), 10)  # the usual one is about the model that the data open with
    assert other.declare(Limits(), 10, "Ada") == 3
    assert other.is_declared(Limits(), 10)
    bench.claims.refresh()
    assert (bench.claims.count, bench.claims.count_elsewhere) == (3, 1)


def test_other_data_have_a_test_period_of_their_own(state, tmp_path):
    Workbench.open("sample").claims.declare(BOLD, 10, "Ada")
    rows = [f"u{user},i{(user + step) % 7},5,{step}" for user in range(20) for step in range(6)]
    (tmp_path / "ratings.csv").write_text("\n".join(["user_id,item_id,rating,timestamp", *rows]))
    other = Workbench.open(str(tmp_path / "ratings.csv")).claims
    other.refresh()
    assert other.count == 1 and other.is_declared(Limits(), 10)


# --- shown before declared ----------------------------------------------------------------------------------


def test_a_question_that_was_shown_can_no_longer_be_declared_by_anybody(state):
    claims = Workbench.open("sample").claims
    claims.note_shown(BOLD, 10)
    for attempt in (claims, Workbench.open("sample").claims):
        with pytest.raises(StoreError, match="were shown on 20..-..-.., before it was declared, so it stays"):
            attempt.declare(BOLD, 10, "Ada")
        attempt.refresh()
        assert attempt.count == 1 and not attempt.is_declared(BOLD, 10)
    assert claims.declare(BOLD, 5, "Ada") == 2  # lists of another length are another question
    other_model = Workbench(Workbench.open("sample").dataset, checkpoint=None).claims
    assert other_model.declare(BOLD, 10, "Ada") == 3


def test_looking_at_what_was_declared_takes_nothing_back(state):
    claims = Workbench.open("sample").claims
    claims.declare(BOLD, 10, "Ada")
    for limits in (BOLD, Limits()):
        claims.note_shown(limits, 10)
        Workbench.open("sample").claims.note_shown(limits, 10)  # it has not read what is declared
    claims.refresh()
    assert claims.is_declared(BOLD, 10) and claims.is_declared(Limits(), 10)
    assert claims.declare(BOLD, 10, "Ada") == 2


def test_a_question_is_written_once_however_often_it_is_shown(state, monkeypatch):
    claims = Workbench.open("sample").claims
    claims.note_shown(BOLD, 10)
    monkeypatch.setattr(Store, "mark_shown", lambda *any: pytest.fail("written again"))
    claims.note_shown(BOLD, 10)
    claims.note_shown(Limits(), 10)


def test_what_was_shown_while_nothing_could_be_written_is_not_forgotten(state, monkeypatch):
    claims = Workbench.open("sample").claims
    monkeypatch.setenv("EQUIPOISE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(StoreError):
        claims.note_shown(BOLD, 10)
    claims.note_shown(BOLD, 5, again_after=3600)  # not asked again so soon
    with pytest.raises(StoreError):
        claims.refresh()
    claims.note_shown(Limits(0.07), 10)
    monkeypatch.delenv("EQUIPOISE_DATABASE_URL")
    for limits, k in ((BOLD, 10), (BOLD, 5), (Limits(0.07), 10)):
        with pytest.raises(StoreError, match="shown on"):
            claims.declare(limits, k, "Ada")


# --- a database that cannot be reached ----------------------------------------------------------------------


def test_nothing_counts_as_declared_while_claims_cannot_be_read(state, monkeypatch):
    claims = Workbench.open("sample").claims
    monkeypatch.setenv("EQUIPOISE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(StoreError):
        claims.refresh()
    assert not claims.is_declared(Limits(), 10)
    monkeypatch.delenv("EQUIPOISE_DATABASE_URL")
    claims.refresh()
    assert claims.is_declared(Limits(), 10)


def test_a_database_that_hangs_is_waited_for_once(state, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:  # it takes calls and never answers
        server.setblocking(False)
        url = f"postgresql://nobody@127.0.0.1:{server.getsockname()[1]}/none"
        monkeypatch.setenv("EQUIPOISE_DATABASE_URL", url)
        claims = Workbench.open("sample").claims
        for _ in range(5):
            with pytest.raises(StoreError, match="cannot be reached"):
                claims.refresh(again_after=3600)
            claims.note_shown(BOLD, 10, again_after=3600)
        server.accept()
        with pytest.raises(BlockingIOError):  # nobody called a second time
            server.accept()
        assert not claims.is_declared(Limits(), 10)
    monkeypatch.delenv("EQUIPOISE_DATABASE_URL")
    claims.refresh()
    assert claims.is_declared(Limits(), 10)
    claims.refresh(again_after=3600)


def test_a_claim_needs_a_name(state):
    claims = Workbench.open("sample").claims
    with pytest.raises(StoreError):
        claims.declare(BOLD, 10, " ")
    assert claims.count == 1
