"""Connections and transactions, the same for SQLite and PostgreSQL.

Every transaction opens a connection of its own. Saving a decision is rare, and a fresh connection survives
forks, restarted servers and servers that hang, which a pooled one does not.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from recsys_core import config
from recsys_core.errors import StoreError
from recsys_core.messages import message
from recsys_core.store.failures import address_error, store_error

FILE = "equipoise.db"
"""Name of the SQLite file in ``config.state_root()``."""

_WRITES = "equipoise_writes"  # execution option: the transaction is going to write
_WAL_PAUSE = 0.02  # seconds between attempts


class Database:
    """One database. Threads may share it.

    Args:
        url: its address; None means the configured one, see ``resolve_url``.
        timeout: seconds after which a connection, a statement or waiting for a lock fails; at least 1.

    Raises:
        StoreError: as ``resolve_url``, or PostgreSQL's driver is not installed.
    """

    def __init__(self, url: str | None = None, timeout: float = 15.0) -> None:
        if timeout < 1:
            raise ValueError(f"timeout must be at least 1 second, got {timeout}")
        self.url = resolve_url(url)
        self._timeout = timeout
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        try:
            self._engine = create_engine(
                self.url, poolclass=NullPool, hide_parameters=True, connect_args=self._connect_arguments()
            )
        except ImportError:
            raise StoreError(
                message(
                    "store.no_driver",
                    "PostgreSQL needs the package psycopg. Run pip install 'psycopg[binary]' and try again.",
                )
            ) from None
        if self.is_sqlite:
            event.listen(self._engine, "connect", self._prepare_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)

    def _connect_arguments(self) -> dict[str, Any]:
        if self.is_sqlite:
            return {"timeout": self._timeout}
        return {
            "connect_timeout": max(2, round(self._timeout)),
            "client_encoding": "utf8",  # text comes as str, also from a database of another encoding
            "prepare_threshold": None,  # connection poolers cannot keep prepared statements
        }

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Run a block in a transaction that sees one moment of the database and changes nothing.

        Raises:
            StoreError: the database cannot be reached or read.
        """
        options: dict[str, Any] = {}
        if not self.is_sqlite:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._transaction(options) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Run a block in a transaction that is committed at its end, and not at all when the block raises.

        SQLite lets one writer in at a time. On PostgreSQL, lock what you read before you change it.

        Raises:
            StoreError: the database cannot be reached or written.
        """
        options = {_WRITES: True} if self.is_sqlite else {"isolation_level": "READ COMMITTED"}
        with self._transaction(options) as connection:
            yield connection

    def lock(self, connection: Connection, table: Table) -> None:
        """Keep other writers from a table until the transaction ends, so that rows can be numbered."""
        if not self.is_sqlite:
            connection.execute(text(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))

    @contextmanager
    def _transaction(self, options: dict[str, Any]) -> Iterator[Connection]:
        try:
            with self._engine.connect() as plain:
                connection = plain.execution_options(**options)
                with connection.begin():
                    if not self.is_sqlite:
                        milliseconds = round(self._timeout * 1000)
                        connection.execute(text(f"SET LOCAL statement_timeout = {milliseconds}"))
                    yield connection
        except (SQLAlchemyError, sqlite3.Error) as error:
            # The cause's text may show parts of the address.
            raise store_error(error, self.url) from None

    def _prepare_sqlite(self, connection: sqlite3.Connection, record: object) -> None:
        # The driver would begin transactions on its own, and too late; _begin_sqlite does.
        connection.isolation_level = None
        # A file changed by other programs may hold broken text, which a verification then finds.
        connection.text_factory = lambda content: content.decode("utf-8", "backslashreplace")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")  # what was saved survives a power cut
        deadline = time.monotonic() + self._timeout
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                # This change alone does not wait for other processes that open the file.
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
            time.sleep(_WAL_PAUSE)


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE waits for other writers now; a later upgrade from reading to writing could only fail.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def resolve_url(url: str | None = None) -> URL:
    """Find the address: the one given, else EQUIPOISE_DATABASE_URL, else a file in ``config.state_root()``.

    Args:
        url: sqlite:////folder/file.db or postgresql://user:password@host:port/database.

    Raises:
        StoreError: it cannot be read, names another kind of database or SQLite without a file, or the folder
            of the default file cannot be created.
    """
    given = url or config.database_url()
    if given is None:
        return URL.create("sqlite", database=str(_default_file()))
    try:
        parsed = make_url(given)
    except (ArgumentError, ValueError):
        raise address_error() from None
    kind = parsed.drivername.partition("+")[0]
    if kind == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed.set(drivername="sqlite")
    if kind not in {"postgresql", "postgres"}:
        raise address_error()
    return parsed.set(drivername="postgresql+psycopg")


def _default_file() -> str:
    folder = config.state_root()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise StoreError(
            message(
                "store.folder",
                "The folder {folder} for decisions cannot be created. Set EQUIPOISE_STATE to a folder that "
                "can be written.",
                folder=str(folder),
            )
        ) from None
    return str(folder / FILE)
