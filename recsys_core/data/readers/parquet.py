"""Read Parquet files with pyarrow, in the types that they have."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from recsys_core.data.readers.arrow_tables import to_pandas
from recsys_core.data.readers.file_checks import check_column_names, check_not_empty
from recsys_core.errors import DataError
from recsys_core.messages import message

SUFFIXES = (".parquet", ".pq")
MAGIC = b"PAR1"
FIRST_ROW = 2
"""Rows count as in a file with a row of column names."""


class ParquetTable:
    """An open Parquet file.

    Attributes:
        file: the file's name, for messages.
        columns: names of the columns.
        n_rows: how many rows the file declares.
        n_bytes: how many bytes it declares to unpack to.

    Raises:
        DataError: the file is missing, empty or damaged, or two columns have one name.
    """

    def __init__(self, path: Path) -> None:
        check_not_empty(path)
        self.file = path.name
        try:
            self._source = pq.ParquetFile(path)
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(path.name) from error
        meta = self._source.metadata
        self.n_rows = meta.num_rows
        self.n_bytes = sum(meta.row_group(group).total_byte_size for group in range(meta.num_row_groups))
        self.columns = [str(name) for name in self._source.schema_arrow.names]
        check_column_names(path, self.columns)

    def head(self, n: int) -> pd.DataFrame:
        """The first ``n`` rows."""
        try:
            batch = next(self._source.iter_batches(batch_size=n), None)
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(self.file) from error
        table = self._source.schema_arrow.empty_table() if batch is None else pa.Table.from_batches([batch])
        return to_pandas(table.slice(0, n), FIRST_ROW)

    def read(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """All rows of these columns; rows without any value are absent, the others keep their numbers.

        Raises:
            DataError: the file is damaged or has no rows.
        """
        try:
            table = self._source.read(columns=None if columns is None else list(columns))
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(self.file) from error
        frame = to_pandas(table, FIRST_ROW)
        frame = frame[~frame.isna().all(axis="columns")]
        if frame.empty:
            raise DataError(
                message(
                    "errors.no_rows_choose_file",
                    "{name} has no rows. Choose a file with rows in it.",
                    name=self.file,
                )
            )
        return frame


def declared_size(path: Path) -> tuple[int, int]:
    """The number of rows and the uncompressed bytes that a file declares; the table itself is not read.

    Raises:
        DataError: the file is damaged.
    """
    table = ParquetTable(path)
    return table.n_rows, table.n_bytes


def declared_shape(path: Path) -> tuple[int, int]:
    """The number of rows and of columns that a file declares; the table itself is not read.

    Raises:
        DataError: the file is damaged.
    """
    table = ParquetTable(path)
    return table.n_rows, len(table.columns)


def _unreadable(file: str) -> DataError:
    return DataError(
        message(
            "errors.unreadable_parquet",
            "{name} is not a readable Parquet file. Write it again.",
            name=file,
        )
    )
