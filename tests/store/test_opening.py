import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from recsys_core import config
from recsys_core.errors import StoreError
from recsys_core.store import Store
from tests.store import postgres_server

NOBODY = 65534


def sentence(url, **options):
    """The one sentence with which opening a database is refused."""
    with pytest.raises(StoreError) as error:
        Store.open(url, **options)
    assert error.value.__cause__ is None  # a traceback would print what the driver says about the address
    assert str(error.value).endswith(".")
    return str(error.value)


@pytest.fixture(autouse=True)
def own_state(tmp_path, monkeypatch):
    monkeypatch.delenv("EQUIPOISE_DATABASE_URL", raising=False)
    monkeypatch.setenv("EQUIPOISE_STATE", str(tmp_path / "of its own" / "state"))


def test_by_default_a_file_in_the_state_folder_is_used(tmp_path):
    Store.open().create("autumn", {}, by="Mia")
    path = tmp_path / "of its own" / "state" / "equipoise.db"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("SELECT name FROM equipoise_decisions").fetchall() == [("autumn",)]
    assert Store.open().get("autumn").created_by == "Mia"


def test_a_checkout_keeps_its_state_beside_its_runs(monkeypatch):
    monkeypatch.delenv("EQUIPOISE_STATE")
    assert config.state_root() == config.runs_root().parent / "state"
    ignored = subprocess.run(["git", "check-ignore", "-q", "state/"], cwd=config.project_root())
    assert ignored.returncode == 0


def test_the_environment_names_another_database(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_DATABASE_URL", f" sqlite:///{tmp_path}/other.db ")
    Store.open().create("autumn", {}, by="Mia")
    assert (tmp_path / "other.db").is_file()
    assert not config.state_root().exists()


@pytest.mark.parametrize(
    "url",
    [
        "s3cret",
        "mysql://mia:s3cret@host/name",
        "postgresql://mia:s3cret@host:s3cret/name",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql+asyncpg",
    ],
)
def test_an_address_that_cannot_be_used_is_explained_but_not_shown(url):
    text = sentence(url)
    assert "expected sqlite:////folder/file.db or postgresql://user:password@host:5432/database" in text
    assert "s3cret" not in text


def test_without_psycopg_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "pip install 'psycopg[binary]'" in sentence("postgresql://mia:s3cret@host/name")


def test_a_missing_folder_is_named(tmp_path):
    text = sentence(f"sqlite:///{tmp_path}/missing/decisions.db")
    assert text.startswith(f"The database file {tmp_path}/missing/decisions.db cannot be opened")
    assert "Create the folder" in text


def test_a_state_folder_that_cannot_be_created_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EQUIPOISE_STATE", str(tmp_path / "file" / "state"))
    assert sentence(None) == (
        f"The folder {tmp_path}/file/state for decisions cannot be created. "
        "Set EQUIPOISE_STATE to a folder that can be written."
    )


def as_an_ordinary_user(action):
    """Run an action in a child process that has no special rights, and return its result as text."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setegid(NOBODY)
                os.seteuid(NOBODY)
            text = str(action())
        except BaseException as error:
            text = f"{type(error).__name__}: {error}"
        os.write(write, text.encode())
        os._exit(0)
    os.close(write)
    with open(read) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return text


@pytest.fixture
def closed_folder(sqlite_template):
    """A folder with a database that an ordinary user may read but not write."""
    # Not in tmp_path, into whose parents only its owner may look.
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        (folder / "decisions.db").write_bytes(sqlite_template.read_bytes())
        (folder / "decisions.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def test_a_read_only_folder_is_named(closed_folder):
    text = as_an_ordinary_user(lambda: Store.open(f"sqlite:///{closed_folder}/new.db"))
    assert text.startswith(f"StoreError: The database file {closed_folder}/new.db cannot be opened")
    assert "allow access" in text


def test_a_read_only_file_is_named(closed_folder):
    closed_folder.chmod(0o777)  # SQLite puts files of its own beside the database

    def save():
        Store.open(f"sqlite:///{closed_folder}/decisions.db").create("autumn", {}, by="Mia")

    text = as_an_ordinary_user(save)
    assert text.startswith(f"StoreError: The database file {closed_folder}/decisions.db cannot be written")


def test_a_file_of_another_kind_is_left_alone(tmp_path):
    path = tmp_path / "decisions.db"
    path.write_text("user_id,item_id\n" * 200)
    assert sentence(f"sqlite:///{path}") == (
        f"The file {path} is damaged or is not a database. "
        "Restore it from a backup, or move it away to start with an empty one."
    )
    assert path.read_text() == "user_id,item_id\n" * 200


def test_a_damaged_file_is_named(tmp_path, sqlite_template):
    path = tmp_path / "decisions.db"
    content = sqlite_template.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))

    def use():
        Store.open(f"sqlite:///{path}").create("autumn", {}, by="Mia")

    with pytest.raises(StoreError, match="is damaged or is not a database"):
        use()


def test_a_database_that_somebody_keeps_locked_is_given_up_on(tmp_path, sqlite_template):
    path = tmp_path / "decisions.db"
    path.write_bytes(sqlite_template.read_bytes())
    store = Store.open(f"sqlite:///{path}", timeout=1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert store.list() == ()  # readers do not wait for writers
        with pytest.raises(StoreError) as error:
            store.create("autumn", {}, by="Mia")
        other.execute("ROLLBACK")
    assert str(error.value) == (
        "The database took too long to answer, and nothing was saved. Try again in a moment."
    )
    assert store.create("autumn", {}, by="Mia").number == 1


def test_a_full_disk_saves_nothing_and_breaks_nothing(tmp_path, sqlite_template):
    path = tmp_path / "decisions.db"
    path.write_bytes(sqlite_template.read_bytes())
    store = Store.open(f"sqlite:///{path}")
    store.create("autumn", {}, by="Mia")

    def fill(connection, record):
        [[pages]] = connection.execute("PRAGMA page_count").fetchall()
        connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()

    engine = store._database._engine
    event.listen(engine, "connect", fill)
    with pytest.raises(StoreError, match="The database's disk is full, and nothing was saved."):
        store.edit("autumn", {"text": "x" * 100_000}, by="Mia", version=1)
    event.remove(engine, "connect", fill)
    assert store.verify() == ()
    assert store.edit("autumn", {"text": "x" * 100_000}, by="Mia", version=1).version == 2


def test_a_timeout_below_a_second_is_a_callers_mistake(tmp_path):
    with pytest.raises(ValueError, match="timeout must be at least 1 second, got 0.5"):
        Store.open(f"sqlite:///{tmp_path}/x.db", timeout=0.5)


def test_a_missing_postgres_server_fails_with_the_remedy(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="apt-get install postgresql"):
        postgres_server.find_binaries(tmp_path)
