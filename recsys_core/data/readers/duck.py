"""A DuckDB connection that sees one file and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@contextmanager
def connect(*files: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory database that may read ``files``; no other file, no network, no extension.

    Args:
        files: the only paths that a query may open.
    """
    import duckdb  # a door that stays shut until a table is read

    connection = duckdb.connect()
    try:
        connection.execute(f"SET allowed_paths = {literal([str(file.resolve()) for file in files])}")
        connection.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


def literal(value: object) -> str:
    """A value as DuckDB writes it in a query."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(name)}: {literal(one)}" for name, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(literal, value)) + "]"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A column's name as DuckDB writes it in a query."""
    return '"' + name.replace('"', '""') + '"'
