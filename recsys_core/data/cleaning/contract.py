"""The contract that every data set's interactions keep once they are cleaned, checked on all rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recsys_core.types import FloatArray, IndexArray


def check_contract(
    user_idx: IndexArray,
    item_idx: IndexArray,
    rating: FloatArray,
    level: IndexArray,
    timestamp: FloatArray,
) -> None:
    """Check cleaned interactions: numbered users in order, one row a pair, finite values, times in order.

    Raises:
        ValueError: a rule is broken, which is an error of cleaning and not of the data; pandera's message
            names the rule and rows.
    """
    import pandera.pandas as pa  # takes a fifth of a second to import, and only data sets need it
    from pandera.errors import SchemaError

    def in_order(table: pd.DataFrame) -> bool:
        users, times = table["user_idx"].to_numpy(), table["timestamp"].to_numpy()
        step = np.diff(users)
        return bool(np.all((step > 0) | ((step == 0) & (np.diff(times) >= 0))))

    def one_row_a_pair(table: pd.DataFrame) -> bool:
        pair = table["user_idx"].astype(np.int64) * (int(table["item_idx"].max()) + 1) + table["item_idx"]
        ordered = np.sort(pair.to_numpy())
        return not np.any(ordered[1:] == ordered[:-1])

    def finite(column: pd.Series) -> bool:
        return bool(np.isfinite(column.to_numpy()).all())

    schema = pa.DataFrameSchema(
        {
            "user_idx": pa.Column(np.int32, pa.Check.ge(0)),
            "item_idx": pa.Column(np.int32, pa.Check.ge(0)),
            "rating": pa.Column(np.float64, pa.Check(finite)),
            "level": pa.Column(np.int8, pa.Check.in_range(1, 5)),
            "timestamp": pa.Column(np.float64, pa.Check(finite)),
        },
        checks=[
            pa.Check(in_order, error="rows are sorted by user, then time"),
            pa.Check(one_row_a_pair, error="a pair of user and item has one row"),
        ],
    )
    columns = {
        "user_idx": user_idx, "item_idx": item_idx, "rating": rating, "level": level, "timestamp": timestamp,
    }  # fmt: skip
    try:
        schema.validate(pd.DataFrame(columns, copy=False), inplace=True)  # a copy would take gigabytes
    except SchemaError as error:
        raise ValueError(f"cleaned interactions break their contract: {error}") from error
