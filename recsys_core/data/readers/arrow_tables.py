"""Arrow tables as pandas tables, every value exactly as it is."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_UUID_BYTES = 16


def to_pandas(table: pa.Table, first_row: int) -> pd.DataFrame:
    """Convert a table without changing a value.

    Whole numbers stay whole also beside missing values. Bytes become text: UUIDs where all are 16 bytes long
    and not text, UTF-8 where all are, else hexadecimal. Lists, maps and structs stay Python objects.

    Args:
        table: any table.
        first_row: what the file calls its first row.

    Returns:
        The columns in their order, indexed by row.
    """
    columns = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        columns[name] = _series(_plain(column))
    frame = pd.DataFrame(columns, columns=table.column_names)
    frame.index = pd.RangeIndex(first_row, first_row + len(frame))
    return frame


def shrink_text(batches: Iterable[pa.RecordBatch], names: list[str]) -> pa.Table:
    """Gather batches of text columns; whole numbers spelled as they would be printed are kept as numbers.

    "12" becomes 12, a column with "007", "+3" or "4.0" stays text: every value can be spelled out again, in a
    third of the memory.

    Args:
        batches: tables of text.
        names: their columns.

    Returns:
        One table; a column is int64 or text.
    """
    parts: dict[str, list[pa.Array]] = {name: [] for name in names}
    still_whole = dict.fromkeys(names, True)
    for batch in batches:
        for name, column in zip(names, batch.columns, strict=True):
            whole = _whole(column) if still_whole[name] else None
            if whole is None and still_whole[name]:
                still_whole[name] = False
                parts[name] = [part.cast(pa.large_string()) for part in parts[name]]
            parts[name].append(column.cast(pa.large_string()) if whole is None else whole)
    columns = {}
    for name in names:
        kind = pa.int64() if still_whole[name] and parts[name] else pa.large_string()
        columns[name] = pa.chunked_array(parts[name], kind)
        if still_whole[name] and columns[name].null_count == len(columns[name]):
            columns[name] = columns[name].cast(pa.large_string())
    return pa.table(columns)


def _whole(column: pa.Array) -> pa.Array | None:
    """A text column as int64 if that loses nothing, else None."""
    try:
        whole = column.cast(pa.int64())
    except pa.ArrowInvalid:
        return None
    same = pc.all(pc.equal(whole.cast(column.type), column)).as_py()
    return whole if same in (True, None) else None


def _series(column: pa.ChunkedArray) -> pd.Series:
    if pa.types.is_integer(column.type) and column.null_count:
        wide = pa.types.is_unsigned_integer(column.type)
        return pd.Series(column.to_pandas(types_mapper={
            column.type: pd.UInt64Dtype() if wide else pd.Int64Dtype()}.get))  # fmt: skip
    if pa.types.is_dictionary(column.type):
        return _series(column.cast(column.type.value_type))
    if pa.types.is_decimal(column.type):
        return pd.Series(column.cast(pa.string()).to_pandas())
    if pa.types.is_date(column.type):
        column = column.cast(pa.timestamp("s"))
    # Years such as 9999 do not fit nanoseconds: times keep the unit they have.
    return pd.Series(column.to_pandas(timestamp_as_object=False))


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_fixed_size_binary(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return _bytes_as_text(column)
    return column


def _bytes_as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    values = column.to_pylist()
    present = [value for value in values if value is not None]
    texts = []
    for value in present:
        try:
            texts.append(value.decode("utf-8"))
        except UnicodeDecodeError:
            texts = []
            break
    # Control characters and spaces are part of an id in bytes, and would be stripped from one in text.
    if texts and all(text.isprintable() and text == text.strip() for text in texts):
        return pa.chunked_array(
            [pa.array([v if v is None else v.decode("utf-8") for v in values], pa.string())]
        )
    is_uuid = all(len(value) == _UUID_BYTES for value in present)
    spell = (lambda value: str(uuid.UUID(bytes=value))) if is_uuid else bytes.hex
    return pa.chunked_array([pa.array([v if v is None else spell(v) for v in values], pa.string())])
