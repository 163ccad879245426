"""Whose an upload is, what each visitor may keep, and who may remove it.

A visitor is known by a key in their browser; only its hash is stored, in a file beside the data.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path

from recsys_core import config
from recsys_core.data import uploads
from recsys_core.data.uploads import Draft
from recsys_core.errors import DataError
from recsys_core.messages import message
from recsys_core.runtime.files import atomic_write

OWNER_FILE = ".owner"
OPERATOR_VARIABLE = "EQUIPOISE_OPERATOR_KEY"
MAX_UPLOADS = 10  # of one visitor
MAX_BYTES = 500_000_000  # of one visitor
MAX_BYTES_IN_ALL = 20_000_000_000


@dataclass(frozen=True)
class Share:
    """What is kept: a number of uploads and their bytes."""

    uploads: int
    n_bytes: int


def used_by(visitor: str | None) -> Share:
    """What a visitor keeps on this server; None: all visitors together."""
    sizes = [_size(folder) for folder in _uploads() if visitor is None or is_owner(folder.name, visitor)]
    return Share(len(sizes), sum(sizes))


def check_share(visitor: str, n_bytes: int) -> None:
    """Refuse an upload for which a visitor, or the server, has no room.

    Raises:
        DataError: there is none.
    """
    own = used_by(visitor)
    if own.uploads >= MAX_UPLOADS or own.n_bytes + n_bytes > MAX_BYTES:
        raise DataError(
            message(
                "errors.share_used",
                "You keep {uploads} of {max_uploads} uploads and {used:.0f} of {most:.0f} MB here, and this "
                "one has {new:.0f} MB. Remove one first.",
                uploads=own.uploads,
                max_uploads=MAX_UPLOADS,
                used=own.n_bytes / 1e6,
                most=MAX_BYTES / 1e6,
                new=n_bytes / 1e6,
            )
        )
    if used_by(None).n_bytes + n_bytes > MAX_BYTES_IN_ALL:
        raise DataError(
            message(
                "errors.storage_used",
                "The uploads on this server take all of their {most:.0f} GB. Ask its operator to remove "
                "some.",
                most=MAX_BYTES_IN_ALL / 1e9,
            )
        )


def keep(draft: Draft, visitor: str) -> str:
    """Keep a draft as this visitor's; the same content belongs to whoever uploaded it first.

    Returns:
        The name under which ``data.load`` finds it.

    Raises:
        DataError: there is no room for it, the draft no longer exists, or the folder cannot be written.
    """
    check_share(visitor, _size(draft.folder))
    try:
        with atomic_write(draft.folder / OWNER_FILE) as file:
            file.write(_digest(visitor).encode())
    except FileNotFoundError:
        pass  # the draft is gone, which the next line says
    except OSError as error:
        raise uploads.unwritable(config.data_root(), error) from error
    return uploads.keep(draft)


def is_owner(name: str, visitor: str) -> bool:
    """Whether a visitor uploaded this data set; nobody owns one of an earlier version."""
    try:
        stored = (config.data_root() / name / OWNER_FILE).read_text(encoding="ascii")
    except (OSError, ValueError):
        return False
    return bool(visitor) and hmac.compare_digest(stored, _digest(visitor))


def remove(name: str, visitor: str, operator_key: str = "") -> None:
    """Delete an uploaded data set for its owner, or for whoever has the operator's key.

    Raises:
        DataError: it is neither, or the data set was not uploaded.
    """
    expected = os.environ.get(OPERATOR_VARIABLE, "").strip()
    is_operator = bool(expected) and hmac.compare_digest(operator_key.strip().encode(), expected.encode())
    if uploads.manifest(name) and not (is_owner(name, visitor) or is_operator):
        raise DataError(
            message(
                "errors.not_yours",
                "Only the browser that uploaded these data can remove them, or the operator's key "
                "({variable}).",
                variable=OPERATOR_VARIABLE,
            )
        )
    uploads.remove(name)


def _uploads() -> list[Path]:
    root = config.data_root()
    try:
        folders = list(root.iterdir())
    except FileNotFoundError:
        return []
    return [path for path in folders if not path.name.startswith(".") and uploads.manifest(path.name)]


def _size(folder: Path) -> int:
    """Bytes of a folder's files; what is removed meanwhile counts nothing."""
    size = 0
    with contextlib.suppress(FileNotFoundError):
        for path in folder.rglob("*"):
            size += path.stat().st_size if path.is_file() else 0
    return size


def _digest(visitor: str) -> str:
    return hashlib.sha256(visitor.encode()).hexdigest()
