import shutil
import sqlite3
from contextlib import closing

import pytest

from recsys_core.store import Store
from tests.store.postgres_server import postgres_server


@pytest.fixture(scope="session")
def postgres():
    """A real PostgreSQL server. Where it is not installed, tests fail and say how to install it."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """A file with empty tables: copying it is faster than migrating."""
    path = tmp_path_factory.mktemp("store") / "template.db"
    Store.open(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres):
    """The name of a database with empty tables."""
    Store.open(postgres.new_database("template"))
    return "template"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def url(request, tmp_path):
    """The address of a database with empty tables, of each kind in turn."""
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "decisions.db")
        return f"sqlite:///{path}"
    template = request.getfixturevalue("postgres_template")
    return request.getfixturevalue("postgres").new_database(template=template)


@pytest.fixture
def store(url):
    return Store.open(url)


@pytest.fixture
def tamper(url):
    """Change the database behind the store's back."""

    def run(statement, *values):
        if url.startswith("sqlite"):
            with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection, connection:
                return connection.execute(statement.replace("%s", "?"), values).fetchall()
        import psycopg

        with psycopg.connect(url) as connection:
            connection.execute("SET session_replication_role = replica")  # as SQLite: no foreign keys
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    return run
