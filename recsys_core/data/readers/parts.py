"""Tables that come as a folder of part files, as Spark, Hive and many exports write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from recsys_core.data.readers.table import Table, is_table, open_table
from recsys_core.data.readers.text_format import TextFormat
from recsys_core.errors import DataError
from recsys_core.messages import message

_PART = re.compile(r"(part|chunk|shard|batch|file|data)?[-_.]?\d+.*|\d{4}[-_]?\d{2}.*", re.IGNORECASE)
_PARTITION = re.compile(r"([^=]+)=(.*)")


def find_parts(folder: Path) -> list[Path]:
    """The part files of a folder in order of their paths; [] if it is no such folder.

    Parts are tables named part-00000, 0001, 2024-05 and the like, in the folder or in partitions such as
    ``country=NO`` below it. Files that start with "_" or "." are markers and are ignored.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder).parts
        if not path.is_file() or any(name.startswith(("_", ".")) for name in inner):
            continue
        if any(_PARTITION.fullmatch(name) is None for name in inner[:-1]):
            continue
        if is_table(path):
            found.append(path)
    in_partitions = any(len(path.relative_to(folder).parts) > 1 for path in found)
    if found and (in_partitions or (len(found) > 1 and all(_PART.fullmatch(path.name) for path in found))):
        return found
    return []


class Parts:
    """Several files as one table.

    Attributes:
        file: the folder's name, for messages.
        columns: those of the first part and the partitions.
        first: the first part, open.
        n_parts: how many there are.
    """

    def __init__(self, folder: Path, paths: Sequence[Path], first: Table, wanted: TextFormat) -> None:
        self.file = folder.name
        self.first = first
        self.n_parts = len(paths)
        self._folder, self._paths, self._wanted = folder, paths, wanted
        self.columns = [
            *first.columns,
            *(name for name in self._partition(paths[0]) if name not in first.columns),
        ]

    def head(self, n: int) -> pd.DataFrame:
        """The first ``n`` rows of the first part."""
        table = self.first.head(n)
        return table.assign(**{k: v for k, v in self._partition(self._paths[0]).items() if k not in table})

    def read(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """All rows in order of the parts; the index counts on from part to part.

        Raises:
            DataError: a part has other columns than the first, or cannot be read.
        """
        wanted = list(self.columns if columns is None else columns)
        tables, start = [], 0
        for path in self._paths:
            with open_table(path, self._wanted) as table:
                values = self._partition(path)
                lacking = [name for name in wanted if name not in table.columns and name not in values]
                if lacking:
                    raise DataError(
                        message(
                            "errors.part_differs",
                            "{part} in {folder} has no column '{column}' (found: {found}). All parts must "
                            "have the "
                            "columns of the first.",
                            part=path.name,
                            folder=self.file,
                            column=lacking[0],
                            found=", ".join(table.columns[:12]),
                        )
                    )
                inside = [name for name in wanted if name in table.columns]
                part = table.read(inside)
                part = part.assign(**{name: values[name] for name in wanted if name not in inside})[wanted]
                part.index = part.index + start
                start = int(part.index[-1])
                tables.append(part)
        return pd.concat(tables)

    def _partition(self, path: Path) -> dict[str, str]:
        names = path.relative_to(self._folder).parts[:-1]
        pairs = (_PARTITION.fullmatch(name) for name in names)
        return {pair[1]: pair[2] for pair in pairs if pair}


@contextmanager
def open_any(path: Path, wanted: TextFormat | None = None) -> Iterator[Table]:
    """Open a table that is one file or a folder of parts.

    Raises:
        DataError: as ``open_table``.
    """
    paths = find_parts(path) if path.is_dir() else []
    if not paths:
        with open_table(path, wanted) as table:
            yield table
        return
    with open_table(paths[0], wanted) as first:
        yield Parts(path, paths, first, wanted or TextFormat())
