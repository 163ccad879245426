"""Read a table of candidates, items or outcomes, whole or in parts, with the types that it has."""

from __future__ import annotations

import gzip
import tempfile
import zlib
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.json as pa_json
import pyarrow.parquet as pq

from recsys_core.data.candidates.layout import SUFFIXES
from recsys_core.data.readers.file_checks import check_column_names, check_not_empty
from recsys_core.errors import DataError
from recsys_core.messages import message

_SEPARATORS = ",\t;|"
_PEEKED = 1000


def read(path: Path) -> pd.DataFrame:
    """Read a file, or a folder of parts one below the other.

    Args:
        path: .csv, .tsv, .txt (each also .gz), .parquet or .jsonl; or a folder of such files.

    Returns:
        Arrow-backed columns, delimited text as text, so that no id loses a digit; indexed by the row in the
        file, the first below the names is 2 (in a folder rows are counted through).

    Raises:
        DataError: the file is missing, empty, damaged or of another kind, or two columns have one name.
    """
    check_not_empty(path)
    if path.is_dir():
        parts = [part for part in sorted(path.rglob("*")) if part.name.lower().endswith(SUFFIXES)]
        if not parts:
            raise DataError(
                message(
                    "candidates.no_parts",
                    "The folder {name} holds no table. Put the parts there as one of: {kinds}.",
                    name=path.name,
                    kinds=", ".join(SUFFIXES),
                )
            )
        table = pa.concat_tables([_read(part) for part in parts], promote_options="permissive")
    else:
        table = _read(path)
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    frame = frame.rename(columns=lambda name: str(name).strip())
    check_column_names(path, list(frame.columns))
    if frame.empty:
        raise DataError(
            message(
                "errors.no_rows_choose_file",
                "{name} has no rows. Choose a file with rows in it.",
                name=path.name,
            )
        )
    return frame


def _read(path: Path) -> pa.Table:
    check_not_empty(path)
    name = path.name.lower()
    try:
        if name.endswith((".parquet", ".pq")):
            return pq.read_table(path)
        if name.endswith((".jsonl", ".ndjson")):
            return pa_json.read_json(path)
        return _read_delimited(path)
    except (pa.ArrowException, OSError, EOFError, zlib.error) as error:
        raise DataError(
            message(
                "candidates.unreadable",
                "{name} cannot be read as a table ({why}). Save it as CSV in UTF-8, JSON lines or Parquet.",
                name=path.name,
                why=str(error).splitlines()[0][:160],
            )
        ) from error


def peek(path: Path) -> pd.DataFrame:
    """The first rows of a delimited or Parquet file; empty where it cannot be read so."""
    name = path.name.lower()
    try:
        if name.endswith((".parquet", ".pq")):
            first = next(pq.ParquetFile(path).iter_batches(_PEEKED), None)
        elif name.endswith((".jsonl", ".ndjson")):
            first = pa_json.open_json(path).read_next_batch()
        else:
            parse, convert = _options(path)
            first = pa_csv.open_csv(path, parse_options=parse, convert_options=convert).read_next_batch()
    except (pa.ArrowException, OSError, EOFError, zlib.error, StopIteration, UnicodeDecodeError):
        return pd.DataFrame()
    return pd.DataFrame() if first is None else first.slice(0, _PEEKED).to_pandas()


def peek_bytes(name: str, content: bytes) -> pd.DataFrame:
    """The same of a file that is in memory; its name tells the format."""
    ending = next((end for end in sorted(SUFFIXES, key=len)[::-1] if name.lower().endswith(end)), ".csv")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{ending}"
        path.write_bytes(content)
        return peek(path)


def _read_delimited(path: Path) -> pa.Table:
    parse, convert = _options(path)
    return pa_csv.read_csv(path, parse_options=parse, convert_options=convert)


def _options(path: Path) -> tuple[pa_csv.ParseOptions, pa_csv.ConvertOptions]:
    """How to split a file, and that every column stays text."""
    opener = gzip.open if path.name.lower().endswith(".gz") else open
    with opener(path, "rb") as file:
        first = file.readline()
    separator = max(_SEPARATORS, key=lambda mark: first.count(mark.encode()))
    parse = pa_csv.ParseOptions(delimiter=separator, newlines_in_values=True)
    names = pa_csv.open_csv(path, parse_options=parse).schema.names
    convert = pa_csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    return parse, convert
