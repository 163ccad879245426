"""Parquet tables of any types: every role of a column, in types and values that no test thought of."""

import datetime
import decimal
import random

import pyarrow as pa
import pyarrow.parquet as pq

ROLES = ("user_id", "item_id", "rating", "timestamp", "title", "categories", "event", "price", "year")


def _column(rng: random.Random, n: int, ordinary: int) -> pa.Array:
    """A column of n values; missing ones are common."""
    holes = rng.choice((0, 0, 0.1, 0.9, 1))

    def fill(make):
        return [None if rng.random() < holes else make(row) for row in range(n)]

    def any_text(row):
        return rng.choice(("", " ", "a", "a|b", "é", "\x00", "nan", "1e400", "[1", "{'a':", "007", str(row)))

    def any_date(row):
        return datetime.date(rng.choice((1, 1970, 2020, 9999)), 1, 1 + row % 28)

    day = datetime.datetime(2020, 1, 1)
    moments = pa.timestamp(rng.choice(("s", "ms", "us", "ns")), rng.choice((None, "UTC", "Asia/Kolkata")))
    floats = (0.0, -0.0, 1e308, 2.5, float("inf"), float("nan"))
    far = (0, -(2**62), 2**62)
    makers = {
        "ordinary": lambda: pa.array(fill(lambda row: (row * ordinary + row // 7) % 9)),
        "int8": lambda: pa.array(fill(lambda row: rng.randint(-128, 127)), pa.int8()),
        "int64": lambda: pa.array(fill(lambda row: rng.choice((0, -1, 2**63 - 1, -(2**63), row)))),
        "uint64": lambda: pa.array(fill(lambda row: rng.choice((0, 2**64 - 1, row))), pa.uint64()),
        "float": lambda: pa.array(fill(lambda row: rng.choice(floats))),
        "half": lambda: pa.array(fill(lambda row: rng.random())).cast(pa.float16()),
        "bool": lambda: pa.array(fill(lambda row: row % 2 == 0)),
        "text": lambda: pa.array(fill(any_text), pa.string()),
        "dictionary": lambda: pa.array(fill(any_text), pa.string()).dictionary_encode(),
        "dictionary of int": lambda: pa.array(fill(lambda row: row % 5), pa.int64()).dictionary_encode(),
        "binary": lambda: pa.array(fill(lambda row: bytes([row % 256, 255])), pa.binary()),
        "date": lambda: pa.array(fill(any_date)),
        "timestamp": lambda: pa.array(fill(lambda row: day + datetime.timedelta(row)), moments),
        "odd timestamp": lambda: pa.array(fill(lambda _: rng.choice(far))).cast(pa.timestamp("us")),
        "time": lambda: pa.array(fill(lambda row: datetime.time(row % 24)), pa.time64("us")),
        "duration": lambda: pa.array(fill(lambda row: row), pa.duration("s")),
        "decimal": lambda: pa.array(fill(lambda row: decimal.Decimal(row) / 8), pa.decimal128(20, 4)),
        "list": lambda: pa.array(fill(lambda row: [any_text(row)] * (row % 3)), pa.list_(pa.string())),
        "list of int": lambda: pa.array(fill(lambda row: [row, None]), pa.list_(pa.int32())),
        "struct": lambda: pa.array(fill(lambda row: {"a": row, "name": any_text(row)})),
        "list of struct": lambda: pa.array(fill(lambda row: [{"name": any_text(row)}, None])),
        "map": lambda: pa.array(fill(lambda row: [(str(row), row)]), pa.map_(pa.string(), pa.int64())),
        "null": lambda: pa.nulls(n),
    }  # fmt: skip
    return makers[rng.choice(("ordinary", "ordinary", *makers))]()


def write_table(path, rng: random.Random, roles=ROLES) -> None:
    """Write a table with most of these roles, each an arbitrary column."""
    n = rng.choice((1, 2, 40, 40, 40))
    chosen = {
        role: _column(rng, n, 2 * at + 1) for at, role in enumerate(roles) if at < 2 or rng.random() < 0.5
    }
    pq.write_table(pa.table(chosen), path)
