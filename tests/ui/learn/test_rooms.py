"""What the live classes of a server share."""

import sqlite3
from contextlib import closing

import pytest

from recsys_core.errors import StoreError
from recsys_core.runtime.cache import KeyedCache
from recsys_core.store import Classes
from recsys_core.ui.learn import rooms


@pytest.fixture(autouse=True)
def own_database(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_STATE", str(tmp_path))
    for name in ("_STORES", "_CLEANED", "_STARTED"):
        monkeypatch.setattr(rooms, name, KeyedCache(1))
    return tmp_path / "equipoise.db"


def age(path, code):
    with closing(sqlite3.connect(path)) as connection, connection:
        old = "2020-01-01T00:00:00.000000Z"
        connection.execute("UPDATE equipoise_classes SET opened_at = ? WHERE code = ?", (old, code))


def test_nothing_is_created_while_nobody_has_opened_a_class(own_database):
    rooms.clean_up()
    assert not own_database.exists()


def test_old_classes_are_deleted_by_whoever_opens_the_lessons(own_database):
    store = Classes.open()
    old, _ = store.create(data="sample", lesson="pick")
    new, _ = store.create(data="sample", lesson="pick")
    age(own_database, old)
    rooms._start_cleaning().join()
    with pytest.raises(StoreError):
        store.get(old)
    assert store.get(new).code == new


def test_everybody_shares_one_look_until_something_changes_here(own_database, monkeypatch):
    code, secret = rooms.classes().create(data="sample", lesson="pick")
    monkeypatch.setattr(rooms, "FRESH_SECONDS", 3600.0)
    first = rooms.live(code)
    rooms.classes().join(code)
    assert rooms.live(code) is first
    rooms.changed(code)
    assert rooms.live(code).n_students == 1
