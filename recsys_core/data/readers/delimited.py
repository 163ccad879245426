"""Read delimited text such as CSV or TSV into columns of text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from recsys_core.data.readers.file_checks import check_column_names, check_not_empty, empty_file
from recsys_core.errors import DataError
from recsys_core.messages import message

SUFFIXES = (".csv", ".tsv", ".txt")


def read_delimited(
    path: Path,
    *,
    separator: str,
    names: Sequence[str] | None = None,
    encoding: str = "utf-8-sig",
    quoted: bool = True,
) -> pd.DataFrame:
    """Read delimited text, every value as text, "" as missing.

    Args:
        path: the file.
        separator: one character, or a longer one such as "::".
        names: column names, for a file that has none; its rows count from 1.
        encoding: "utf-8-sig" also drops a byte-order mark.
        quoted: whether quotation marks enclose values.

    Returns:
        Text columns, indexed by the row in the file: below a row of names, rows count from 2. Rows without
        any value are absent.

    Raises:
        DataError: the file is missing, empty or not in that encoding, a row has too many values, or two
            columns have one name.
    """
    check_not_empty(path)
    source: Path | io.StringIO = path
    if len(separator) > 1:
        # pandas splits quickly at one character and very slowly at longer separators.
        source, separator = io.StringIO(_decode(path, encoding).replace(separator, "\x1f")), "\x1f"
    try:
        table = pd.read_csv(
            source, sep=separator, dtype=str, keep_default_na=False, na_values=[""], encoding=encoding,
            header=None if names is not None else 0, names=None if names is None else list(names),
            skip_blank_lines=False,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        )  # fmt: skip
    except UnicodeDecodeError:
        _decode(path, encoding)  # names the row
        raise
    except pd.errors.EmptyDataError as error:
        raise empty_file(path) from error
    except pd.errors.ParserError as error:
        raise _data_error(path.name, str(error)) from error
    if not isinstance(table.index, pd.RangeIndex):
        raise DataError(
            message(
                "errors.rows_have_more_values",
                "{name}: rows have more values than the first row. Give every column a name.",
                name=path.name,
            )
        )
    table.index = pd.RangeIndex(1, len(table) + 1) if names is not None else pd.RangeIndex(2, len(table) + 2)
    table = table.rename(columns=lambda name: str(name).strip()).dropna(how="all")
    check_column_names(path, table)
    if table.empty:
        raise DataError(
            message(
                "errors.column_names_but_no",
                "{name} has column names but no rows. Choose a file with rows in it.",
                name=path.name,
            )
        )
    return table


def detect_separator(path: Path) -> str:
    """The separator that occurs most often in the first row; a comma if none does."""
    with path.open("rb") as file:
        first = file.readline()
    return max(",\t;|", key=lambda separator: first.count(separator.encode()))


def _decode(path: Path, encoding: str) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        byte = f"0x{raw[error.start]:02x}"
        raise DataError(
            message(
                "errors.not_utf_text_row",
                "{name} is not UTF-8 text: row {row} holds the byte {byte}. Save it in UTF-8.",
                name=path.name,
                row=row,
                byte=byte,
            )
        ) from error


def _data_error(file: str, pandas_message: str) -> DataError:
    """The error for a file that pandas cannot split into values."""
    counts = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", pandas_message)
    if counts:
        expected, row, n = counts.groups()
        return DataError(
            message(
                "error.too_many_values",
                "{file}: row {row} has {n} value where {expected} were expected. "
                "Put quotation marks around values that contain the separator.",
                plural="{file}: row {row} has {n} values where {expected} were expected. "
                "Put quotation marks around values that contain the separator.",
                n=int(n),
                file=file,
                row=row,
                expected=int(expected),
            )
        )
    quote = re.search(r"EOF inside string starting at row (\d+)", pandas_message)
    if quote:
        row = str(int(quote[1]) + 1)
        return DataError(f"{file}: a quotation mark opened in row {row} is never closed. Close it.")
    return DataError(
        f"{file} cannot be split into rows and columns ({pandas_message.strip()}). Save it as CSV in UTF-8."
    )
