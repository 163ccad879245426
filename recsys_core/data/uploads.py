"""Uploaded data sets: read the files, check them as a draft, keep the draft as a data set, remove it."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.api.types import is_string_dtype

from recsys_core import config
from recsys_core.data.dataset import Dataset
from recsys_core.data.limits import load_limited, read_table_limited
from recsys_core.data.loading import SOURCE_FILE, TITLE_FILE
from recsys_core.data.read_settings import ReadSettings
from recsys_core.data.readers import delimited, parquet
from recsys_core.data.readers.table import SUFFIXES
from recsys_core.data.readers.text_format import TextFormat
from recsys_core.data.split_rule import SplitRule
from recsys_core.errors import DataError
from recsys_core.messages import message
from recsys_core.runtime.json_text import parse_json

FILE_TYPES = [suffix.lstrip(".") for suffix in (*SUFFIXES, *delimited.COMPRESSED)]
MANIFEST = "upload.json"
MAX_BYTES = 20_000_000
MAX_ROWS = 2_000_000
MAX_TITLE_LENGTH = 60
_MAX_STEM_LENGTH = 40
_MAX_FILE_NAME_LENGTH = 80
_REMOVED = ".removed-"
_MAX_DRAFT_AGE = 24 * 60 * 60  # seconds
_MAX_UNPACKED = 20  # uncompressed size of a Parquet file, in multiples of MAX_BYTES


@dataclass(frozen=True)
class Draft:
    """Data that were read and found usable, not yet among the data sets.

    Attributes:
        folder: where they are stored; its name starts with a dot.
        name: the data set's future name: its title and the start of a hash of its content.
        dataset: the data.
    """

    folder: Path
    name: str
    dataset: Dataset


def read(file: str, content: bytes, text: TextFormat | None = None) -> pd.DataFrame:
    """Read the table in an uploaded file.

    Args:
        file: its name, for its kind and for messages.
        content: its bytes.
        text: what was said about the format of text; the rest is detected.

    Raises:
        DataError: the file is too large, of another kind, damaged or empty.
    """
    check_upload_size(file, len(content))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _safe_name(file)
        try:
            path.write_bytes(content)
        except OSError as error:  # the disk is full
            raise unwritable(Path(folder).parent, error) from error
        if path.suffix.lower() in parquet.SUFFIXES and content:
            _check_declared_size(path)
        table = read_table_limited(path, text)
    if len(table) > MAX_ROWS:
        raise _too_many_rows(file, len(table))
    return table


def check_upload_size(file: str, n_bytes: int) -> None:
    """Refuse a file that is too large to be uploaded.

    Raises:
        DataError: it is.
    """
    if n_bytes > MAX_BYTES:
        text = message(
            "error.file_too_large",
            "{file} is {megabytes:.0f} MB; at most {max_megabytes:.0f} MB can be uploaded. "
            "Leave out columns or older rows, or save it as Parquet.",
            file=file,
            megabytes=n_bytes / 1e6,
            max_megabytes=MAX_BYTES / 1e6,
        )
        raise DataError(text)


def create_draft(
    file: str,
    interactions: pd.DataFrame,
    columns: Mapping[str, str],
    items: pd.DataFrame | None = None,
    item_columns: Mapping[str, str] | None = None,
    title: str = "",
    split: SplitRule | None = None,
    settings: ReadSettings | None = None,
) -> Draft:
    """Clean uploaded tables and store them in a folder that no list of data sets shows.

    Args:
        file: name of the interactions file.
        interactions: as returned by ``read``.
        columns: role -> column of the interactions; other columns are dropped.
        items: the catalogue, if one was uploaded.
        item_columns: role -> column of the catalogue.
        title: the data set's title; if empty, it is made from the file's name.
        split: how they are split; None leaves it to the data.
        settings: what was said about how they are read; their text has been read so already.

    Raises:
        DataError: the data cannot be used or are too large, or the folder cannot be written.
    """

    def write(folder: Path) -> None:
        _write(interactions, columns, folder / "interactions")
        names = {role: column for role, column in columns.items() if column in interactions.columns}
        source: dict[str, Any] = {
            "file": Path(file).name,
            "first_row": int(interactions.index[0]),
            "columns": names,
        }
        if split is not None:
            source["split"] = split.to_dict()
        source |= {} if settings is None else settings.to_dict()
        (folder / SOURCE_FILE).write_text(json.dumps(source), encoding="utf-8")
        if items is not None:
            _write(items, item_columns or {}, folder / "items")

    return store_draft(file, title, write)


def store_draft(
    file: str,
    title: str,
    write: Callable[[Path], None],
    check: Callable[[Dataset], None] = lambda dataset: None,
) -> Draft:
    """Store what ``write`` puts into a folder as a draft, and read it as a data set.

    Args:
        file: name of the main file, for the title and for messages.
        title: the data set's title; if empty, it is made from the file's name.
        write: puts the files into a new folder.
        check: raises DataError where the data cannot be used here.

    Raises:
        DataError: the data cannot be used, or the folder cannot be written.
    """
    root = config.data_root()
    try:
        root.mkdir(parents=True, exist_ok=True)
        _delete_old_drafts(root)
        folder = Path(tempfile.mkdtemp(prefix=".upload-", dir=root))
        try:
            write(folder)
            title = " ".join(title.split())[:MAX_TITLE_LENGTH] or default_title(file)
            (folder / TITLE_FILE).write_text(title + "\n", encoding="utf-8")
            dataset = load_limited(folder, file)
            check(dataset)
            name = f"{_folder_stem(title)}-{_content_hash(folder)}"
            entries = {"file": file, "title": title,
                       "users": len(dataset.user_ids), "items": len(dataset.item_ids),
                       "interactions": len(dataset.interactions)}  # fmt: skip
            (folder / MANIFEST).write_text(json.dumps(entries), encoding="utf-8")
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    except OSError as error:
        raise unwritable(root, error) from error
    return Draft(folder, name, dataset)


def keep(draft: Draft) -> str:
    """Move a draft among the data sets in one step; the same content twice is one data set.

    Returns:
        The name under which ``data.load`` finds it.

    Raises:
        DataError: the draft no longer exists, or the folder cannot be written.
    """
    target = config.data_root() / draft.name
    try:
        draft.folder.chmod(0o755)
        os.replace(draft.folder, target)
    except FileNotFoundError as error:
        if not target.exists():
            raise DataError(
                message(
                    "errors.upload_gone_upload_file",
                    "The upload of {name} is gone. Upload the file again.",
                    name=draft.name,
                )
            ) from error
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):  # the same content is there already
            raise unwritable(config.data_root(), error) from error
    discard(draft)
    return draft.name


def discard(draft: Draft) -> None:
    """Delete a draft."""
    shutil.rmtree(draft.folder, ignore_errors=True)


def manifest(name: str) -> dict[str, Any]:
    """File, title, users, items and interactions of an uploaded data set; {} for any other."""
    try:
        entries = parse_json((config.data_root() / name / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError, UnicodeDecodeError):
        return {}
    return entries if isinstance(entries, dict) else {}


def remove(name: str) -> None:
    """Delete an uploaded data set.

    Raises:
        DataError: it was not uploaded, or the folder cannot be written.
    """
    if Path(name).name != name or not manifest(name):
        raise DataError(
            message(
                "errors.not_uploaded_here_so",
                "“{name}” was not uploaded here, so it is not removed.",
                name=name[:60],
            )
        )
    root = config.data_root()
    try:
        # Out of sight in one step: whoever opens the data meanwhile finds all of them or none.
        os.replace(root / name, root / f"{_REMOVED}{secrets.token_hex(8)}")
    except FileNotFoundError:
        pass  # somebody else removed it just now
    except OSError as error:
        raise unwritable(root, error) from error
    _delete_aside(root)


def default_title(file: str) -> str:
    """A title made from a file's name: without its suffix, "_" read as a space."""
    return " ".join(Path(_safe_name(file)).stem.replace("_", " ").split())[:MAX_TITLE_LENGTH] or "upload"


def _write(table: pd.DataFrame, columns: Mapping[str, str], path: Path) -> None:
    """Write the chosen columns under our names; blank rows stay, so messages name the user's rows."""
    roles = [role for role in columns if columns[role] in table.columns]
    chosen = table[[columns[role] for role in roles]].set_axis(roles, axis="columns")
    chosen.attrs = {}  # how the file was read is for the page; Parquet cannot hold it
    if all(is_string_dtype(chosen[role]) for role in roles):
        chosen = chosen.reindex(range(int(chosen.index[0]), int(chosen.index[-1]) + 1))
        chosen.to_csv(path.with_suffix(".csv"), index=False)
    else:
        chosen = chosen.apply(_maps_as_text)
        chosen.to_parquet(path.with_suffix(".parquet"), index=False)


def _maps_as_text(column: pd.Series) -> pd.Series:
    """Maps, which come as lists of pairs, as JSON: pandas cannot write them back to Parquet."""
    first = next((value for value in column if isinstance(value, list) and value), None)
    if first is None or not isinstance(first[0], tuple):
        return column
    return column.map(lambda pairs: json.dumps(dict(pairs), default=str), na_action="ignore")


def _delete_old_drafts(root: Path) -> None:
    """Delete drafts that nobody kept or discarded within a day, and what a killed process was removing."""
    for folder in root.glob(".upload-*"):
        with contextlib.suppress(FileNotFoundError):  # another process deletes it just now
            if time.time() - folder.stat().st_mtime > _MAX_DRAFT_AGE:
                shutil.rmtree(folder, ignore_errors=True)
    _delete_aside(root)


def _delete_aside(root: Path) -> None:
    for folder in root.glob(f"{_REMOVED}*"):
        shutil.rmtree(folder, ignore_errors=True)


def unwritable(root: Path, error: OSError) -> DataError:
    """The error for a folder of data that takes nothing, for example because the disk is full."""
    return DataError(
        message(
            "errors.cannot_written_set",
            "{root} cannot be written ({error}). Set {data_variable}.",
            root=root,
            error=error,
            data_variable=config.DATA_VARIABLE,
        )
    )


def _check_declared_size(path: Path) -> None:
    """Refuse a huge table before reading it: a small Parquet file can hold one."""
    n_rows, n_bytes = parquet.declared_size(path)
    if n_rows > MAX_ROWS or n_bytes > _MAX_UNPACKED * MAX_BYTES:
        raise _too_many_rows(path.name, n_rows)


def _too_many_rows(file: str, n: int) -> DataError:
    text = message(
        "error.too_many_rows",
        "{file} has {n:,} row; at most {max_rows:,} can be uploaded. Keep the most recent ones.",
        plural="{file} has {n:,} rows; at most {max_rows:,} can be uploaded. Keep the most recent ones.",
        n=n,
        file=file,
        max_rows=MAX_ROWS,
    )
    return DataError(text)


def _safe_name(file: str) -> str:
    """The file's own name without folders and without characters that no file name may have."""
    name = re.sub(r"[\x00-\x1f/\\]", "_", Path(file).name).lstrip(".") or "file"
    return name[-_MAX_FILE_NAME_LENGTH:]


def _folder_stem(title: str) -> str:
    """The start of the folder's name: letters, digits, "-" and "_" of the title."""
    return re.sub(r"[^\w-]+", "_", title).strip("_")[:_MAX_STEM_LENGTH] or "upload"


def _content_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:10]
