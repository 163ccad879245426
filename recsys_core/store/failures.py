"""Driver errors as one sentence each.

No sentence quotes the database's address or the driver's text: either may hold a password, or a part of one
when the address was written wrongly.
"""

from __future__ import annotations

import re
import sqlite3

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from recsys_core.errors import StoreError
from recsys_core.messages import Message, message

_SQLITE_CODES = {
    sqlite3.SQLITE_BUSY: "slow",
    sqlite3.SQLITE_LOCKED: "slow",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_CANTOPEN: "file",
    sqlite3.SQLITE_PERM: "file",
    sqlite3.SQLITE_IOERR: "file",
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_CORRUPT: "damaged",
}
# PostgreSQL's SQLSTATE codes, or the class that a code starts with; the first match counts.
_POSTGRES_CODES = {
    "25006": "read_only",
    "42501": "permission",
    "53100": "disk_full",
    "55P03": "slow",
    "57014": "slow",
    "08": "unreachable",
    "53": "unreachable",
    "57P": "unreachable",
}
# psycopg gives no code before a connection stands: libpq's and the server's English words have to do.
_POSTGRES_WORDS = {
    r"no password supplied|authentication|pg_hba": "password",
    r'database "[^"]*" does not exist': "no_database",
    r"invalid connection option": "address",
}


def store_error(error: BaseException, url: URL) -> StoreError:
    """Describe a failure of the database.

    Args:
        error: from SQLAlchemy or from a driver.
        url: the database's address, for the path of a SQLite file; nothing else of it is shown.

    Returns:
        The error to raise in its place.
    """
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if url.get_backend_name() == "sqlite":
        return StoreError(_sqlite_sentence(_sqlite_reason(cause), url.database or ""))
    return StoreError(_postgres_sentence(_postgres_reason(cause), getattr(cause, "sqlstate", None) or "-"))


def address_error() -> StoreError:
    """The error for an address that cannot be read, or is not of a supported database."""
    return StoreError(_ADDRESS)


def _sqlite_reason(cause: BaseException) -> str:
    code = getattr(cause, "sqlite_errorcode", None)
    return _SQLITE_CODES.get(code & 0xFF, "other") if code is not None else "other"


def _postgres_reason(cause: BaseException) -> str:
    code = getattr(cause, "sqlstate", None)
    if code:
        return next((reason for start, reason in _POSTGRES_CODES.items() if code.startswith(start)), "other")
    text = str(cause)
    found = (reason for words, reason in _POSTGRES_WORDS.items() if re.search(words, text))
    return next(found, "unreachable")


_ADDRESS = message(
    "store.address",
    "EQUIPOISE_DATABASE_URL cannot be used: expected sqlite:////folder/file.db or "
    "postgresql://user:password@host:5432/database, with special characters in the password "
    "percent-encoded.",
)
_SLOW = message(
    "store.slow",
    "The database took too long to answer, and nothing was saved. Try again in a moment.",
)
_DISK_FULL = message(
    "store.disk_full",
    "The database's disk is full, and nothing was saved. Free some space.",
)


def _sqlite_sentence(reason: str, path: str) -> Message:
    if reason == "slow":
        return _SLOW
    if reason == "disk_full":
        return _DISK_FULL
    if reason == "read_only":
        return message(
            "store.read_only_file",
            "The database file {path} cannot be written: the file or its folder is read-only. Allow "
            "writing, or set EQUIPOISE_STATE to another folder.",
            path=path,
        )
    if reason == "file":
        return message(
            "store.file",
            "The database file {path} cannot be opened: its folder is missing, or access is denied. Create "
            "the folder, allow access, or set EQUIPOISE_STATE to another folder.",
            path=path,
        )
    if reason == "damaged":
        return message(
            "store.damaged_file",
            "The file {path} is damaged or is not a database. Restore it from a backup, or move it away to "
            "start with an empty one.",
            path=path,
        )
    return message(
        "store.other_file",
        "The database file {path} cannot be used. Restore it from a backup, or move it away to start with "
        "an empty one.",
        path=path,
    )


def _postgres_sentence(reason: str, code: str) -> Message:
    if reason == "slow":
        return _SLOW
    if reason == "disk_full":
        return _DISK_FULL
    if reason == "address":
        return _ADDRESS
    if reason == "password":
        return message(
            "store.password",
            "The database rejects the user name or asks for a password. Correct both in "
            "EQUIPOISE_DATABASE_URL.",
        )
    if reason == "no_database":
        return message(
            "store.no_database",
            "The database server has no database of this name. Create it, or correct the name in "
            "EQUIPOISE_DATABASE_URL.",
        )
    if reason == "permission":
        return message(
            "store.permission",
            "The database user lacks a permission. Grant it the right to create tables and to read and write "
            "them.",
        )
    if reason == "read_only":
        return message(
            "store.read_only_server",
            "The database is read-only. Set EQUIPOISE_DATABASE_URL to a server that accepts changes.",
        )
    if reason == "unreachable":
        return message(
            "store.unreachable",
            "The database cannot be reached or ended the connection. Check that it runs and that "
            "EQUIPOISE_DATABASE_URL is correct, then try again.",
        )
    return message(
        "store.other_server",
        "The database refused the operation, and nothing was saved (code {code}).",
        code=code,
    )
