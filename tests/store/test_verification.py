from dataclasses import replace

import pytest
from sqlalchemy import Integer

from recsys_core.errors import StoreError
from recsys_core.store.canonical import canonical_json
from recsys_core.store.records import FIRST, parse_time, time_text
from recsys_core.store.schema import decisions, events

OUTSIDE = "changed outside Equipoise: "


@pytest.fixture
def five_events(store):
    """A decision “autumn” with five events, beside another one."""
    store.create("autumn", {"lambda": 0.19}, by="Mia")
    store.edit("autumn", {"lambda": 0.2}, by="Bo", version=1)
    store.record_check("autumn", {"inside": True}, by="scheduler")
    store.approve("autumn", by="Mia", version=2, reason="agreed")
    store.record_check("autumn", {"inside": True}, by="scheduler")
    store.create("other", {}, by="Mia")
    assert store.verify() == ()
    return store.history("autumn")


def only_fault(store):
    """The one fault of the store, which every way of using the decision reports, too."""
    [fault] = store.verify()
    assert store.verify("autumn") == (fault,)
    assert store.verify("other") == ()
    attempts = {
        "get": lambda: store.get("autumn"),
        "history": lambda: store.history("autumn"),
        "retire": lambda: store.retire("autumn", by="Mia", version=3),
        "check": lambda: store.record_check("autumn", {}, by="Mia"),
    }
    for attempt in attempts.values():
        with pytest.raises(StoreError) as error:
            attempt()
        assert str(fault) in str(error.value)
        assert "or create a new decision" in str(error.value)
    assert store.get("other").name == "other"
    return fault.number, str(fault)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("payload", '{"document":{"lambda":0.9},"schema":1}'),
        ("by", "Eve"),
        ("reason", "because"),
        ("at", "2020-01-01T00:00:00.000000Z"),
        ("hash", FIRST),
        ("kind", "checked"),
        ("previous_hash", FIRST),
    ],
)
def test_a_changed_event_is_named(store, five_events, tamper, column, value):
    tamper(f'UPDATE equipoise_events SET "{column}" = %s WHERE decision = %s AND number = 2', value, "autumn")
    assert only_fault(store) == (
        2, f"The history was {OUTSIDE}event 2 of decision “autumn” is not as it was saved.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value"),
    [("payload", "{}  "), ("payload", "{"), ("payload", ""), ("at", "2020-01-01"), ("at", "yesterday")],
)
def test_an_unreadable_event_is_named(store, five_events, tamper, column, value):
    tamper(f"UPDATE equipoise_events SET {column} = %s WHERE decision = 'autumn' AND number = 3", value)
    assert only_fault(store) == (
        3, f"The history was {OUTSIDE}event 3 of decision “autumn” cannot be read.",
    )  # fmt: skip


@pytest.mark.parametrize("number", [1, 2, 4, 5])
def test_a_removed_event_is_named(store, five_events, tamper, number):
    tamper(f"DELETE FROM equipoise_events WHERE decision = 'autumn' AND number = {number}")
    assert only_fault(store) == (
        number, f"The history was {OUTSIDE}event {number} of decision “autumn” is missing.",
    )  # fmt: skip


def test_a_removed_history_lacks_its_first_event(store, five_events, tamper):
    tamper("DELETE FROM equipoise_events WHERE decision = 'autumn'")
    assert only_fault(store)[0] == 1


def test_swapped_events_are_found_at_the_first(store, five_events, tamper):
    for old, new in ((3, 99), (5, 3), (99, 5)):
        tamper(f"UPDATE equipoise_events SET number = {new} WHERE decision = 'autumn' AND number = {old}")
    assert only_fault(store) == (
        3, f"The history was {OUTSIDE}event 3 of decision “autumn” is not as it was saved.",
    )  # fmt: skip


def test_closing_the_gap_of_a_removed_event_is_found(store, five_events, tamper):
    tamper("DELETE FROM equipoise_events WHERE decision = 'autumn' AND number = 3")
    tamper("UPDATE equipoise_events SET number = 3 WHERE decision = 'autumn' AND number = 4")
    assert only_fault(store)[0] == 3


def write(tamper, event):
    """Write an event with the hash that its content should have."""
    sealed = event.sealed()
    tamper("DELETE FROM equipoise_events WHERE decision = %s AND number = %s", sealed.decision, sealed.number)
    tamper(
        "INSERT INTO equipoise_events (decision, number, kind, at, by, reason, payload, previous_hash, hash) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)".replace(" by,", ' "by",'),
        sealed.decision, sealed.number, sealed.kind, time_text(sealed.at), sealed.by, sealed.reason,
        canonical_json(sealed.payload), sealed.previous_hash, sealed.hash,
    )  # fmt: skip
    return sealed


def test_a_forged_event_with_a_right_hash_breaks_the_chain_behind_it(store, five_events, tamper):
    write(tamper, replace(five_events[1], by="Eve"))
    assert only_fault(store) == (
        3,
        f"The history was {OUTSIDE}event 3 of decision “autumn” does not continue the record before it.",
    )


def test_a_forged_last_event_differs_from_what_the_decision_holds(store, five_events, tamper):
    write(tamper, replace(five_events[4], payload={"inside": False}))
    assert only_fault(store) == (
        5, f"The history was {OUTSIDE}event 5 of decision “autumn” is not as it was saved.",
    )  # fmt: skip


def test_an_added_event_is_named(store, five_events, tamper):
    write(tamper, replace(five_events[4], number=6, previous_hash=five_events[4].hash))
    assert only_fault(store) == (
        6, f"The history was {OUTSIDE}event 6 of decision “autumn” was added.",
    )  # fmt: skip


def test_a_forged_chain_must_also_make_sense(store, five_events, tamper):
    """A whole history written anew, in which an approved decision is edited."""
    forged = [*five_events[:2], five_events[3], five_events[1]]
    previous = FIRST
    for number, event in enumerate(forged, 1):
        previous = write(tamper, replace(event, number=number, previous_hash=previous)).hash
    tamper("DELETE FROM equipoise_events WHERE decision = 'autumn' AND number = 5")
    tamper("UPDATE equipoise_decisions SET n_events = 4, last_hash = %s WHERE name = 'autumn'", previous)
    assert only_fault(store) == (
        4, f"The history was {OUTSIDE}event 4 of decision “autumn” cannot happen at its place.",
    )  # fmt: skip


def test_a_document_edited_by_hand_is_found(store, five_events, tamper):
    tamper("UPDATE equipoise_decisions SET document = %s WHERE name = 'autumn'", '{"lambda":0.9}')
    assert only_fault(store) == (
        None,
        f"The document of decision “autumn” was {OUTSIDE}it is not what event 2 of decision “autumn” saved.",
    )


COMPARED = [column for column in decisions.c if column.name not in {"name", "document"}]


@pytest.mark.parametrize("column", COMPARED, ids=str)
def test_every_column_of_a_decision_is_compared(store, five_events, tamper, column):
    value = 77 if isinstance(column.type, Integer) else "draft"
    tamper(f"UPDATE equipoise_decisions SET {column.name} = %s WHERE name = 'autumn'", value)
    faults = [fault for fault in store.verify() if fault.subject == "autumn"]
    assert len(faults) == 1
    with pytest.raises(StoreError):
        store.get("autumn")


def test_every_column_of_an_event_is_part_of_its_hash(five_events):
    columns = {column.name for column in events.c}
    assert columns == set(vars(five_events[0]))
    others = {"number": 9, "at": parse_time("2020-01-01T00:00:00.000000Z"), "payload": {"x": 1}}
    for name in columns - {"hash"}:
        other = replace(five_events[0], **{name: others.get(name, "x")})
        assert other.content_hash() != five_events[0].hash, name


@pytest.mark.parametrize("count", [0, -3])
def test_a_removed_history_with_a_forged_count_is_found(store, five_events, tamper, count):
    tamper("DELETE FROM equipoise_events WHERE decision = 'autumn'")
    tamper(f"UPDATE equipoise_decisions SET n_events = {count} WHERE name = 'autumn'")
    assert only_fault(store)[0] == 1


def test_a_removed_decision_leaves_its_history(store, five_events, tamper):
    tamper("DELETE FROM equipoise_decisions WHERE name = 'autumn'")
    removed, gap = store.verify()
    assert (removed.subject, removed.number, str(removed)) == (
        "autumn", None, "Decision “autumn” was removed outside Equipoise: only its history is left.",
    )  # fmt: skip
    assert str(gap) == "Decision number 1 was removed outside Equipoise."
    assert store.verify("autumn") == (removed,)


def test_a_decision_removed_with_its_history_leaves_a_gap(store, five_events, tamper):
    tamper("DELETE FROM equipoise_events WHERE decision = 'autumn'")
    tamper("DELETE FROM equipoise_decisions WHERE name = 'autumn'")
    [gap] = store.verify()
    assert (gap.subject, str(gap)) == ("", "Decision number 1 was removed outside Equipoise.")


def test_a_renamed_decision_is_found_under_both_names(store, five_events, tamper):
    tamper("UPDATE equipoise_decisions SET name = 'spring' WHERE name = 'autumn'")
    assert {fault.subject for fault in store.verify()} == {"autumn", "spring"}


def test_one_unreadable_decision_does_not_hide_the_others(store, five_events, tamper, caplog):
    tamper("UPDATE equipoise_decisions SET document = '{' WHERE name = 'autumn'")
    assert [decision.name for decision in store.list()] == ["other"]
    assert "'autumn'" in caplog.text


def test_a_last_hash_kept_elsewhere_reveals_a_rewritten_history(store, five_events, tamper):
    kept = store.get("autumn").last_hash
    previous = FIRST
    for event in five_events:
        previous = write(tamper, replace(event, by="Eve", previous_hash=previous)).hash
    tamper(
        "UPDATE equipoise_decisions SET last_hash = %s, created_by = 'Eve', changed_by = 'Eve' "
        "WHERE name = 'autumn'",
        previous,
    )
    assert store.verify() == ()  # nothing in the database can tell
    assert kept not in {event.hash for event in store.history("autumn")}
