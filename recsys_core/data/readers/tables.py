"""Read one file into a table of text whose index is the row in the file, or say what is wrong with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa

from recsys_core.errors import DataError

PARQUET_SUFFIXES = (".parquet", ".pq")
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")


def read_table(path: Path) -> pd.DataFrame:
    """Read a CSV, TSV or Parquet file with column names.

    Returns:
        Text columns (Parquet keeps its own types), indexed by row in the file: the first row below the
        names is row 2. Rows without any value are absent.

    Raises:
        DataError: the file is missing, empty, damaged, not UTF-8 or of another kind, or two columns have
            one name.
    """
    check_present(path)
    if path.suffix.lower() in PARQUET_SUFFIXES:
        return _read_parquet(path)
    if path.suffix.lower() not in TEXT_SUFFIXES:
        kinds = ", ".join(TEXT_SUFFIXES + PARQUET_SUFFIXES)
        raise DataError(f"{path.name} is of a kind that cannot be read here. Expected one of: {kinds}.")
    return read_delimited(path, separator=_sniff(path))


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
        separator: one character, or a longer mark such as "::".
        names: column names of a file that has none; rows then count from 1.
        encoding: "utf-8-sig" also drops a byte-order mark.
        quoted: whether quotation marks enclose values.

    Raises:
        DataError: the file is missing, empty, not in that encoding, a row has too many values, or two
            columns have one name.
    """
    check_present(path)
    source: Path | io.StringIO = path
    if len(separator) > 1:
        # pandas splits at one character quickly and at longer marks very slowly.
        source, separator = io.StringIO(_decode(path, encoding).replace(separator, "\x1f")), "\x1f"
    try:
        frame = pd.read_csv(
            source, sep=separator, dtype=str, keep_default_na=False, na_values=[""], encoding=encoding,
            header=None if names is not None else 0, names=None if names is None else list(names),
            skip_blank_lines=False,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        )  # fmt: skip
    except UnicodeDecodeError:
        _decode(path, encoding)
        raise
    except pd.errors.EmptyDataError as error:
        raise DataError(f"{path.name} is empty. Choose a file with rows in it.") from error
    except pd.errors.ParserError as error:
        raise DataError(_in_words(path.name, str(error))) from error
    if not isinstance(frame.index, pd.RangeIndex):
        raise DataError(f"{path.name}: rows have more values than the first row. Give every column a name.")
    frame.index = pd.RangeIndex(1, len(frame) + 1) if names is not None else pd.RangeIndex(2, len(frame) + 2)
    frame = frame.rename(columns=lambda name: str(name).strip()).dropna(how="all")
    check_names(path, frame)
    if frame.empty:
        raise DataError(f"{path.name} has column names but no rows. Choose a file with rows in it.")
    return frame


def check_present(path: Path) -> None:
    """Check that a file is there and not empty.

    Raises:
        DataError: it is not.
    """
    if not path.exists():
        raise DataError(f"{path} does not exist. Check the path.")
    if path.is_file() and path.stat().st_size == 0:
        raise DataError(f"{path.name} is empty. Choose a file with rows in it.")


def check_names(path: Path, frame: pd.DataFrame) -> None:
    """Check that no two columns are called the same, as " item" and "item" are once spaces are gone.

    Raises:
        DataError: two are.
    """
    repeated = frame.columns[frame.columns.duplicated()]
    if len(repeated):
        raise DataError(f"{path.name} has more than one column called '{repeated[0]}'. Rename one of them.")


def _read_parquet(path: Path) -> pd.DataFrame:
    try:
        frame = pd.read_parquet(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DataError(f"{path.name} is not a readable Parquet file. Write it anew.") from error
    if frame.empty:
        raise DataError(f"{path.name} has no rows. Choose a file with rows in it.")
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    frame = frame.rename(columns=str)
    check_names(path, frame)
    return frame


def _sniff(path: Path) -> str:
    """The separator that occurs most often in the first row; a comma where none does."""
    with path.open("rb") as file:
        first = file.readline()
    return max(",\t;|", key=lambda mark: first.count(mark.encode()))


def _decode(path: Path, encoding: str) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        byte = f"0x{raw[error.start]:02x}"
        raise DataError(
            f"{path.name} is not UTF-8 text: row {row} holds the byte {byte}. Save it in UTF-8."
        ) from error


def _in_words(file: str, message: str) -> str:
    """A sentence for what pandas says about a file that it cannot split into values."""
    counts = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", message)
    if counts:
        expected, row, saw = counts.groups()
        return (
            f"{file}: row {row} has {saw} values where {expected} were expected. "
            "Put quotation marks around values that contain the separator."
        )
    quote = re.search(r"EOF inside string starting at row (\d+)", message)
    if quote:
        return f"{file}: a quotation mark opened in row {int(quote[1]) + 1} is never closed. Close it."
    return f"{file} cannot be split into rows and columns ({message.strip()}). Save it as CSV in UTF-8."
