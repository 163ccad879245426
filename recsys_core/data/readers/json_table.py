"""Read JSON with DuckDB: one object a line, or one array of objects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from recsys_core.data.readers.arrow_tables import to_pandas
from recsys_core.data.readers.duck import connect, identifier, literal
from recsys_core.data.readers.file_checks import check_column_names
from recsys_core.errors import DataError
from recsys_core.messages import message

SUFFIXES = (".jsonl", ".ndjson", ".json")
_LONGEST_OBJECT = 64_000_000  # bytes


class JsonTable:
    """An open JSON file, plain UTF-8.

    Attributes:
        file: the file's name, for messages.
        columns: the keys of its objects.

    Raises:
        DataError: it holds no objects, or is damaged.
    """

    def __init__(self, file: str, path: Path) -> None:
        self.file = file
        self._path = path.resolve()
        self.columns = self._column_names()
        check_column_names(Path(file), self.columns)

    def head(self, n: int) -> pd.DataFrame:
        """The first ``n`` objects."""
        return self._query("*", f" LIMIT {n}")

    def read(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """All objects, one a row; a key that an object lacks is missing. Rows count from 1."""
        table = self._query("*" if columns is None else ", ".join(map(identifier, columns)), "")
        if table.empty:
            raise self._problem("it holds no objects")
        return table

    def _column_names(self) -> list[str]:
        found = list(self._query("*", " LIMIT 0").columns)
        if found == ["json"]:
            raise self._problem("it holds no objects with keys")
        return found

    def _query(self, columns: str, limit: str) -> pd.DataFrame:
        import duckdb

        # No format fits, so dates stay text and one rule reads them, whatever the file.
        formats = "dateformat='\x01', timestampformat='\x01', convert_strings_to_integers=false"
        options = f"sample_size=-1, maximum_object_size={_LONGEST_OBJECT}, {formats}"
        query = f"SELECT {columns} FROM read_json({literal(str(self._path))}, {options}){limit}"
        with connect(self._path) as database:
            try:
                return to_pandas(database.sql(query).to_arrow_table(), 1)
            except duckdb.Error as error:
                line = re.search(r"(?:line|in record/value) (\d+)", str(error))
                where = f"row {line[1]}: " if line else ""
                reason = str(error).splitlines()[0].split(": ", 1)[-1]
                reason = reason.replace(str(self._path), self.file).rstrip(". ")
                raise self._problem(where + reason) from error

    def _problem(self, reason: str) -> DataError:
        return DataError(
            message(
                "errors.unreadable_json",
                "{name} is not readable JSON ({reason}). Write one object a line, such as "
                '{{"user_id": "u1", "item_id": "i7", "rating": 4}}.',
                name=self.file,
                reason=reason,
            )
        )
