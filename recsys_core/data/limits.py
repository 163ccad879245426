"""Reading what a visitor supplies: bounded in columns, cells, memory and time, in a process of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from recsys_core.data.dataset import Dataset
from recsys_core.data.loading import load
from recsys_core.data.readers import parquet
from recsys_core.data.readers.table import read_table
from recsys_core.data.readers.text_format import TextFormat
from recsys_core.errors import DataError
from recsys_core.messages import message
from recsys_core.runtime.limited import BrokenCallError, Limits, call_limited

logger = logging.getLogger(__name__)

T = TypeVar("T")

MAX_COLUMNS = 1_000
MAX_CELLS = 50_000_000
_FIRST_BYTES = 4_000_000  # more than a row of names that is not refused

LIMITS = Limits()


def read_table_limited(path: Path, text: TextFormat | None = None) -> pd.DataFrame:
    """``read_table`` in a process of its own.

    Raises:
        DataError: as ``read_table``; or the table has too many columns or cells.
        LimitError: it needs too much memory or time.
    """
    return _call(_read, path, text, name=path.name)


def load_limited(folder: Path, name: str) -> Dataset:
    """``load`` in a process of its own.

    Args:
        folder: of the data.
        name: what messages call them.

    Raises:
        DataError: as ``load``.
        LimitError: cleaning them needs too much memory or time.
    """
    return _call(load, folder, name=name)


def _call(function: Callable[..., T], *arguments: Any, name: str) -> T:
    """The function's result; what no reader expected is logged, and the visitor gets a sentence."""
    try:
        return call_limited(function, *arguments, limits=LIMITS, about=name)
    except BrokenCallError as error:
        logger.error("%s broke its reader: %s", name, error)
        raise DataError(
            message(
                "errors.broke_reader",
                "{file} cannot be read: something in it is not as it should be in a table. Open it in "
                "another program, check ids, times and categories, and save it as CSV in UTF-8.",
                file=name,
            )
        ) from error


def _read(path: Path, text: TextFormat | None) -> pd.DataFrame:
    """Refuse a table too wide to be one before anything reads it, then read it and count its cells."""
    check_width(path)
    table = read_table(path, text)
    if table.size > MAX_CELLS:
        raise _too_many_cells(path.name, table.size)
    return table


def check_width(path: Path) -> None:
    """Refuse a file that declares more columns or cells than a table of interactions has.

    Raises:
        DataError: it does.
    """
    if not path.is_file() or not path.stat().st_size:
        return  # the reader says so
    if path.suffix.lower() in parquet.SUFFIXES:
        n_rows, n_columns = parquet.declared_shape(path)
    else:
        with path.open("rb") as file:
            first = file.readline(_FIRST_BYTES)
        n_rows, n_columns = 0, 1 + max(first.count(mark) for mark in (b",", b"\t", b";", b"|"))
    if n_columns > MAX_COLUMNS:
        raise DataError(
            message(
                "errors.too_many_columns",
                "{file} has {n_columns:,} columns; at most {max_columns:,} can be read. Keep user, item, "
                "rating and time, and what describes an item.",
                file=path.name,
                n_columns=n_columns,
                max_columns=MAX_COLUMNS,
            )
        )
    if n_rows * n_columns > MAX_CELLS:
        raise _too_many_cells(path.name, n_rows * n_columns)


def _too_many_cells(file: str, n_cells: int) -> DataError:
    return DataError(
        message(
            "errors.too_many_cells",
            "{file} has {n_cells:,} cells; at most {max_cells:,} can be read. Leave out columns or older "
            "rows.",
            file=file,
            n_cells=n_cells,
            max_cells=MAX_CELLS,
        )
    )
