"""Read delimited text such as CSV or TSV: DuckDB splits it, every value stays as it is spelled."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from recsys_core.data.readers.arrow_tables import shrink_text, to_pandas
from recsys_core.data.readers.duck import connect, literal
from recsys_core.data.readers.file_checks import check_column_names, check_not_empty, empty_file
from recsys_core.data.readers.plain_copy import PlainText, plain_text
from recsys_core.data.readers.text_format import TextFormat, detect, split_line
from recsys_core.errors import DataError
from recsys_core.messages import message

SUFFIXES = (".csv", ".tsv", ".txt", ".dat", ".psv", ".tab")
COMPRESSED = (".gz", ".bz2", ".xz", ".zip")
MAX_COLUMNS = 2_000
_SAMPLE = 1 << 18
_BATCH_ROWS = 1 << 18
_LONGEST_LINE = 16_000_000
_BLANK_LINE = re.compile(rb"\n(?=\r?\n)")
_TSV_QUOTED = re.compile(rb'(?:^|[\t\n])"[^"\t\n]*"(?=\t|\r?\n|$)')


class DelimitedText:
    """An open text table: its format, its columns, and its rows on request.

    Attributes:
        file: the file's name, for messages.
        format: how it is written; nothing is left open.
        compression: "" for a plain file.
        columns: names of the columns; "column 1", "column 2", … where the first row does not name them.
        first_row: what the file calls its first row of values.
        lone_quotes: rows in which a quotation mark encloses nothing and was taken as part of the value.
    """

    def __init__(self, file: str, plain: PlainText, wanted: TextFormat, names: Sequence[str] | None) -> None:
        self.file = file
        self.compression = plain.compression
        self._path = plain.path.resolve()
        if plain.path.stat().st_size == 0:
            raise empty_file(Path(file))
        with plain.path.open("rb") as source:
            start = source.read(_SAMPLE)
            complete = not source.read(1)
        text = start.decode("utf-8", errors="ignore").removeprefix("\ufeff")
        detected = replace(detect(text, complete=complete), encoding=plain.encoding)
        self.format = replace(wanted, encoding=plain.encoding).or_else(detected)
        assert self.format.delimiter is not None
        if self.format.quoted is None:
            self.format = replace(self.format, quoted=_is_quoted(plain.path, self.format.delimiter))
        if names is not None:
            self.format = replace(self.format, header=False)
        self.columns = self._column_names(names)
        self.first_row = (self.format.skip or 0) + (2 if self.format.header else 1)
        self.lone_quotes = 0
        if not self.format.quoted and self.format.delimiter == "\t":
            self.lone_quotes = _lines_with_quotes(plain.path)

    def head(self, n: int) -> pd.DataFrame:
        """The first ``n`` rows, each value as text."""
        return self._read(self.columns, n)

    def read(self, columns: Sequence[str] | None = None, *, whole_numbers: bool = True) -> pd.DataFrame:
        """All rows of these columns; columns of whole numbers as numbers, others as text, "" as missing.

        Rows without any value in ``columns`` are absent; the index keeps the rows' numbers in the file.

        Raises:
            DataError: a row has too many values, a quotation mark is never closed, or there are no rows.
        """
        table = self._read(list(self.columns if columns is None else columns), None, whole_numbers)
        table.index = _row_numbers(self._path, self.first_row, len(table))
        blank = table.isna().all(axis="columns")
        if blank.any():
            table = table[~blank]
        if table.empty:
            raise DataError(
                message(
                    "errors.column_names_but_no",
                    "{name} has column names but no rows. Choose a file with rows in it.",
                    name=self.file,
                )
            )
        return table

    def _read(self, columns: Sequence[str], n: int | None, whole_numbers: bool = False) -> pd.DataFrame:
        import duckdb

        at = {name: f"c{number}" for number, name in enumerate(self.columns)}
        chosen = ", ".join(at[name] for name in columns)
        limit = "" if n is None else f" LIMIT {n}"
        with connect(self._path) as database:
            for padded in (False, True):
                query = f"SELECT {chosen} FROM read_csv({self._options(padded)}){limit}"
                try:
                    batches = database.sql(query).to_arrow_reader(_BATCH_ROWS)
                    found = shrink_text(batches, list(columns)) if whole_numbers else batches.read_all()
                except duckdb.Error as error:
                    if not padded and _has_too_few(str(error)):
                        continue  # the values at the end of a short row are missing
                    raise self._problem(str(error)) from error
                return to_pandas(found.rename_columns(list(columns)), self.first_row)
        raise AssertionError("unreachable: a padded row never has too few values")

    def _options(self, padded: bool) -> str:
        form = self.format
        quote = '"' if form.quoted else ""
        options = {
            "auto_detect": False,
            "delim": form.delimiter,
            "quote": quote,
            "escape": quote,
            "header": bool(form.header),
            "skip": form.skip,
            "columns": {f"c{number}": "VARCHAR" for number in range(len(self.columns))},
            "max_line_size": _LONGEST_LINE,
            "strict_mode": True,
            "null_padding": padded,
        }
        if padded:
            options["parallel"] = False
        named = ", ".join(f"{name}={literal(value)}" for name, value in options.items())
        return f"{literal(str(self._path))}, {named}"

    def _column_names(self, names: Sequence[str] | None) -> list[str]:
        import csv

        with self._path.open(encoding="utf-8-sig", newline="") as source:
            for _ in range(self.format.skip or 0):
                source.readline()
            lines = (line for line in source if line.strip())
            delimiter = self.format.delimiter or ","
            try:
                if len(delimiter) > 1:
                    first = next(lines, "").rstrip("\r\n").split(delimiter)
                elif self.format.quoted:
                    first = next(csv.reader(lines, delimiter=delimiter), [""])
                else:
                    first = next(csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE), [""])
            except csv.Error as error:
                raise self._problem(str(error)) from error
        if len(first) > MAX_COLUMNS:
            raise DataError(
                message(
                    "errors.more_columns_than_read",
                    "{name} has {count:,} columns; at most {most:,} can be read. Keep the columns of user, "
                    "item, rating and "
                    "time, one row an interaction.",
                    name=self.file,
                    count=len(first),
                    most=MAX_COLUMNS,
                )
            )
        if names is not None:
            return [*names, *(f"column {number}" for number in range(len(names) + 1, len(first) + 1))]
        if not self.format.header:
            return [f"column {number}" for number in range(1, len(first) + 1)]
        first[0] = first[0].lstrip("#").lstrip() if first[0].startswith("#") else first[0]
        stripped = [name.strip() or f"column {number}" for number, name in enumerate(first, 1)]
        check_column_names(Path(self.file), stripped)
        return stripped

    def _problem(self, text: str) -> DataError:
        """The error for a file that DuckDB cannot split into values."""
        line = re.search(r"on Line: (\d+)", text)
        row = line[1] if line else "?"
        counts = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text)
        if counts:
            original = re.search(r"Original Line: (.*)", text)
            expected, n = map(int, counts.groups())
            n = max(n, len(split_line(original[1], self.format.delimiter or ",")) if original else 0)
            return DataError(
                message(
                    "error.too_many_values",
                    "{file}: row {row} has {n} value where {expected} were expected. "
                    "Put quotation marks around values that contain the separator.",
                    plural="{file}: row {row} has {n} values where {expected} were expected. "
                    "Put quotation marks around values that contain the separator.",
                    n=n,
                    file=self.file,
                    row=row,
                    expected=expected,
                )
            )
        if "nterminated quote" in text:
            return DataError(
                message(
                    "errors.open_quote",
                    "{file}: a quotation mark opened in row {row} is never closed. Close it, or say that "
                    "quotation "
                    "marks are part of the values.",
                    file=self.file,
                    row=row,
                )
            )
        reason = text.splitlines()[0] if text else ""
        return DataError(
            message(
                "errors.cannot_be_split",
                "{file} cannot be split into rows and columns ({reason}). Save it as CSV in UTF-8.",
                file=self.file,
                reason=reason.removeprefix("Invalid Input Error: ").strip(),
            )
        )


@contextmanager
def open_delimited(
    path: Path, wanted: TextFormat | None = None, names: Sequence[str] | None = None
) -> Iterator[DelimitedText]:
    """Open a text table; what ``wanted`` leaves open is detected.

    Args:
        path: the file, plain or compressed.
        wanted: what is known about its format.
        names: the columns of a file that has no row of names.

    Raises:
        DataError: the file is missing, empty, damaged, no text, or not in the given encoding; two columns
            have one name, or there are too many.
    """
    check_not_empty(path)
    wanted = wanted or TextFormat()
    with plain_text(path, wanted.encoding) as plain:
        yield DelimitedText(path.name, plain, wanted, names)


def read_delimited(
    path: Path,
    *,
    separator: str,
    names: Sequence[str] | None = None,
    encoding: str | None = None,
    quoted: bool = True,
    whole_numbers: bool = False,
) -> pd.DataFrame:
    """Read all of a text table whose layout is known.

    Args:
        path: the file.
        separator: one character, or a longer one such as "::".
        names: column names, for a file that has none; its rows count from 1.
        encoding: None: detected.
        quoted: whether quotation marks enclose values.
        whole_numbers: whether columns of whole numbers become numbers, which takes a third of the memory.

    Returns:
        Columns of text, or of whole numbers, indexed by the row in the file: below a row of names, rows count
        from 2. Rows without any value are absent.

    Raises:
        DataError: as ``open_delimited`` and ``DelimitedText.read``.
    """
    form = TextFormat(encoding=encoding, delimiter=separator, header=names is None, quoted=quoted, skip=0)
    with open_delimited(path, form, names) as table:
        return table.read(whole_numbers=whole_numbers)


def _has_too_few(text: str) -> bool:
    counts = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text)
    return counts is not None and int(counts[2]) < int(counts[1])


def _is_quoted(path: Path, delimiter: str) -> bool:
    """Whether quotation marks enclose values: between tabs only where one does, else where one occurs."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(b'"') < 0:
            return False
        return delimiter != "\t" or _TSV_QUOTED.search(content) is not None


def _row_numbers(path: Path, first: int, n: int) -> pd.Index:
    """The line of each row, because DuckDB skips blank lines; the count of rows where values span lines."""
    plain = pd.RangeIndex(first, first + n)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if _BLANK_LINE.search(content) is None:
            return plain
        blank, lines, start = [], 0, 0
        for found in _BLANK_LINE.finditer(content):
            lines += content[start : found.end()].count(b"\n")
            start = found.end()
            blank.append(lines + 1)
        lines += content[start:].count(b"\n") + (content[-1:] != b"\n")
    numbers = np.setdiff1d(np.arange(first, lines + 1), blank)
    return pd.Index(numbers) if len(numbers) == n else plain


def _lines_with_quotes(path: Path) -> int:
    with path.open("rb") as file:
        return sum(b'"' in line for line in file)
