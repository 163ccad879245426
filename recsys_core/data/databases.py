"""Take tables out of a database by queries that only read, as Parquet files that every command opens.

A snapshot and not a live connection: a figure that was certified must be computed again from the same rows.
"""

from __future__ import annotations

import decimal
import json
import re
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recsys_core.errors import DataError
from recsys_core.messages import Message, message

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlalchemy import URL

MAX_SECONDS = 600
"""Time that one query may take unless another limit is named."""

_CONNECT_SECONDS = 10
_ROWS_AT_ONCE = 50_000
_READS = re.compile(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/|\()*(select|with|values|table|from)\b", re.IGNORECASE | re.DOTALL
)
_DRIVERS = {"postgresql": "psycopg", "postgres": "psycopg"}  # what a plain address means
_PASSWORD_WORDS = ("password", "authentication", "access denied", "login failed")
_READ_ONLY_WORDS = (
    "modifying",
    "select ... into",
    "read-only",
    "read only",
    "readonly",
    "query_only",
    "permission denied",
    "denied",
)
_TOO_SLOW_WORDS = ("timeout", "interrupted", "interrupt", "canceling statement")


def take_snapshot(
    address: str, queries: Mapping[str, str], folder: Path, *, max_seconds: float = MAX_SECONDS
) -> dict[str, int]:
    """Write the result of each query as a Parquet file.

    Args:
        address: of a database as SQLAlchemy writes it, such as postgresql://reader@host/shop; "duckdb:///FILE"
            and "sqlite:///FILE" for files. Never stored, and shown without its password.
        queries: name of the file without its ending -> a query that reads.
        folder: where the files go; made if it does not exist. Nothing is left there if a query fails.
        max_seconds: that one query may take.

    Returns:
        Name -> number of rows.

    Raises:
        DataError: the address is none, the database does not answer, asks for a password or is too slow, a
            query writes or fails, or a file exists already.
    """
    import pyarrow.parquet as pq

    for name, query in queries.items():
        if not _READS.match(query):
            raise DataError(_writes(name))
        if (folder / f"{name}.parquet").exists():
            raise DataError(
                message(
                    "errors.snapshot_exists",
                    "{file} exists already in {folder}. Name another folder: a snapshot is never "
                    "overwritten.",
                    file=f"{name}.parquet",
                    folder=folder,
                )
            )
    url = _url(address)
    counts: dict[str, int] = {}
    written: list[Path] = []
    try:
        with _connection(url, max_seconds) as database:
            for name, query in queries.items():
                table = _table(database, query, name, url, max_seconds)
                folder.mkdir(parents=True, exist_ok=True)
                written.append(folder / f"{name}.parquet")
                pq.write_table(table, written[-1])
                counts[name] = table.num_rows
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return counts


def _url(address: str) -> URL:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise DataError(
            message(
                "errors.database_address",
                "This is no address of a database. Write it as postgresql://USER@HOST/NAME, "
                "mysql+pymysql://USER@HOST/NAME, sqlite:///FILE or duckdb:///FILE.",
            )
        ) from None  # the cause would show the address with its password
    return (
        url.set(drivername=f"{url.drivername}+{_DRIVERS[url.drivername]}")
        if url.drivername in _DRIVERS
        else url
    )


@contextmanager
def _connection(url: URL, max_seconds: float) -> Iterator[Any]:
    """A connection that can only read, of SQLAlchemy or, for a DuckDB file, of DuckDB itself."""
    if url.get_backend_name() in ("sqlite", "duckdb") and not Path(url.database or "").is_file():
        raise DataError(
            message(
                "errors.database_file",
                "There is no database file {file}. Check the path: sqlite:///relative or sqlite:////absolute.",
                file=url.database or "",
            )
        )
    if url.drivername == "duckdb":
        import duckdb

        try:
            file = duckdb.connect(
                str(url.database), read_only=True, config={"enable_external_access": "false"}
            )
        except duckdb.Error as error:
            raise _failed(error, "", url, max_seconds) from None
        try:
            yield file
        finally:
            file.close()
        return
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

    try:
        engine = create_engine(url, connect_args=_connect_arguments(url, max_seconds))
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise DataError(
            message(
                "errors.database_driver",
                "Reading from {kind} needs its driver, which is not installed ({error}). Install it, for "
                "example pip install psycopg for PostgreSQL.",
                kind=url.drivername,
                error=error,
            )
        ) from None
    try:
        with engine.connect() as connection:
            options: dict[str, Any] = {"stream_results": True}
            if url.get_backend_name() == "postgresql":
                options["postgresql_readonly"] = True
            connection = connection.execution_options(**options)
            if url.get_backend_name() == "sqlite":
                connection.execute(text("PRAGMA query_only = ON"))
            if url.get_backend_name() in ("mysql", "mariadb"):
                connection.execute(text("SET SESSION TRANSACTION READ ONLY"))
                connection.rollback()  # it counts from the next transaction on
            yield connection
            connection.rollback()
    except SQLAlchemyError as error:
        raise _failed(error, "", url, max_seconds) from None
    finally:
        engine.dispose()


def _connect_arguments(url: URL, max_seconds: float) -> dict[str, Any]:
    if url.get_backend_name() == "postgresql":
        limit = f"-c statement_timeout={int(max_seconds * 1000)} -c default_transaction_read_only=on"
        return {"connect_timeout": _CONNECT_SECONDS, "options": limit}
    return {"connect_timeout": _CONNECT_SECONDS} if url.get_backend_name() in ("mysql", "mariadb") else {}


def _table(database: Any, query: str, name: str, url: URL, max_seconds: float) -> pa.Table:
    """The result of one query, in the types of the database."""
    import duckdb
    import pyarrow as pa
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    stop = threading.Timer(max_seconds, lambda: _interrupt(database))
    stop.daemon = True
    stop.start()
    try:
        if isinstance(database, duckdb.DuckDBPyConnection):
            return database.execute(query).to_arrow_table()
        result = database.execute(text(query.replace(":", r"\:")))
        columns = list(result.keys())
        parts = [_part(columns, rows) for rows in result.partitions(_ROWS_AT_ONCE)]
    except (SQLAlchemyError, duckdb.Error) as error:
        raise _failed(error, name, url, max_seconds) from None
    finally:
        stop.cancel()
    if not parts:
        raise DataError(
            message(
                "errors.query_empty",
                "The query for {name} returned no rows. Check its conditions.",
                name=name,
            )
        )
    try:
        return pa.concat_tables(parts, promote_options="permissive")
    except (pa.ArrowTypeError, pa.ArrowInvalid):  # a column changes its type on the way
        return pa.concat_tables([_as_text(part) for part in parts])


def _interrupt(database: Any) -> None:
    """Stop what a connection is doing, where its driver can be stopped from another thread."""
    held = getattr(database, "connection", database)
    held = getattr(held, "dbapi_connection", held)
    stop = getattr(held, "interrupt", None) or getattr(held, "cancel", None)
    if stop is not None:
        stop()


def _part(columns: list[str], rows: Sequence[Any]) -> pa.Table:
    import pyarrow as pa

    arrays = [_array([row[number] for row in rows]) for number in range(len(columns))]
    return pa.table(dict(zip(columns, arrays, strict=True)))


def _array(values: list[Any]) -> pa.Array:
    import pyarrow as pa

    plain = [_plain(value) for value in values]
    try:
        return pa.array(plain)
    except (pa.ArrowTypeError, pa.ArrowInvalid):  # of several types
        return pa.array([None if value is None else str(value) for value in plain])


def _plain(value: Any) -> Any:
    """A value as Arrow has it: exact numbers that are whole as such, ids of 128 bits and objects as text."""
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, memoryview):
        return bytes(value)
    return json.dumps(value, default=str) if isinstance(value, dict) else value


def _as_text(table: pa.Table) -> pa.Table:
    import pyarrow as pa

    columns = [column.cast(pa.string()) for column in table.columns]
    return pa.table(dict(zip(table.column_names, columns, strict=True)))


def _failed(error: Exception, name: str, url: URL, max_seconds: float) -> DataError:
    """One sentence for whatever a database answers."""
    reason = str(getattr(error, "orig", None) or error).strip().splitlines()
    first = reason[0].strip() if reason else type(error).__name__
    if url.password:
        first = first.replace(str(url.password), "***")
    shown, words = url.render_as_string(hide_password=True), " ".join(reason).lower()
    if name and any(word in words for word in _TOO_SLOW_WORDS):
        return DataError(
            message(
                "errors.query_slow",
                "The query for {name} took longer than {seconds:g} seconds and was stopped. Narrow it, or "
                "allow more with --query-seconds.",
                name=name,
                seconds=max_seconds,
            )
        )
    if name and any(word in words for word in _READ_ONLY_WORDS):
        return DataError(_writes(name))
    if name:
        return DataError(
            message(
                "errors.query_failed",
                "The query for {name} failed: {reason}. Correct it and try again.",
                name=name,
                reason=first.rstrip("."),
            )
        )
    if any(word in words for word in _PASSWORD_WORDS):
        return DataError(
            message(
                "errors.database_password",
                "{database} refuses this user or password ({reason}). Put the password into the environment "
                "(PGPASSWORD for PostgreSQL) or into the address.",
                database=shown,
                reason=first.rstrip("."),
            )
        )
    return DataError(
        message(
            "errors.database_silent",
            "{database} does not answer ({reason}). Check host, port and that the server runs.",
            database=shown,
            reason=first.rstrip("."),
        )
    )


def _writes(name: str) -> Message:
    return message(
        "errors.query_writes",
        "The query for {name} would write, and only reading is allowed here. Give a SELECT.",
        name=name,
    )
