"""Read one table with column names, by the file's suffix."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recsys_core.data.readers import delimited, parquet
from recsys_core.data.readers.file_checks import check_not_empty
from recsys_core.errors import DataError
from recsys_core.messages import message

SUFFIXES = parquet.SUFFIXES + delimited.SUFFIXES


def read_table(path: Path) -> pd.DataFrame:
    """Read a CSV, TSV or Parquet file with column names.

    Returns:
        Text columns (Parquet keeps its own types), indexed by the row in the file: the first row below the
        names is row 2. Rows without any value are absent.

    Raises:
        DataError: the file is missing, empty, damaged, not UTF-8 or of another kind, or two columns have one
            name.
    """
    check_not_empty(path)
    suffix = path.suffix.lower()
    if suffix in parquet.SUFFIXES:
        return parquet.read_parquet(path)
    if suffix in delimited.SUFFIXES:
        return delimited.read_delimited(path, separator=delimited.detect_separator(path))
    kinds = ", ".join(delimited.SUFFIXES + parquet.SUFFIXES)
    raise DataError(
        message(
            "errors.not_kind_file_can",
            "{name} is not a kind of file that can be read. Expected one of: {kinds}.",
            name=path.name,
            kinds=kinds,
        )
    )
