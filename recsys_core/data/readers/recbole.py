"""RecBole's atomic files: NAME.inter, NAME.item, NAME.user, tab separated, headers such as "rating:float"."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recsys_core.data.readers.columns import ITEM_PARTS, ColumnNames, find_columns, require
from recsys_core.data.readers.raw import RawData
from recsys_core.data.readers.tables import check_names, read_delimited
from recsys_core.errors import DataError


def holds_recbole(folder: Path) -> bool:
    """Whether the folder has an .inter file."""
    return any(folder.glob("*.inter"))


def read_recbole(path: Path, names: ColumnNames) -> RawData:
    """Read a folder with one .inter file, or that file; .item and .user beside it where present.

    Raises:
        DataError: there are several .inter files, or one lacks user or item ids.
    """
    files = sorted(path.glob("*.inter")) if path.is_dir() else [path]
    if len(files) != 1:
        found = ", ".join(file.name for file in files) or "none"
        raise DataError(f"{path.name} must hold one .inter file (found: {found}). Give the path of one.")
    inter = files[0]
    interactions, columns, _ = _read(inter, names, ("user_id", "item_id"), ("rating", "timestamp"))
    items, separator = None, None
    item_file = inter.with_suffix(".item")
    if item_file.exists():
        items, item_columns, types = _read(item_file, names, ("item_id",), ITEM_PARTS, catalogue=True)
        columns = item_columns | columns
        separator = _separator(items, types)
    users = None
    user_file = inter.with_suffix(".user")
    if user_file.exists():
        users = _table(user_file)
        matched = find_columns(users.columns, names)
        require(("user_id",), matched, users.columns, names, user_file.name)
        users = users.rename(columns={matched["user_id"]: "user_id"})
    return RawData(inter.name, interactions, columns, items, users, separator)


def _read(
    file: Path,
    names: ColumnNames,
    needed: tuple[str, ...],
    wanted: tuple[str, ...],
    *,
    catalogue: bool = False,
) -> tuple[pd.DataFrame, dict[str, str], dict[str, str]]:
    """The wanted parts of a file under our names, part -> its column, part -> its RecBole type."""
    frame = _table(file)
    found = find_columns(frame.columns, names, catalogue=catalogue)
    require(needed, found, frame.columns, names, file.name)
    found = {part: column for part, column in found.items() if part in needed + wanted}
    types = {part: frame.attrs["types"].get(column, "") for part, column in found.items()}
    return frame[list(found.values())].set_axis(list(found), axis="columns"), found, types


def _table(file: Path) -> pd.DataFrame:
    frame = read_delimited(file, separator="\t", quoted=False)
    pairs = [str(name).partition(":") for name in frame.columns]
    frame = frame.set_axis([name for name, _, _ in pairs], axis="columns")
    check_names(file, frame)
    frame.attrs["types"] = {name: kind for name, _, kind in pairs}
    return frame


def _separator(items: pd.DataFrame, types: dict[str, str]) -> str | None:
    """A sequence of tokens is separated by spaces, unless commas show that tokens contain spaces."""
    if types.get("categories") != "token_seq":
        return None
    return "," if items["categories"].str.contains(",", na=False).any() else " "
