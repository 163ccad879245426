from datetime import UTC, datetime

import pytest

from recsys_core.errors import StoreError
from recsys_core.store import Store

CLAIM = {"method": "msd", "budget": 0.02, "k": 10, "guardrails": {"coverage": 2}, "objective": "category"}


def test_claims_of_a_scope_are_numbered_in_order(store):
    before = datetime.now(UTC)
    first = store.declare("ml-100k/1", CLAIM, by="Mia")
    second = store.declare("ml-100k/1", CLAIM | {"budget": 0.05}, by="Bo")
    other = store.declare("ml-1m/1", CLAIM, by="Mia")
    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert first.claim == CLAIM
    assert (first.by, second.by) == ("Mia", "Bo")
    assert before <= first.at <= second.at <= datetime.now(UTC)
    assert store.claims("ml-100k/1") == (first, second)
    assert store.claims("ml-1m/1") == (other,)


def test_nothing_declared_is_no_claim(store):
    assert store.claims("ml-100k/1") == ()


def test_the_same_claim_is_declared_once(store):
    first = store.declare("scope", CLAIM, by="Mia")
    reordered = dict(reversed(CLAIM.items())) | {"k": 10.0}
    assert store.declare("scope", reordered, by="Bo") == first
    assert store.claims("scope") == (first,)


@pytest.mark.parametrize("other", [{"k": True}, {"k": 2}, {"k": "1"}, {"k": 1, "l": None}, {}])
def test_different_claims_are_all_stored(store, other):
    store.declare("scope", {"k": 1}, by="Mia")
    assert store.declare("scope", other, by="Mia").number == 2


def test_claims_outlast_the_store(store, url):
    claim = store.declare("scope", CLAIM, by="Mia")
    assert Store.open(url).claims("scope") == (claim,)


def test_the_scope_tells_capital_letters_apart(store):
    store.declare("abc", CLAIM, by="Mia")
    assert store.claims("ABC") == ()


@pytest.mark.parametrize("scope", ["", "x" * 201, "é", "a\nb"])
def test_an_unusable_scope_is_a_callers_mistake(store, scope):
    with pytest.raises(ValueError, match="scope must be 1 to 200 printable ASCII characters"):
        store.declare(scope, CLAIM, by="Mia")


def test_a_claim_is_a_mapping_of_finite_numbers(store):
    with pytest.raises(ValueError, match="claim must be a mapping, got list"):
        store.declare("scope", [1], by="Mia")
    with pytest.raises(ValueError, match=r"claim\.budget must be a finite number"):
        store.declare("scope", {"budget": float("nan")}, by="Mia")


def test_a_claim_needs_a_person(store):
    with pytest.raises(StoreError, match="Please give the name of the person who does this"):
        store.declare("scope", CLAIM, by=" ")
    assert store.claims("scope") == ()


def test_a_removed_claim_is_found(store, tamper):
    for budget in (0.01, 0.02, 0.05):
        store.declare("scope", {"budget": budget}, by="Mia")
    store.declare("other", {"budget": 0.01}, by="Mia")
    tamper("DELETE FROM equipoise_claims WHERE scope = 'scope' AND number = 2")
    [fault] = store.verify()
    assert (fault.kind, fault.subject, fault.number) == ("claims", "scope", 2)
    assert "claim 2 of scope scope is missing" in str(fault)
    for attempt in (lambda: store.claims("scope"), lambda: store.declare("scope", {"budget": 1}, by="Mia")):
        with pytest.raises(StoreError, match="no longer be relied on.*Restore the database from a backup"):
            attempt()
    assert len(store.claims("other")) == 1


def test_a_changed_claim_is_found(store, tamper):
    store.declare("scope", {"budget": 0.01}, by="Mia")
    store.declare("scope", {"budget": 0.02}, by="Mia")
    tamper("UPDATE equipoise_claims SET claim = %s WHERE number = 1", '{"budget":0.05}')
    [fault] = store.verify()
    assert (fault.number, str(fault)) == (
        1, "The history was changed outside Equipoise: claim 1 of scope scope is not as it was saved.",
    )  # fmt: skip
