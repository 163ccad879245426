"""Plain CSV, TSV or Parquet with named columns: one file, or a folder with catalogue and people beside it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recsys_core.data.readers.columns import FLAGS, ITEM_PARTS, ColumnNames, find_columns, require
from recsys_core.data.readers.raw import RawData
from recsys_core.data.readers.tables import PARQUET_SUFFIXES, TEXT_SUFFIXES, read_table
from recsys_core.errors import DataError

INTERACTION_STEMS = ("interactions", "ratings", "events", "reviews", "purchases", "clicks", "plays")
ITEM_STEMS = ("items", "movies", "catalogue", "catalog", "products", "books", "artists", "articles", "games")
USER_STEMS = ("users", "people", "customers", "members")
SUFFIXES = PARQUET_SUFFIXES + TEXT_SUFFIXES


def holds_named(folder: Path) -> bool:
    """Whether the folder has an interactions file, or a single table."""
    return _beside(folder, INTERACTION_STEMS) is not None or len(_tables(folder)) == 1


def read_named(path: Path, names: ColumnNames) -> RawData:
    """Read interactions with named columns.

    Args:
        path: a folder with interactions (or ratings, events, …), and perhaps items (movies, products, …) and
            users (people, …), each .csv, .tsv, .txt or .parquet; or an interactions file, whose folder is
            searched for the others only when the file has one of those usual names.
        names: the user's own column names; other parts are guessed.

    Returns:
        The tables. Without a catalogue file, title, year, categories, creator and description are taken from
        the interactions file where it has them, from an item's first row.

    Raises:
        DataError: no interactions file, a missing column, or a file that cannot be read.
    """
    file = _interactions_file(path) if path.is_dir() else path
    table = read_table(file)
    columns = find_columns(table.columns, names)
    require(("user_id", "item_id"), columns, table.columns, names, file.name)
    has_company = path.is_dir() or file.stem.lower() in INTERACTION_STEMS
    item_file = _beside(file.parent, ITEM_STEMS) if has_company else None
    user_file = _beside(file.parent, USER_STEMS) if has_company else None
    interactions = _parts(table, columns, ("user_id", "item_id", "rating", "timestamp"))
    if item_file is not None:
        catalogue = read_table(item_file)
        item_columns = find_columns(catalogue.columns, names, catalogue=True)
        # A catalogue often calls its own key plainly "id".
        if "item_id" not in item_columns and names.item_id is None and "id" in catalogue.columns:
            item_columns["item_id"] = "id"
        require(("item_id",), item_columns, catalogue.columns, names, item_file.name)
        items = _parts(catalogue, item_columns, ("item_id", *ITEM_PARTS))
        columns = item_columns | columns
    else:
        items = _parts(table, columns, ("item_id", *ITEM_PARTS)).drop_duplicates("item_id")
    _check_named(names, columns, [file, item_file])
    described = items if items.shape[1] > 1 else None
    return RawData(file.name, interactions, columns, described, _people(user_file, names))


def _people(file: Path | None, names: ColumnNames) -> pd.DataFrame | None:
    if file is None:
        return None
    table = read_table(file)
    columns = find_columns(table.columns, names)
    if "user_id" not in columns and names.user_id is None and "id" in table.columns:
        columns["user_id"] = "id"
    require(("user_id",), columns, table.columns, names, file.name)
    return table.rename(columns={columns["user_id"]: "user_id"})


def _parts(table: pd.DataFrame, columns: dict[str, str], wanted: tuple[str, ...]) -> pd.DataFrame:
    present = [part for part in wanted if part in columns]
    return table[[columns[part] for part in present]].set_axis(present, axis="columns")


def _check_named(names: ColumnNames, found: dict[str, str], files: list[Path | None]) -> None:
    """A column that the user named must be in one of the files."""
    for part, column in names.named.items():
        if part not in found:
            where = " or ".join(file.name for file in files if file is not None)
            raise DataError(f"{where} has no column '{column}'. Name another with {FLAGS[part]}.")


def _interactions_file(folder: Path) -> Path:
    file = _beside(folder, INTERACTION_STEMS)
    if file is not None:
        return file
    tables = _tables(folder)
    if len(tables) == 1:
        return tables[0]
    found = ", ".join(table.name for table in tables) or "no table"
    raise DataError(f"{folder} has no interactions.csv or .parquet (found {found}). Give a file's own path.")


def _beside(folder: Path, stems: tuple[str, ...]) -> Path | None:
    """The first table with one of these names: by stem as listed, then by kind as in SUFFIXES."""
    present = {table.name.lower(): table for table in _tables(folder)}
    names = (stem + suffix for stem in stems for suffix in SUFFIXES)
    return next((present[name] for name in names if name in present), None)


def _tables(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.is_file() and file.suffix.lower() in SUFFIXES)
