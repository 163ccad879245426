"""Properties of histories that hypothesis makes up."""

import itertools
import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys_core.errors import StoreConflict, StoreError
from recsys_core.store import Store
from recsys_core.store.schema import decisions, events

PEOPLE = st.sampled_from(["Mia", "Bo", "李雷", "scheduler"])
DOCUMENTS = st.dictionaries(
    st.sampled_from(["lambda", "k", "rules", "against_recommendation"]), st.booleans(), max_size=3
) | st.dictionaries(st.text(max_size=5), st.floats(allow_nan=False, allow_infinity=False), max_size=3)
REASONS = st.sampled_from(["", "because", "two\nlines"])
STEPS = st.one_of(
    st.tuples(st.just("edit"), DOCUMENTS),
    st.tuples(st.just("approve"), st.none() | st.just("Noor")),
    st.tuples(st.just("retire"), st.none()),
    st.tuples(st.just("check"), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)),
)
KINDS = {"edit": "edited", "approve": "approved", "retire": "retired", "check": "checked"}
STORIES = st.lists(st.tuples(STEPS, PEOPLE, REASONS, st.integers(0, 9)), max_size=8)

names = (f"decision {n}" for n in itertools.count())
once_a_store = settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def tell(store, story):
    """Create a decision and let a story happen to it, beside a model of what must come out.

    Returns:
        The decision's name and the kinds of its events.
    """
    name = next(names)
    document, state, version, kinds = {"lambda": 0.5}, "draft", 1, ["created"]
    store.create(name, document, by="Mia")
    for (action, value), by, reason, stale in story:
        seen = version - (stale == 0)  # one in ten works on an older version
        against = document.get("against_recommendation") is True
        expected = StoreConflict if seen != version and action != "check" else None
        barred = state == "retired" or (state == "approved" and action in ("edit", "approve"))
        unfounded = action == "approve" and against and not (reason and value)
        if expected is None and (barred or unfounded):
            expected = StoreError
        try:
            if action == "edit":
                store.edit(name, value, by, version=seen, reason=reason)
            elif action == "approve":
                store.approve(name, by, version=seen, reason=reason, second=value)
            elif action == "retire":
                store.retire(name, by, version=seen, reason=reason)
            else:
                store.record_check(name, value, by, reason=reason)
        except StoreError as error:
            assert type(error) is expected, error
            continue
        assert expected is None
        kinds.append(KINDS[action])
        version += action != "check"
        document = value if action == "edit" else document
        state = {"approve": "approved", "retire": "retired"}.get(action, state)
    decision = store.get(name)
    assert (decision.state, decision.version, decision.document) == (state, version, document)
    return name, kinds


@once_a_store
@given(STORIES)
def test_every_story_leaves_a_history_that_fits(store, story):
    name, kinds = tell(store, story)
    history = store.history(name)
    assert [event.kind for event in history] == kinds
    assert [event.number for event in history] == [*range(1, len(kinds) + 1)]
    assert len({event.hash for event in history}) == len(kinds)
    assert store.verify(name) == ()


@pytest.fixture
def file(tmp_path, sqlite_template):
    path = tmp_path / "decisions.db"
    path.write_bytes(sqlite_template.read_bytes())
    return path


TEXT_COLUMNS = [column.name for column in events.c if column.name != "number"]
DECISION_COLUMNS = [
    column.name for column in decisions.c if column.type.python_type is str and column.name != "name"
]


def change_one_byte(path, data, table, columns, where):
    """Change one byte of one text in a table, to any other byte."""
    column = data.draw(st.sampled_from(columns))
    with closing(sqlite3.connect(path)) as connection, connection:
        [[content]] = connection.execute(f'SELECT CAST("{column}" AS BLOB) FROM {table} WHERE {where}')
        if not content:
            return False
        place = data.draw(st.integers(0, len(content) - 1))
        byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[place]))
        changed = content[:place] + bytes([byte]) + content[place + 1 :]
        connection.execute(f'UPDATE {table} SET "{column}" = CAST(? AS TEXT) WHERE {where}', [changed])
    return True


@once_a_store
@given(story=STORIES, data=st.data())
def test_any_changed_byte_of_an_event_is_found(file, story, data):
    store = Store.open(f"sqlite:///{file}")
    name, kinds = tell(store, story)
    number = data.draw(st.integers(1, len(kinds)))
    where = f"decision = '{name}' AND number = {number}"
    if change_one_byte(file, data, "equipoise_events", TEXT_COLUMNS, where):
        [fault] = store.verify(name)
        assert fault.number == number
        with pytest.raises(StoreError):
            store.get(name)


@once_a_store
@given(story=STORIES, data=st.data())
def test_any_changed_byte_of_a_decision_is_found(file, story, data):
    store = Store.open(f"sqlite:///{file}")
    name, _ = tell(store, story)
    change_one_byte(file, data, "equipoise_decisions", DECISION_COLUMNS, f"name = '{name}'")
    [fault] = store.verify(name)
    assert fault.subject == name


@once_a_store
@given(story=STORIES, data=st.data())
def test_any_removal_or_other_order_is_found_at_its_first_place(file, story, data):
    store = Store.open(f"sqlite:///{file}")
    name, kinds = tell(store, story)
    before = [*range(1, len(kinds) + 1)]
    after = data.draw(st.permutations(before))[: data.draw(st.integers(0, len(kinds)))]
    with closing(sqlite3.connect(file)) as connection, connection:
        rows = connection.execute(
            "SELECT * FROM equipoise_events WHERE decision = ? ORDER BY number", [name]
        ).fetchall()
        place = [column.name for column in events.c].index("number")
        connection.execute("DELETE FROM equipoise_events WHERE decision = ?", [name])
        for number, old in enumerate(after, 1):
            row = [*rows[old - 1]]
            row[place] = number
            connection.execute(f"INSERT INTO equipoise_events VALUES ({','.join('?' * len(row))})", row)
    pairs = zip(before, after, strict=False)
    same = next((n for n, (old, new) in enumerate(pairs) if old != new), len(after))
    if after == before:
        assert store.verify(name) == ()
    else:
        assert [fault.number for fault in store.verify(name)] == [same + 1]
