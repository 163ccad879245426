from datetime import UTC, datetime

import pytest

from recsys_core.errors import StoreConflict, StoreError
from recsys_core.store import Store

DOCUMENT = {"method": "msd", "position": 19, "lambda": 0.19, "k": 10, "rules": [], "people": "日本 é"}
AGAINST = DOCUMENT | {"against_recommendation": True}


@pytest.fixture
def draft(store):
    return store.create("autumn", DOCUMENT, by="Mia")


def kinds(store, name="autumn"):
    return [event.kind for event in store.history(name)]


def test_a_decision_starts_as_a_draft(store, draft):
    assert (draft.name, draft.number, draft.state) == ("autumn", 1, "draft")
    assert (draft.version, draft.schema) == (1, 1)
    assert draft.document == DOCUMENT
    assert (draft.created_by, draft.changed_by) == ("Mia", "Mia")
    assert draft.created_at == draft.changed_at <= datetime.now(UTC)
    assert store.get("autumn") == draft


def test_decisions_outlast_the_store(store, draft, url):
    assert Store.open(url).get("autumn") == draft


def test_decisions_are_listed_in_order_and_by_state(store, draft):
    store.create("a later one", {}, by="Bo")
    approved = store.approve("autumn", by="Bo", version=1)
    assert [decision.name for decision in store.list()] == ["autumn", "a later one"]
    assert store.list("approved") == (approved,)
    assert store.list("retired") == ()


def test_an_edit_replaces_the_document_and_keeps_the_old_one(store, draft):
    edited = store.edit("autumn", {"k": 5}, by="Bo", version=1, schema=2, reason="shorter lists")
    assert (edited.version, edited.schema, edited.document) == (2, 2, {"k": 5})
    assert (edited.created_by, edited.changed_by) == ("Mia", "Bo")
    created, event = store.history("autumn")
    assert created.payload == {"number": 1, "schema": 1, "document": DOCUMENT}
    assert event.payload == {"schema": 2, "document": {"k": 5}}
    assert (event.kind, event.by, event.reason) == ("edited", "Bo", "shorter lists")


def test_the_whole_life_of_a_decision(store, draft):
    store.record_check("autumn", {"inside": True}, by="scheduler")
    store.approve("autumn", by="Bo", version=1)
    store.record_check("autumn", {"inside": False}, by="scheduler", reason="new data")
    retired = store.retire("autumn", by="Mia", version=2, reason="new season")
    assert (retired.state, retired.version, retired.n_events) == ("retired", 3, 5)
    assert kinds(store) == ["created", "checked", "approved", "checked", "retired"]
    history = store.history("autumn")
    assert [event.number for event in history] == [1, 2, 3, 4, 5]
    assert [event.previous_hash for event in history[1:]] == [event.hash for event in history[:-1]]
    assert retired.last_hash == history[-1].hash
    assert store.verify() == ()


def test_a_check_conflicts_with_no_edit(store, draft):
    event = store.record_check("autumn", {"inside": True}, by="scheduler")
    assert event == store.history("autumn")[-1]
    assert store.get("autumn").version == 1
    assert store.edit("autumn", {"k": 5}, by="Mia", version=1).version == 2


@pytest.mark.parametrize(
    ("state", "action", "sentence"),
    [
        ("approved", "edit", "Decision “autumn” is approved and can no longer be edited. Create a new"),
        ("approved", "approve", "Decision “autumn” is approved already."),
        ("retired", "edit", "Decision “autumn” is retired and can no longer be edited."),
        ("retired", "approve", "Decision “autumn” is retired and can no longer be approved."),
        ("retired", "retire", "Decision “autumn” is retired already."),
        ("retired", "check", "Decision “autumn” is retired and can no longer be checked."),
    ],
)
def test_other_transitions_are_refused(store, draft, state, action, sentence):
    {"approved": store.approve, "retired": store.retire}[state]("autumn", by="Bo", version=1)
    before = store.get("autumn")
    actions = {
        "edit": lambda: store.edit("autumn", {}, by="Bo", version=2),
        "approve": lambda: store.approve("autumn", by="Bo", version=2),
        "retire": lambda: store.retire("autumn", by="Bo", version=2),
        "check": lambda: store.record_check("autumn", {}, by="Bo"),
    }
    with pytest.raises(StoreError, match=sentence):
        actions[action]()
    assert store.get("autumn") == before


def test_the_second_to_save_learns_who_was_first(store, draft):
    store.edit("autumn", {"k": 5}, by="Bo", version=1)
    store.record_check("autumn", {}, by="scheduler")
    at = store.history("autumn")[1].at
    with pytest.raises(StoreConflict) as conflict:
        store.approve("autumn", by="Mia", version=1)
    assert str(conflict.value) == (
        f"Decision “autumn” was edited by Bo on {at:%Y-%m-%d %H:%M} UTC, after you opened it. "
        "Reload it, then make your change again."
    )
    assert kinds(store) == ["created", "edited", "checked"]


def test_saving_twice_is_a_conflict(store, draft):
    store.approve("autumn", by="Mia", version=1)
    with pytest.raises(StoreConflict, match="was approved by Mia"):
        store.approve("autumn", by="Mia", version=1)


def test_names_that_differ_only_in_spaces_are_the_same(store, draft):
    with pytest.raises(StoreConflict, match="There is a decision “autumn” already: Mia created it on 20"):
        store.create("  autumn\n", {}, by="Bo")
    assert store.get(" autumn ") == draft


def test_an_unknown_name_is_named(store):
    for attempt in (
        lambda: store.get("winter"),
        lambda: store.history("winter"),
        lambda: store.verify("winter"),
        lambda: store.retire("winter", by="Mia", version=1),
    ):
        with pytest.raises(StoreError, match="There is no decision “winter”."):
            attempt()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Please give the decision's name"),
        ("\u200b ", "Please give the decision's name"),
        ("x" * 101, "Please shorten the decision's name: it is 101 characters long, and at most 100"),
        ("a\x00b", "Please type the decision's name again"),
        ("a\ud800", "Please type the decision's name again"),
    ],
)
def test_unusable_names_are_refused(store, name, words):
    with pytest.raises(StoreError, match=words):
        store.create(name, {}, by="Mia")
    assert store.list() == ()


def test_every_change_needs_a_person(store, draft):
    for attempt in (
        lambda: store.create("winter", {}, by=""),
        lambda: store.edit("autumn", {}, by="", version=1),
        lambda: store.approve("autumn", by="", version=1),
        lambda: store.retire("autumn", by="\t", version=1),
        lambda: store.record_check("autumn", {}, by=""),
    ):
        with pytest.raises(StoreError, match="Please give the name of the person"):
            attempt()
    assert store.list() == (draft,)


def test_reasons_have_limits(store, draft):
    with pytest.raises(StoreError, match="The reason is 5001 characters long; at most 5000 are stored."):
        store.retire("autumn", by="Mia", version=1, reason="x" * 5001)
    with pytest.raises(StoreError, match="characters that cannot be shown"):
        store.retire("autumn", by="Mia", version=1, reason="\x00")
    store.retire("autumn", by="Mia", version=1, reason=" two\nlines ")
    assert store.history("autumn")[-1].reason == "two\nlines"


def test_against_the_recommendation_needs_a_reason_and_two_people(store):
    store.create("bold", AGAINST, by="Mia")
    for options in ({}, {"reason": "brand"}, {"second": "Bo"}, {"reason": " ", "second": "Bo"}):
        with pytest.raises(StoreError, match="needs a reason and the name of a second person"):
            store.approve("bold", by="Mia", version=1, **options)
    approved = store.approve("bold", by="Mia", version=1, reason="brand", second="Bo")
    assert approved.state == "approved"
    event = store.history("bold")[-1]
    assert (event.by, event.reason, event.payload) == ("Mia", "brand", {"second": "Bo"})


@pytest.mark.parametrize("second", ["Mia", " mia", "MIA\u200b", "Ｍｉａ"])
def test_the_second_person_is_another_one(store, second):
    store.create("bold", AGAINST, by="Bo")
    with pytest.raises(StoreError, match="The second name must be another person's: “Mia” approves already."):
        store.approve("bold", by="Mia", version=1, reason="brand", second=second)


def test_with_the_recommendation_one_name_suffices(store, draft):
    store.create("winter", DOCUMENT | {"against_recommendation": False}, by="Mia")
    assert store.approve("winter", by="Mia", version=1).state == "approved"
    store.approve("autumn", by="Mia", version=1, second="Bo")
    assert store.history("autumn")[-1].payload == {"second": "Bo"}


@pytest.mark.parametrize("value", [1, "true", None, []])
def test_against_the_recommendation_is_true_or_false(store, value):
    with pytest.raises(ValueError, match="document.against_recommendation must be true or false"):
        store.create("bold", {"against_recommendation": value}, by="Mia")


@pytest.mark.parametrize("schema", [0, 1.5, True, "1"])
def test_the_schema_is_a_whole_number(store, schema):
    with pytest.raises(ValueError, match="schema must be a whole number of at least 1"):
        store.create("bold", {}, by="Mia", schema=schema)


def test_every_json_value_comes_back(store):
    document = {"nested": [[], {}, None, True, -1.5e-300, 2**70, "\x00\ud800🎬"], "": ""}
    store.create("odd", document, by="Mia")
    assert store.get("odd").document == document
