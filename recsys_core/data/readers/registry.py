"""Every file layout that can be read. A new one is a module beside this one and an entry here."""

from __future__ import annotations

from pathlib import Path

from recsys_core.data.readers import given_split, movielens_1m, movielens_100k, named_columns, recbole
from recsys_core.data.readers.base import RawData, Reader
from recsys_core.data.readers.options import ReadOptions

_ALL = (
    movielens_100k.READER,
    movielens_1m.READER,
    recbole.READER,
    given_split.READER,
    named_columns.READER,
)

READERS: dict[str, Reader] = {reader.name: reader for reader in _ALL}
"""By name; the first that recognises a path reads it."""


def recognise(path: Path) -> Reader | None:
    """The reader for a folder or file, None if no reader recognises it."""
    return next((reader for reader in READERS.values() if reader.recognises(path)), None)


def read(path: Path, options: ReadOptions) -> RawData:
    """Read a folder or file in whichever layout it has.

    A folder that holds nothing but one other folder stands for that folder: archives often unpack that way.

    Raises:
        DataError: the layout is not recognised, or a file cannot be read.
    """
    reader = recognise(path)
    if reader is None and path.is_dir():
        folders = [entry for entry in path.iterdir() if entry.is_dir() and not entry.name.startswith(".")]
        if len(folders) == 1:
            return read(folders[0], options)
    # The reader of the user's own files explains what is missing.
    return (reader or named_columns.READER).read(path, options)
