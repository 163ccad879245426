"""Columns that must hold one plain value a row: no list, map or struct is an id, a rating or a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from recsys_core.errors import DataError
from recsys_core.messages import message

MAY_BE_NESTED = ("title", "categories", "creator", "description")
"""Roles of which lists and maps are read; every other role is one value a row."""


def is_nested(values: pd.Series) -> bool:
    """Whether a column holds a list, map or struct anywhere."""
    if values.dtype != object:
        return False
    return any(isinstance(value, (list, tuple, dict, set, np.ndarray)) for value in values)


def check_plain(rows: pd.DataFrame, names: Mapping[str, str], file: str) -> None:
    """Check that each column but those of ``MAY_BE_NESTED`` has one value a row.

    Args:
        rows: columns under our names.
        names: role -> the column's name in the file.
        file: its name, for messages.

    Raises:
        DataError: one holds lists, maps or structs.
    """
    for role in rows:
        if role in MAY_BE_NESTED or not is_nested(rows[role]):
            continue
        nested = next(v for v in rows[role] if isinstance(v, (list, tuple, dict, set, np.ndarray)))
        raise DataError(
            message(
                "errors.nested_values",
                "{file}: column '{column}' holds lists or objects (such as {value}); expected one value a "
                "row. Write one row for each value, or name another column.",
                file=file,
                column=names.get(str(role), str(role)),
                value=" ".join(str(nested).split())[:60],
            )
        )


def without_nested(rows: pd.DataFrame, keep: Collection[str]) -> pd.DataFrame:
    """The columns that hold one value a row, and those named in ``keep``."""
    return rows[[column for column in rows if column in keep or not is_nested(rows[column])]]
