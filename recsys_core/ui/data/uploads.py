"""Uploaded files: read them, keep them under the name of their content, take them away again."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandas.api.types import is_string_dtype

from recsys_core import config, data
from recsys_core.data.dataset import Dataset
from recsys_core.data.loading import TITLE
from recsys_core.data.readers.tables import PARQUET_SUFFIXES, TEXT_SUFFIXES, read_table
from recsys_core.errors import DataError

KINDS = [suffix.lstrip(".") for suffix in (*TEXT_SUFFIXES, *PARQUET_SUFFIXES)]
MANIFEST = "upload.json"
MOST_BYTES = 20_000_000
MOST_ROWS = 2_000_000
MOST_ITEMS = 8_000  # EASE inverts a matrix of items by items
MOST_SCORES = 60_000_000  # everybody is scored for every item at once: 240 MB
LONGEST_TITLE = 60
_LONGEST_STEM = 40
_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Draft:
    """Data that were read and found usable, not yet among the data sets.

    Attributes:
        folder: where they wait; its name starts with a dot.
        name: the name they will have: their title and a piece of their content's hash.
        dataset: the data.
    """

    folder: Path
    name: str
    dataset: Dataset


def read(file: str, content: bytes) -> pd.DataFrame:
    """The table in an uploaded file.

    Args:
        file: its name, for its kind and for messages.
        content: its bytes.

    Raises:
        DataError: too large, of another kind, damaged or empty.
    """
    if len(content) > MOST_BYTES:
        raise DataError(
            f"{file} has {len(content) / 1e6:.0f} MB; at most {MOST_BYTES / 1e6:.0f} MB can be uploaded. "
            "Leave out columns or older rows, or save it as Parquet."
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _safe(file)
        path.write_bytes(content)
        if path.suffix.lower() in PARQUET_SUFFIXES and content:
            _check_unpacked(path)
        table = read_table(path)
    if len(table) > MOST_ROWS:
        raise DataError(_too_many(file, len(table)))
    return table


def draft(
    file: str,
    interactions: pd.DataFrame,
    columns: Mapping[str, str],
    items: pd.DataFrame | None = None,
    item_columns: Mapping[str, str] | None = None,
    title: str = "",
) -> Draft:
    """Read and clean uploaded tables, and let them wait in a folder that no list of data sets shows.

    Args:
        file: what the interactions file was called.
        interactions: as ``read`` gave it.
        columns: part -> column of the interactions; other columns are not kept.
        items: the catalogue, if one was uploaded.
        item_columns: part -> column of the catalogue.
        title: what people will call the data; empty, it is made from the file's name.

    Raises:
        DataError: the data cannot be used, are too large, or the folder cannot be written.
    """
    root = config.data_root()
    try:
        root.mkdir(parents=True, exist_ok=True)
        _sweep(root)
        folder = Path(tempfile.mkdtemp(prefix=".upload-", dir=root))
        try:
            _write(interactions, columns, folder / "interactions")
            if items is not None:
                _write(items, item_columns or {}, folder / "items")
            title = " ".join(title.split())[:LONGEST_TITLE] or title_of(file)
            (folder / TITLE).write_text(title + "\n", encoding="utf-8")
            dataset = data.load(folder)
            _check_size(file, dataset)
            name = f"{_stem(title)}-{_hash(folder)}"
            about = {"file": file, "title": title,
                     "users": len(dataset.user_ids), "items": len(dataset.item_ids),
                     "interactions": len(dataset.interactions)}  # fmt: skip
            (folder / MANIFEST).write_text(json.dumps(about), encoding="utf-8")
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    except OSError as error:
        raise DataError(f"{root} cannot be written ({error}). Set {config.DATA_VARIABLE}.") from error
    return Draft(folder, name, dataset)


def keep(waiting: Draft) -> str:
    """Put a draft among the data sets in one step; the same content twice is one data set.

    Returns:
        The name under which ``data.load`` finds it.

    Raises:
        DataError: the draft is gone.
    """
    target = config.data_root() / waiting.name
    if not target.exists():
        try:
            waiting.folder.chmod(0o755)
            os.replace(waiting.folder, target)
        except FileNotFoundError as error:
            raise DataError(f"The upload of {waiting.name} is gone. Upload the file again.") from error
    discard(waiting)
    return waiting.name


def title_of(file: str) -> str:
    """A title made from a file's name: without its ending, "_" read as a space."""
    return " ".join(Path(_safe(file)).stem.replace("_", " ").split())[:LONGEST_TITLE] or "upload"


def discard(waiting: Draft) -> None:
    """Forget a draft that was not kept."""
    shutil.rmtree(waiting.folder, ignore_errors=True)


def about(name: str) -> dict[str, Any]:
    """What is known about an uploaded data set: file, title, users, items, interactions; {} for any other."""
    try:
        found = json.loads((config.data_root() / name / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError, UnicodeDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def remove(name: str) -> None:
    """Delete an uploaded data set.

    Raises:
        DataError: it is not one that was uploaded.
    """
    if Path(name).name != name or not about(name):
        raise DataError(f"“{name[:60]}” was not uploaded here, so it is not removed.")
    shutil.rmtree(config.data_root() / name)


def _write(table: pd.DataFrame, columns: Mapping[str, str], path: Path) -> None:
    """Write the chosen columns under our names; rows keep their place, so messages name the user's rows."""
    parts = [part for part in columns if columns[part] in table.columns]
    kept = table[[columns[part] for part in parts]].set_axis(parts, axis="columns")
    if all(is_string_dtype(kept[part]) for part in parts):
        kept = kept.reindex(range(2, int(kept.index[-1]) + 1))
        kept.to_csv(path.with_suffix(".csv"), index=False)
    else:
        kept.to_parquet(path.with_suffix(".parquet"), index=False)


def _sweep(root: Path) -> None:
    """Delete drafts that their visitors left behind a day ago."""
    for folder in root.glob(".upload-*"):
        if time.time() - folder.stat().st_mtime > _DAY:
            shutil.rmtree(folder, ignore_errors=True)


def _check_unpacked(path: Path) -> None:
    """A small Parquet file can hold a very large table: look at what it declares before reading it."""
    try:
        meta = pq.ParquetFile(path).metadata
        size = sum(meta.row_group(group).total_byte_size for group in range(meta.num_row_groups))
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{path.name} is not a readable Parquet file. Write it anew.") from error
    if meta.num_rows > MOST_ROWS or size > 20 * MOST_BYTES:
        raise DataError(_too_many(path.name, meta.num_rows))


def _too_many(file: str, rows: int) -> str:
    return f"{file} has {rows:,} rows; at most {MOST_ROWS:,} can be uploaded. Keep the most recent ones."


def _check_size(file: str, dataset: Dataset) -> None:
    users, items = len(dataset.user_ids), len(dataset.item_ids)
    if items > MOST_ITEMS or users * items > MOST_SCORES:
        raise DataError(
            f"{file} has {users:,} users and {items:,} items. Everybody is scored for every item here, so at "
            f"most {MOST_ITEMS:,} items and {MOST_SCORES:,} pairs of user and item are possible. "
            "Keep the most active."
        )


def _safe(file: str) -> str:
    """The file's own name without folders and without what no file may be called."""
    name = re.sub(r"[\x00-\x1f/\\]", "_", Path(file).name).lstrip(".") or "file"
    return name[-80:]


def _stem(title: str) -> str:
    """The start of a folder's name: letters, digits, "-" and "_" of the title."""
    return re.sub(r"[^\w-]+", "_", title).strip("_")[:_LONGEST_STEM] or "upload"


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:10]
