"""Read Parquet files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from recsys_core.data.readers.file_checks import check_column_names, check_not_empty
from recsys_core.errors import DataError
from recsys_core.messages import message

SUFFIXES = (".parquet", ".pq")


def read_parquet(path: Path) -> pd.DataFrame:
    """Read a Parquet file with the types it has; rows count from 2, as in a file with column names.

    Raises:
        DataError: the file is missing, empty or damaged, or two columns have one name.
    """
    check_not_empty(path)
    try:
        table = pd.read_parquet(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _unreadable(path) from error
    if table.empty:
        raise DataError(
            message(
                "errors.no_rows_choose_file",
                "{name} has no rows. Choose a file with rows in it.",
                name=path.name,
            )
        )
    table.index = pd.RangeIndex(2, len(table) + 2)
    table = table.rename(columns=str)
    check_column_names(path, table)
    return table


def declared_size(path: Path) -> tuple[int, int]:
    """The number of rows and the uncompressed bytes that a file declares; the table itself is not read.

    Raises:
        DataError: the file is damaged.
    """
    try:
        meta = pq.ParquetFile(path).metadata
        n_bytes = sum(meta.row_group(group).total_byte_size for group in range(meta.num_row_groups))
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path) from error
    return meta.num_rows, n_bytes


def declared_shape(path: Path) -> tuple[int, int]:
    """The number of rows and of columns that a file declares; the table itself is not read.

    Raises:
        DataError: the file is damaged.
    """
    try:
        meta = pq.ParquetFile(path).metadata
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path) from error
    return meta.num_rows, meta.num_columns


def _unreadable(path: Path) -> DataError:
    return DataError(f"{path.name} is not a readable Parquet file. Write it again.")
