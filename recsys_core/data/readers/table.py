"""Open a table of any kind by what is in the file: delimited text, JSON or Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from recsys_core.data.readers import delimited, json_table, parquet
from recsys_core.data.readers.file_checks import check_not_empty
from recsys_core.data.readers.plain_copy import plain_text
from recsys_core.data.readers.text_format import DELIMITER_NAMES, TextFormat
from recsys_core.errors import DataError
from recsys_core.messages import Message, message

HOW_READ = "how_read"
"""Where the table that ``read_table`` returns keeps the sentence of ``how_read``."""
SUFFIXES = (*parquet.SUFFIXES, *delimited.SUFFIXES, *json_table.SUFFIXES)
_TEXT = (*delimited.SUFFIXES, *json_table.SUFFIXES)


class Table(Protocol):
    """An open table.

    Attributes:
        file: the file's name, for messages.
        columns: names of the columns.
    """

    file: str
    columns: list[str]

    def head(self, n: int) -> pd.DataFrame:
        """The first ``n`` rows of all columns."""
        ...

    def read(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """All rows of these columns, indexed by the row in the file; rows without any value are absent."""
        ...


def is_table(path: Path) -> bool:
    """Whether a file's name is that of a table, compressed or not."""
    return table_stem(path) is not None


def table_stem(path: Path) -> str | None:
    """A table's name without its endings ("ratings" of "Ratings.csv.gz"); None for other files."""
    name = path.name.lower()
    for packed in delimited.COMPRESSED:
        name = name.removesuffix(packed)
    ending = next((suffix for suffix in SUFFIXES if name.endswith(suffix)), None)
    return None if ending is None else name.removesuffix(ending)


@contextmanager
def open_table(path: Path, wanted: TextFormat | None = None) -> Iterator[Table]:
    """Open the table in a file, whatever its name says it is.

    Args:
        path: the file.
        wanted: what is known about the format of text.

    Raises:
        DataError: the file is missing, empty, damaged or of another kind.
    """
    check_not_empty(path)
    with path.open("rb") as file:
        start = file.read(4)
    if path.suffix.lower() in parquet.SUFFIXES or start == parquet.MAGIC:
        yield parquet.ParquetTable(path)
        return
    if table_stem(path) is None:
        raise DataError(
            message(
                "errors.not_kind_file_can",
                "{name} is not a kind of file that can be read. Expected one of: {kinds}.",
                name=path.name,
                kinds=", ".join((*SUFFIXES, *(f".csv{ending}" for ending in delimited.COMPRESSED))),
            )
        )
    if _is_json(path, wanted):
        with plain_text(path, wanted.encoding if wanted else None) as plain:
            yield json_table.JsonTable(path.name, plain.path)
        return
    with delimited.open_delimited(path, wanted) as table:
        yield table


def read_table(path: Path, wanted: TextFormat | None = None) -> pd.DataFrame:
    """All of the table in a file, see ``open_table``; of delimited text every value stays text.

    Returns:
        The rows; ``attrs[HOW_READ]`` says how they were read.
    """
    with open_table(path, wanted) as table:
        if isinstance(table, delimited.DelimitedText):
            rows = table.read(whole_numbers=False)
        else:
            rows = table.read()
        rows.attrs[HOW_READ] = how_read(table)
        return rows


def how_read(table: Table) -> Message:
    """How a table was read, in a sentence."""
    if isinstance(table, parquet.ParquetTable):
        return message("read.parquet", "{file}: Parquet, in its own types.", file=table.file)
    if isinstance(table, json_table.JsonTable):
        return message("read.json", "{file}: JSON, one object a row.", file=table.file)
    assert isinstance(table, delimited.DelimitedText)
    form = table.format
    values: dict[str, Any] = {
        "file": table.file,
        "encoding": _encoding_name(form.encoding or ""),
        "delimiter": DELIMITER_NAMES.get(form.delimiter or "", form.delimiter),
        "decimal": form.decimal,
        "compression": f", {table.compression}" if table.compression else "",
    }
    if form.header:
        return message(
            "read.text",
            "{file}: {encoding} text{compression}, “{delimiter}” between values, decimal mark “{decimal}”, "
            "column names "
            "in the first row.",
            **values,
        )
    return message(
        "read.text_without_names",
        "{file}: {encoding} text{compression}, “{delimiter}” between values, decimal mark “{decimal}”, no "
        "row of column names.",
        **values,
    )


def _encoding_name(codec: str) -> str:
    common = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "gb18030": "GB 18030"}
    return common.get(codec, codec.upper())


def _is_json(path: Path, wanted: TextFormat | None) -> bool:
    name = path.name.lower()
    for ending in delimited.COMPRESSED:
        name = name.removesuffix(ending)
    if wanted is not None and wanted.delimiter is not None:
        return False
    return name.endswith(json_table.SUFFIXES)
