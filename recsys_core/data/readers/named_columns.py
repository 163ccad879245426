"""Tables with named columns: one file, or a folder that also holds a catalogue and users."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from recsys_core.data.finding import Finding
from recsys_core.data.readers import reading_findings as found
from recsys_core.data.readers.base import RawData, Reader
from recsys_core.data.readers.columns import (
    FLAGS,
    ITEM_ROLES,
    ColumnNames,
    match_catalogue,
    match_columns,
    require_columns,
)
from recsys_core.data.readers.delimited import COMPRESSED, DelimitedText
from recsys_core.data.readers.guessing import ROWS, guess_key, guess_roles
from recsys_core.data.readers.options import ReadOptions
from recsys_core.data.readers.parts import Parts, find_parts, open_any
from recsys_core.data.readers.plain_values import check_plain, without_nested
from recsys_core.data.readers.table import SUFFIXES, Table, how_read, is_table, open_table, table_stem
from recsys_core.errors import DataError
from recsys_core.messages import Message, message

INTERACTION_STEMS = (
    "interactions", "ratings", "events", "reviews", "purchases", "orders", "transactions", "clicks", "plays",
)  # fmt: skip
ITEM_STEMS = (
    "items", "movies", "catalogue", "catalog", "products", "books", "artists", "articles", "games", "tracks",
    "songs", "recipes", "anime",
)  # fmt: skip
USER_STEMS = ("users", "people", "customers", "members")
ROLES = ("user_id", "item_id", "rating", "timestamp", "event", "split")
_NO_TABLES = (
    "title.txt",
    "upload_source.json",
    "upload.json",
)  # beside the tables of an upload
_TITLE_LENGTH = 60
_VARYING = 0.05
"""A column that has several values for more than this share of items does not describe them."""


def recognises(path: Path) -> bool:
    """Whether this is a table, a folder of parts, or a folder with an interactions file or just one table."""
    if path.is_file():
        return is_table(path)
    return _find(path, INTERACTION_STEMS) is not None or len(_tables(path)) == 1 or bool(find_parts(path))


def read(path: Path, options: ReadOptions) -> RawData:
    """Read interactions with named columns.

    Args:
        path: a folder with interactions (or ratings, events, …), and optionally items (movies, products, …)
            and users (people, …), each a table or a folder of parts; or an interactions file, whose folder is
            searched for the others only if the file has one of those usual names.
        options: the user's own column names and format of text; the rest is guessed.

    Returns:
        The tables. Without a catalogue file, title, year, categories, creator and description come from the
        interactions file if it has them, from the first row of each item; a column that differs between the
        rows of one item describes the interaction, and is left out.

    Raises:
        DataError: no interactions file, a missing column, or a file that cannot be read.
    """
    file = _interactions_file(path) if path.is_dir() else path
    search_folder = path.is_dir() or table_stem(file) in INTERACTION_STEMS
    search_folder = search_folder and (file != path or path.is_file())  # a folder of parts holds nothing else
    item_file = _find(file.parent, ITEM_STEMS) if search_folder else None
    user_file = _find(file.parent, USER_STEMS) if search_folder else None
    columns, lines, findings = options.columns, [], []
    with open_any(file, options.text) as table:
        head = table.head(ROWS)
        columns = _numbered(columns, table)
        matched = match_columns(table.columns, columns)
        guessed = guess_roles(head, matched, columns.given)
        matched |= guessed
        if guessed:
            findings.append(found.columns_guessed(table.file, guessed))
        require_columns(("user_id", "item_id"), matched, table.columns, columns, table.file)
        roles = ROLES if item_file is not None else (*ROLES, *ITEM_ROLES)
        rows = _read_roles(table, matched, roles)
        lines.append(how_read(_first(table)))
        findings += found.of_table(_first(table))
        name = table.file
    interactions = rows[[role for role in ROLES if role in rows]]
    matched_items: dict[str, str] = {}
    if item_file is not None:
        items, matched_items, item_lines, item_findings = _read_catalogue(item_file, options, rows["item_id"])
        lines, findings = [*lines, *item_lines], [*findings, *item_findings]
    else:
        items, varying = _described_items(rows)
        findings += [found.not_of_item(name, matched[role], share) for role, share in varying.items()]
    files = [file.name for file in (file, item_file) if file is not None]
    _check_columns_exist(columns, matched | matched_items, files)
    has_attributes = items is not None and items.shape[1] > 1
    users = None if user_file is None else _read_users(user_file, options)
    return RawData(
        name,
        interactions,
        matched_items | matched,
        items if has_attributes else None,
        users,
        how_read=tuple(lines),
        findings=tuple(findings),
    )


def read_beside(
    folder: Path, options: ReadOptions, item_ids: pd.Series
) -> tuple[pd.DataFrame | None, pd.DataFrame | None, list[Message], list[Finding]]:
    """The catalogue and the users in a folder, if they are there, how they were read, and what was found.

    Args:
        folder: of the interactions.
        options: the user's own column names and format of text.
        item_ids: items of the interactions.

    Raises:
        DataError: one of them cannot be read.
    """
    item_file, user_file = _find(folder, ITEM_STEMS), _find(folder, USER_STEMS)
    items = None
    lines: list[Message] = []
    findings: list[Finding] = []
    if item_file is not None:
        items, _, lines, findings = _read_catalogue(item_file, options, item_ids)
        items = items if items.shape[1] > 1 else None
    return items, None if user_file is None else _read_users(user_file, options), lines, findings


def _read_roles(table: Table, matched: dict[str, str], roles: tuple[str, ...]) -> pd.DataFrame:
    """The columns of ``roles``, under our names."""
    present = [role for role in roles if role in matched]
    rows = table.read([matched[role] for role in present]).set_axis(present, axis="columns")
    check_plain(rows, matched, table.file)
    return rows


def _first(table: Table) -> Table:
    return table.first if isinstance(table, Parts) else table


def _numbered(columns: ColumnNames, table: Table) -> ColumnNames:
    """Numbers of columns as their names, where the first row does not name them: "2" is "column 2"."""
    first = _first(table)
    if not isinstance(first, DelimitedText) or first.format.header:
        return columns
    named = {role: f"column {name}" for role, name in columns.given.items() if name.isdigit()}
    return replace(columns, **named)


def _read_catalogue(
    file: Path, options: ReadOptions, item_ids: pd.Series
) -> tuple[pd.DataFrame, dict[str, str], list[Message], list[Finding]]:
    """The catalogue under our names, its columns, how it was read, and what was found."""
    with open_any(file, options.text) as table:
        columns = _numbered(options.columns, table)
        matched = match_catalogue(table.columns, columns)
        head = table.head(ROWS)
        wanted = item_ids.drop_duplicates()
        if columns.catalogue_id is None:
            key = guess_key(head, wanted)
            named = matched.get("item_id")
            named_fits = named is not None and guess_key(head[[named]], wanted) is not None
            if key is not None and not named_fits:
                matched = {role: name for role, name in matched.items() if name != key} | {"item_id": key}
        flags_file = replace(columns, item_id=columns.catalogue_id)
        if "item_id" not in matched:
            raise DataError(
                message(
                    "errors.no_catalogue_key",
                    "{file} has no column that holds the items of the interactions (found: {shown}; first "
                    "items: {items}). Name it with --catalogue-key-column, or take the file away.",
                    file=table.file,
                    shown=", ".join(table.columns[:12]),
                    items=", ".join(map(str, wanted.head(3))),
                )
            )
        require_columns(("item_id",), matched, table.columns, flags_file, table.file)
        rows = _read_roles(table, matched, ("item_id", *ITEM_ROLES))
        findings = found.of_table(_first(table))
        if rows.shape[1] == 1:
            findings.append(found.bare_catalogue(table.file, table.columns))
        return rows, matched, [how_read(_first(table))], findings


def _described_items(rows: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, float]]:
    """Attributes of items from the interactions; for those that describe no item, role -> share of items."""
    codes, _ = pd.factorize(rows["item_id"])
    present = [role for role in ITEM_ROLES if role in rows]
    varying: dict[str, float] = {}
    n_rows = pd.Series(codes).value_counts()
    several = set(n_rows.index[n_rows > 1])
    for role in present:
        values = rows[role]
        if values.dtype == object:
            values = values.map(repr)
        pairs = pd.DataFrame({"item": codes, "value": values.to_numpy()}).dropna().drop_duplicates()
        differing = set(pairs["item"][pairs["item"].duplicated()])
        share = len(differing) / max(len(several), 1)
        if share > _VARYING:
            varying[role] = share
    kept = [role for role in present if role not in varying]
    items = rows[["item_id", *kept]].drop_duplicates("item_id")
    if "title" not in items and "description" in items:
        lengths = items["description"].dropna().astype(str).str.len()
        if len(lengths) and lengths.median() <= _TITLE_LENGTH:  # shops call a product's name its description
            items = items.rename(columns={"description": "title"})
    return items, varying


def _read_users(file: Path, options: ReadOptions) -> pd.DataFrame:
    with open_table(file, options.text) as table:
        users = table.read()
        if isinstance(table, DelimitedText):  # attributes of people are words, "24" too
            whole = users.select_dtypes("int64").columns
            users[whole] = users[whole].astype(str)
        matched = match_columns(table.columns, options.columns)
        if "user_id" not in matched and options.columns.user_id is None and "id" in table.columns:
            matched["user_id"] = "id"
        require_columns(("user_id",), matched, table.columns, options.columns, file.name)
    users = users.rename(columns={matched["user_id"]: "user_id"})
    check_plain(users[["user_id"]], matched, file.name)
    return without_nested(users, keep=("user_id",))


def _check_columns_exist(columns: ColumnNames, matched: dict[str, str], files: list[str]) -> None:
    """Check that one of the files has each column that the user named."""
    for role, column in columns.given.items():
        if role not in matched and role != "catalogue_id":
            raise DataError(
                message(
                    "errors.no_column_name_another",
                    "{where} has no column '{column}'. Name another with {role}.",
                    where=" or ".join(files),
                    column=column,
                    role=FLAGS[role],
                )
            )


def _interactions_file(folder: Path) -> Path:
    file = _find(folder, INTERACTION_STEMS)
    if file is not None:
        return file
    if find_parts(folder):
        return folder
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
    """The first table or folder of parts with one of these names, in the order of names, then endings."""
    present = {table.name.lower(): table for table in _tables(folder)}
    for stem in stems:
        endings = (suffix + packed for packed in ("", *COMPRESSED) for suffix in SUFFIXES)
        name = next((stem + ending for ending in endings if stem + ending in present), None)
        if name is not None:
            return present[name]
        if (folder / stem).is_dir() and find_parts(folder / stem):
            return folder / stem
    return None


def _tables(folder: Path) -> list[Path]:
    return sorted(
        file
        for file in folder.iterdir()
        if file.is_file() and is_table(file) and not file.name.startswith(".") and file.name not in _NO_TABLES
    )


READER = Reader(
    "named-columns",
    "A table with column names: CSV, TSV, JSON, Parquet",
    recognises,
    read,
    has_open_format=True,
)
