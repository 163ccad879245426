"""CSV, TSV or Parquet with named columns: one file, or a folder that also holds a catalogue and users."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recsys_core.data.readers import delimited, parquet
from recsys_core.data.readers.base import RawData, Reader
from recsys_core.data.readers.columns import (
    FLAGS,
    ITEM_ROLES,
    ColumnNames,
    match_catalogue,
    match_columns,
    require_columns,
)
from recsys_core.data.readers.file_checks import check_not_empty
from recsys_core.errors import DataError
from recsys_core.messages import message

SUFFIXES = parquet.SUFFIXES + delimited.SUFFIXES
INTERACTION_STEMS = ("interactions", "ratings", "events", "reviews", "purchases", "clicks", "plays")
ITEM_STEMS = ("items", "movies", "catalogue", "catalog", "products", "books", "artists", "articles", "games")
USER_STEMS = ("users", "people", "customers", "members")


def recognises(path: Path) -> bool:
    """Whether this is a table, or a folder with an interactions file or exactly one table."""
    if path.is_file():
        return path.suffix.lower() in SUFFIXES
    return _find(path, INTERACTION_STEMS) is not None or len(_tables(path)) == 1


def read(path: Path, columns: ColumnNames) -> RawData:
    """Read interactions with named columns.

    Args:
        path: a folder with interactions (or ratings, events, …), and optionally items (movies, products, …)
            and users (people, …), each .csv, .tsv, .txt or .parquet; or an interactions file, whose folder is
            searched for the others only if the file has one of those usual names.
        columns: the user's own column names; other roles are guessed.

    Returns:
        The tables. Without a catalogue file, title, year, categories, creator and description come from the
        interactions file if it has them, from the first row of each item.

    Raises:
        DataError: no interactions file, a missing column, or a file that cannot be read.
    """
    file = _interactions_file(path) if path.is_dir() else path
    table = read_table(file)
    matched = match_columns(table.columns, columns)
    require_columns(("user_id", "item_id"), matched, table.columns, columns, file.name)
    search_folder = path.is_dir() or file.stem.lower() in INTERACTION_STEMS
    item_file = _find(file.parent, ITEM_STEMS) if search_folder else None
    user_file = _find(file.parent, USER_STEMS) if search_folder else None
    interactions = _select(table, matched, ("user_id", "item_id", "rating", "timestamp"))
    if item_file is not None:
        catalogue = read_table(item_file)
        item_matched = match_catalogue(catalogue.columns, columns)
        require_columns(("item_id",), item_matched, catalogue.columns, columns, item_file.name)
        items = _select(catalogue, item_matched, ("item_id", *ITEM_ROLES))
        matched = item_matched | matched
    else:
        items = _select(table, matched, ("item_id", *ITEM_ROLES)).drop_duplicates("item_id")
    _check_columns_exist(columns, matched, [file, item_file])
    has_attributes = items.shape[1] > 1
    users = None if user_file is None else _read_users(user_file, columns)
    return RawData(file.name, interactions, matched, items if has_attributes else None, users)


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


def _read_users(file: Path, columns: ColumnNames) -> pd.DataFrame:
    table = read_table(file)
    matched = match_columns(table.columns, columns)
    if "user_id" not in matched and columns.user_id is None and "id" in table.columns:
        matched["user_id"] = "id"
    require_columns(("user_id",), matched, table.columns, columns, file.name)
    return table.rename(columns={matched["user_id"]: "user_id"})


def _select(table: pd.DataFrame, matched: dict[str, str], roles: tuple[str, ...]) -> pd.DataFrame:
    present = [role for role in roles if role in matched]
    return table[[matched[role] for role in present]].set_axis(present, axis="columns")


def _check_columns_exist(columns: ColumnNames, matched: dict[str, str], files: list[Path | None]) -> None:
    """Check that one of the files has each column that the user named."""
    for role, column in columns.given.items():
        if role not in matched:
            where = " or ".join(file.name for file in files if file is not None)
            raise DataError(
                message(
                    "errors.no_column_name_another",
                    "{where} has no column '{column}'. Name another with {role}.",
                    where=where,
                    column=column,
                    role=FLAGS[role],
                )
            )


def _interactions_file(folder: Path) -> Path:
    file = _find(folder, INTERACTION_STEMS)
    if file is not None:
        return file
    tables = _tables(folder)
    if len(tables) == 1:
        return tables[0]
    names = ", ".join(table.name for table in tables) or "no table"
    raise DataError(
        message(
            "errors.no_interactions_csv_parquet",
            "{folder} has no interactions.csv or .parquet (found {names}). Give the path of the file itself.",
            folder=folder,
            names=names,
        )
    )


def _find(folder: Path, stems: tuple[str, ...]) -> Path | None:
    """The first table with one of these names, in the order of ``stems``, then of ``SUFFIXES``."""
    present = {table.name.lower(): table for table in _tables(folder)}
    names = (stem + suffix for stem in stems for suffix in SUFFIXES)
    return next((present[name] for name in names if name in present), None)


def _tables(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.is_file() and file.suffix.lower() in SUFFIXES)


READER = Reader("named-columns", "CSV, TSV or Parquet with column names", recognises, read)
