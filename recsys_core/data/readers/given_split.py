"""A split in files of its own: train.csv and test.csv, and valid.csv if there is one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recsys_core.data.parts import PART_WORDS, TEST, TRAIN
from recsys_core.data.readers import named_columns
from recsys_core.data.readers.base import RawData, Reader
from recsys_core.data.readers.options import ReadOptions
from recsys_core.data.readers.table import is_table, table_stem
from recsys_core.errors import DataError
from recsys_core.messages import message


def recognises(path: Path) -> bool:
    """Whether this is a folder with a train table and a test table."""
    return path.is_dir() and {TRAIN, TEST} <= set(_files(path))


def read(path: Path, options: ReadOptions) -> RawData:
    """Read the tables of all parts as one, with the column "split"; items and users lie beside them.

    Raises:
        DataError: the files differ in their columns, or one cannot be read.
    """
    files = _files(path)
    tables = {part: named_columns.read(file, options) for part, file in sorted(files.items())}
    first = tables[TRAIN]
    for part, table in tables.items():
        if set(table.interactions.columns) != set(first.interactions.columns):
            raise DataError(
                message(
                    "errors.split_files_differ",
                    "{file} has other columns than {first} ({found}; expected {expected}). All parts of a "
                    "split need the same columns.",
                    file=files[part].name,
                    first=files[TRAIN].name,
                    found=", ".join(table.columns.values()),
                    expected=", ".join(first.columns.values()),
                )
            )
    rows = [table.interactions.assign(split=part) for part, table in tables.items()]
    together = pd.concat(rows)
    items, users, lines, findings = named_columns.read_beside(path, options, together["item_id"])
    return RawData(
        " + ".join(files[part].name for part in tables),
        together,
        first.columns | {"split": "split"},
        first.items if items is None else items,
        users,
        how_read=(*(line for table in tables.values() for line in table.how_read), *lines),
        findings=(*(finding for table in tables.values() for finding in table.findings), *findings),
    )


def _files(folder: Path) -> dict[int, Path]:
    """Part -> its table."""
    tables = (file for file in sorted(folder.iterdir()) if file.is_file() and is_table(file))
    return {PART_WORDS[stem]: file for file in tables if (stem := table_stem(file)) in PART_WORDS}


READER = Reader(
    "given-split",
    "A split in files of its own: train.csv, test.csv",
    recognises,
    read,
    has_open_format=True,
)
