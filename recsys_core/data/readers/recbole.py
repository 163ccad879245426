"""RecBole's atomic files: NAME.inter, NAME.item, NAME.user; tab-separated, headers such as "rating:float"."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recsys_core.data.readers.base import RawData, Reader
from recsys_core.data.readers.columns import ITEM_ROLES, ColumnNames, match_columns, require_columns
from recsys_core.data.readers.delimited import read_delimited
from recsys_core.data.readers.file_checks import check_column_names
from recsys_core.data.readers.options import ReadOptions
from recsys_core.errors import DataError
from recsys_core.messages import message


def recognises(path: Path) -> bool:
    """Whether this is an .inter file or a folder with one."""
    return path.suffix == ".inter" if path.is_file() else any(path.glob("*.inter"))


def read(path: Path, options: ReadOptions) -> RawData:
    """Read an .inter file, and .item and .user beside it if present.

    Args:
        path: the .inter file, or a folder with exactly one.
        options: the user's own column names; other roles are guessed.

    Raises:
        DataError: there are several .inter files, or one lacks user or item ids.
    """
    columns = options.columns
    files = sorted(path.glob("*.inter")) if path.is_dir() else [path]
    if len(files) != 1:
        names = ", ".join(file.name for file in files) or "none"
        raise DataError(
            message(
                "errors.must_hold_one_inter",
                "{name} must hold one .inter file (found: {names}). Give the path of one.",
                name=path.name,
                names=names,
            )
        )
    inter_file = files[0]
    required, optional = ("user_id", "item_id"), ("rating", "timestamp")
    interactions, matched, _ = _read_roles(inter_file, columns, required, optional)
    items, separator = None, None
    item_file = inter_file.with_suffix(".item")
    if item_file.exists():
        items, item_matched, types = _read_roles(item_file, columns, ("item_id",), ITEM_ROLES, catalogue=True)
        matched = item_matched | matched
        separator = _separator(items, types)
    users = None
    user_file = inter_file.with_suffix(".user")
    if user_file.exists():
        users, _ = _read_atomic_file(user_file)
        user_matched = match_columns(users.columns, columns)
        require_columns(("user_id",), user_matched, users.columns, columns, user_file.name)
        users = users.rename(columns={user_matched["user_id"]: "user_id"})
    return RawData(inter_file.name, interactions, matched, items, users, separator)


def _read_roles(
    file: Path,
    columns: ColumnNames,
    required: tuple[str, ...],
    optional: tuple[str, ...],
    *,
    catalogue: bool = False,
) -> tuple[pd.DataFrame, dict[str, str], dict[str, str]]:
    """A file's columns for these roles, under our names; role -> its column; role -> its RecBole type."""
    table, column_types = _read_atomic_file(file)
    matched = match_columns(table.columns, columns, catalogue=catalogue)
    require_columns(required, matched, table.columns, columns, file.name)
    matched = {role: column for role, column in matched.items() if role in required + optional}
    types = {role: column_types[column] for role, column in matched.items()}
    return table[list(matched.values())].set_axis(list(matched), axis="columns"), matched, types


def _read_atomic_file(file: Path) -> tuple[pd.DataFrame, dict[str, str]]:
    """The table under the bare column names, and column -> its RecBole type."""
    table = read_delimited(file, separator="\t", quoted=False)
    headers = [str(header).partition(":") for header in table.columns]
    table = table.set_axis([name for name, _, _ in headers], axis="columns")
    check_column_names(file, list(table.columns))
    return table, {name: kind for name, _, kind in headers}


def _separator(items: pd.DataFrame, types: dict[str, str]) -> str | None:
    """Token sequences are separated by spaces, unless commas show that the tokens contain spaces."""
    if types.get("categories") != "token_seq":
        return None
    return "," if items["categories"].astype("string").str.contains(",", na=False).any() else " "


READER = Reader("recbole", "RecBole atomic files (.inter)", recognises, read)
