"""Uploaded data sets: receive files, check them as a draft, keep the draft as a data set, rename, remove."""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from recsys_core import config
from recsys_core.data.dataset import Dataset
from recsys_core.data.loading import MEANING_FILE, TITLE_FILE, UPLOAD_FILE, load, read_upload
from recsys_core.data.meaning import Meaning
from recsys_core.data.readers.delimited import COMPRESSED
from recsys_core.data.readers.parquet import ParquetTable
from recsys_core.data.readers.table import SUFFIXES, open_table
from recsys_core.data.readers.text_format import TextFormat
from recsys_core.errors import DataError
from recsys_core.messages import message
from recsys_core.runtime.files import atomic_write

FILE_TYPES = [suffix.lstrip(".") for suffix in (*SUFFIXES, *COMPRESSED)]
MAX_BYTES = 1_000_000_000
MAX_ROWS = 50_000_000
MAX_TITLE_LENGTH = 60
_MAX_STEM_LENGTH = 40
_MAX_FILE_NAME_LENGTH = 80
_MAX_DRAFT_AGE = 24 * 60 * 60  # seconds
_DRAFT, _RECEIVED = ".upload-", ".received-"


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


@dataclass(frozen=True)
class MappedFile:
    """A received file and what its columns are.

    Attributes:
        path: where it is.
        columns: role -> column; other columns are dropped.
        text: its format, where the user said so.
    """

    path: Path
    columns: Mapping[str, str]
    text: TextFormat = TextFormat()


def receive(file: str, content: bytes | memoryview) -> Path:
    """Store an uploaded file until it is checked; ``forget`` deletes it.

    Args:
        file: its name, for its kind and for messages.
        content: its bytes.

    Raises:
        DataError: it is too large, or cannot be stored.
    """
    check_bytes(file, len(content))
    path = new_received(file)
    path.write_bytes(content)
    return path


def new_received(file: str) -> Path:
    """A path of its own, below the data folder, for a file that is about to arrive.

    Raises:
        DataError: the folder cannot be written.
    """
    root = config.data_root()
    with _writing(root):
        root.mkdir(parents=True, exist_ok=True)
        _delete_old(root)
        return Path(tempfile.mkdtemp(prefix=_RECEIVED, dir=root)) / _safe_name(file)


def forget(path: Path) -> None:
    """Delete a received file."""
    if path.parent.name.startswith(_RECEIVED):
        shutil.rmtree(path.parent, ignore_errors=True)


def check_bytes(file: str, n: int) -> None:
    """Refuse a file that is too large.

    Raises:
        DataError: it is.
    """
    if n > MAX_BYTES:
        raise DataError(
            message(
                "error.file_too_large",
                "{file} is {megabytes:.0f} MB; at most {max_megabytes:.0f} MB can be uploaded. "
                "Leave out columns or older rows, or save it as Parquet.",
                file=file,
                megabytes=n / 1e6,
                max_megabytes=MAX_BYTES / 1e6,
            )
        )


def create_draft(
    interactions: MappedFile,
    items: MappedFile | None = None,
    title: str = "",
    meaning: Meaning = Meaning(),  # noqa: B008 - frozen
) -> Draft:
    """Clean received tables and store them in a folder that no list of data sets shows.

    Args:
        interactions: the interactions.
        items: the catalogue, if one was uploaded.
        title: the data set's title; if empty, it is made from the file's name.
        meaning: what the values mean.

    Raises:
        DataError: the data cannot be used or are too large, or the folder cannot be written.
    """
    root, file = config.data_root(), interactions.path.name
    with _writing(root):
        root.mkdir(parents=True, exist_ok=True)
        _delete_old(root)
        folder = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=root))
        try:
            first_row = _write(interactions, folder / "interactions.parquet")
            entries: dict[str, Any] = {
                "file": file, "first_row": first_row, "columns": dict(interactions.columns),
            }  # fmt: skip
            if items is not None:
                _write(items, folder / "items.parquet")
                entries["items_file"] = items.path.name
            title = clean_title(title) or default_title(file)
            (folder / TITLE_FILE).write_text(title + "\n", encoding="utf-8")
            (folder / MEANING_FILE).write_text(json.dumps(meaning.to_dict()), encoding="utf-8")
            (folder / UPLOAD_FILE).write_text(json.dumps(entries), encoding="utf-8")
            dataset = load(folder)
            name = f"{_folder_stem(title)}-{_content_hash(folder)}"
            entries |= {"title": title,
                        "users": len(dataset.user_ids), "items": len(dataset.item_ids),
                        "interactions": len(dataset.interactions)}  # fmt: skip
            (folder / UPLOAD_FILE).write_text(json.dumps(entries), encoding="utf-8")
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return Draft(folder, name, replace(dataset, name=name))


def keep(draft: Draft) -> str:
    """Move a draft among the data sets in one step; the same content twice is one data set.

    Returns:
        The name under which ``data.load`` finds it.

    Raises:
        DataError: the draft no longer exists.
    """
    target = config.data_root() / draft.name
    if not target.exists():
        try:
            draft.folder.chmod(0o755)
            os.replace(draft.folder, target)
        except FileNotFoundError as error:
            raise DataError(
                message(
                    "errors.upload_gone_upload_file",
                    "The upload of {name} is gone. Upload the file again.",
                    name=draft.name,
                )
            ) from error
    discard(draft)
    return draft.name


def discard(draft: Draft) -> None:
    """Delete a draft."""
    shutil.rmtree(draft.folder, ignore_errors=True)


def manifest(name: str) -> dict[str, Any]:
    """File, title, users, items and interactions of an uploaded data set; {} for any other."""
    return read_upload(config.data_root() / name) if Path(name).name == name else {}


def rename(name: str, title: str) -> None:
    """Give an uploaded data set another title; links to it stay valid.

    Raises:
        DataError: it was not uploaded, or the title is empty.
    """
    folder, entries = _uploaded(name), manifest(name)
    title = clean_title(title)
    if not title:
        raise DataError(message("errors.empty_title", "A data set needs a name of at least one letter."))
    with _writing(folder):
        with atomic_write(folder / TITLE_FILE) as file:
            file.write((title + "\n").encode())
        with atomic_write(folder / UPLOAD_FILE) as file:
            file.write(json.dumps(entries | {"title": title}).encode())


def remove(name: str) -> None:
    """Delete an uploaded data set in one step: it is out of every list before its files go.

    Whoever has it open keeps what is in memory; their next load finds that it is gone.

    Raises:
        DataError: it was not uploaded.
    """
    folder = _uploaded(name)
    gone = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=config.data_root()))
    os.replace(folder, gone / folder.name)
    shutil.rmtree(gone, ignore_errors=True)


def default_title(file: str) -> str:
    """A title made from a file's name: without its suffix, "_" read as a space."""
    return clean_title(Path(_safe_name(file)).stem.replace("_", " ")) or "upload"


def clean_title(title: str) -> str:
    """A title on one line, at most ``MAX_TITLE_LENGTH`` long."""
    return " ".join(title.split())[:MAX_TITLE_LENGTH]


def _uploaded(name: str) -> Path:
    if Path(name).name != name or not manifest(name):
        raise DataError(
            message(
                "errors.not_uploaded_here_so",
                "“{name}” was not uploaded here, so it is not changed.",
                name=name[:60],
            )
        )
    return config.data_root() / name


@contextmanager
def _writing(root: Path) -> Any:
    """Turn an error of the disk into one that says where to write instead."""
    try:
        yield
    except OSError as error:
        raise DataError(
            message(
                "errors.cannot_written_set",
                "{root} cannot be written ({error}). Set {data_variable}.",
                root=root,
                error=error,
                data_variable=config.DATA_VARIABLE,
            )
        ) from error


def _write(file: MappedFile, path: Path) -> int:
    """Write the mapped columns under our names, in their own types; returns what the file calls row one.

    Rows without any value stay, so that messages name the user's rows.
    """
    with open_table(file.path, file.text) as table:
        if isinstance(table, ParquetTable) and table.n_rows > MAX_ROWS:
            raise _too_many_rows(file.path.name, table.n_rows)
        roles = [role for role in file.columns if file.columns[role] in table.columns]
        rows = table.read([file.columns[role] for role in roles]).set_axis(roles, axis="columns")
    if len(rows) > MAX_ROWS:
        raise _too_many_rows(file.path.name, len(rows))
    first, last = int(rows.index[0]), int(rows.index[-1])
    if last - first + 1 != len(rows):
        rows = rows.reindex(range(first, last + 1))
    for role in rows.columns[rows.dtypes == object]:  # nested values of JSON and Parquet
        rows[role] = [None if _is_missing(cell) else json.dumps(cell, default=_plain) for cell in rows[role]]
    rows.reset_index(drop=True).to_parquet(path, index=False)
    return first


def _is_missing(cell: object) -> bool:
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def _plain(cell: Any) -> Any:
    return cell.tolist() if hasattr(cell, "tolist") else str(cell)


def _delete_old(root: Path) -> None:
    """Delete drafts and received files that nobody kept or discarded within a day."""
    for folder in (*root.glob(f"{_DRAFT}*"), *root.glob(f"{_RECEIVED}*")):
        if time.time() - folder.stat().st_mtime > _MAX_DRAFT_AGE:
            shutil.rmtree(folder, ignore_errors=True)


def _too_many_rows(file: str, n: int) -> DataError:
    return DataError(
        message(
            "error.too_many_rows",
            "{file} has {n:,} row; at most {max_rows:,} can be uploaded. Keep the most recent ones.",
            plural="{file} has {n:,} rows; at most {max_rows:,} can be uploaded. Keep the most recent ones.",
            n=n,
            file=file,
            max_rows=MAX_ROWS,
        )
    )


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
        digest.update(path.name.encode())
        with path.open("rb") as file:
            while chunk := file.read(1 << 22):
                digest.update(chunk)
    return digest.hexdigest()[:10]
