"""Checks that every kind of table goes through."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from recsys_core.errors import DataError
from recsys_core.messages import message


def check_not_empty(path: Path) -> None:
    """Check that a file exists and is not empty.

    Raises:
        DataError: it does not, or is.
    """
    if not path.exists():
        raise DataError(
            message(
                "errors.does_not_exist_check",
                "{path} does not exist. Check the path.",
                path=path,
            )
        )
    if path.is_file() and path.stat().st_size == 0:
        raise empty_file(path)


def empty_file(path: Path) -> DataError:
    """The error for a file that holds nothing."""
    return DataError(
        message(
            "errors.empty_choose_file_with",
            "{name} is empty. Choose a file with rows in it.",
            name=path.name,
        )
    )


def check_column_names(path: Path, columns: Sequence[object]) -> None:
    """Check that no two columns have the same name, as " item" and "item" do once spaces are stripped.

    Raises:
        DataError: two have.
    """
    names = pd.Index(map(str, columns))
    repeated = names[names.duplicated()]
    if len(repeated):
        raise DataError(
            message(
                "errors.more_than_one_column",
                "{name} has more than one column called '{repeated}'. Rename one of them.",
                name=path.name,
                repeated=repeated[0],
            )
        )
