"""A folder of scored candidates too large for memory: its files and columns, without their contents.

The layout is that of ``data.candidates``, narrower where streaming asks for it: candidates are Parquet, every
person's rows follow each other in ascending order of the ids, and items have vectors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from recsys_core.data.candidates.columns import (
    is_smaller_better,
    match_candidates,
    match_items,
    match_outcomes,
)
from recsys_core.data.candidates.layout import VECTORS, Layout, find_files
from recsys_core.data.readers.columns import ColumnNames
from recsys_core.data.readers.file_checks import check_not_empty
from recsys_core.errors import DataError
from recsys_core.scale.shards import Shard, plan_shards

PARQUET = (".parquet", ".pq")


@dataclass(frozen=True)
class Source:
    """Where everything lies; small, so that it can be sent to every worker.

    Attributes:
        candidates: files with a row for each person and candidate, in the order of their names.
        user, item, score: their columns.
        larger_is_better: whether a larger score is a better one.
        items: file with a row an item.
        items_id: its column of ids.
        vectors: array with a row for each row of ``items``.
        outcomes: file of what people did later, None where nothing is known.
        outcomes_user, outcomes_item: its columns.
        outcomes_label: its column that says whether an item was liked (above 0), "" where every row was.
    """

    candidates: tuple[Path, ...]
    user: str
    item: str
    score: str
    larger_is_better: bool
    items: Path
    items_id: str
    vectors: Path
    outcomes: Path | None = None
    outcomes_user: str = ""
    outcomes_item: str = ""
    outcomes_label: str = ""

    def identity(self) -> str:
        """See ``identity_of``."""
        outcomes = (self.outcomes,) if self.outcomes else ()
        return identity_of((*self.candidates, self.items, self.vectors, *outcomes))

    def shards(self) -> list[Shard]:
        """Stretches of the candidates; a person belongs to the one that holds the first row."""
        return plan_shards(self.candidates)


def identity_of(files: Iterable[Path]) -> str:
    """Hash of files by name, size, time of change and, of Parquet, its index of contents.

    Reading everything only to hash it would take as long as the work.
    """
    digest = hashlib.sha256()
    for path in files:
        status = path.stat()
        digest.update(f"{path.name} {status.st_size} {status.st_mtime_ns}".encode())
        if path.name.lower().endswith(PARQUET):
            digest.update(repr(pq.read_metadata(path).to_dict()["row_groups"]).encode())
    return digest.hexdigest()[:16]


def open_source(folder: Path) -> Source:
    """Find the files of a folder and check their columns; reads no rows.

    Raises:
        DataError: a file or column is missing, or of a kind that cannot be streamed.
    """
    if not folder.is_dir():
        raise DataError(f"Expected a folder of scored candidates, got {folder}. Name a folder.")
    layout = find_files(folder)
    files = _candidate_files(folder, layout)
    roles = match_candidates(_schema(files[0]).names, ColumnNames(), files[0].name, layout.columns)
    if "system" in roles or "score" not in roles:
        found = "several systems" if "system" in roles else "ranks only"
        raise DataError(
            f"{files[0].name} holds {found}; expected user_id, item_id and score of one system. "
            "Write one file a system, with scores."
        )
    for path in files[1:]:
        if not _schema(path).equals(_schema(files[0])):
            raise DataError(f"{path.name} has other columns or types than {files[0].name}. Write them alike.")
    items, vectors = layout.items, layout.vectors
    if items is None or not items.name.lower().endswith(PARQUET) or vectors is None:
        raise DataError(
            f"{folder.name} needs items.parquet with a column item_id, and {VECTORS} with a row for each of "
            "its rows: how alike two items are is read from there. Add both."
        )
    item_roles = match_items(_schema(items).names, ColumnNames(), items.name)
    outcomes: dict[str, str] = {}
    if layout.outcomes is not None:
        if not layout.outcomes.name.lower().endswith(PARQUET):
            raise DataError(
                f"{layout.outcomes.name} must be Parquet to be streamed. Save it as outcomes.parquet."
            )
        outcomes = match_outcomes(_schema(layout.outcomes).names, ColumnNames(), layout.outcomes.name)
        if "rating" in outcomes:
            raise DataError(
                f"{layout.outcomes.name} holds ratings; here an outcome is a column label, above 0 for what "
                "was liked, or every row. Write it so."
            )
    larger = layout.larger_is_better
    return Source(
        candidates=files,
        user=roles["user_id"],
        item=roles["item_id"],
        score=roles["score"],
        larger_is_better=not is_smaller_better(roles["score"]) if larger is None else larger,
        items=items,
        items_id=item_roles["item_id"],
        vectors=vectors,
        outcomes=layout.outcomes,
        outcomes_user=outcomes.get("user_id", ""),
        outcomes_item=outcomes.get("item_id", ""),
        outcomes_label=outcomes.get("label", ""),
    )


def _candidate_files(folder: Path, layout: Layout) -> tuple[Path, ...]:
    if len(layout.candidates) != 1:
        names = ", ".join(layout.candidates) or "none"
        raise DataError(
            f"{folder.name} must hold the candidates of one system (found: {names}), as candidates.parquet "
            "or a folder candidates of such files."
        )
    (path,) = layout.candidates.values()
    files = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
    if not files or any(not file.name.lower().endswith(PARQUET) for file in files):
        raise DataError(
            f"{path.name} must be Parquet, so that it can be read a part at a time. Convert it, sorted by "
            "user_id, for example with DuckDB: "
            "COPY (FROM 'candidates.csv' ORDER BY user_id) TO 'candidates.parquet'."
        )
    for file in files:
        check_not_empty(file)
    return tuple(files)


def _schema(path: Path) -> pa.Schema:
    try:
        return pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise DataError(
            f"{path.name} cannot be read as Parquet ({str(error).splitlines()[0][:120]}). Write it again."
        ) from error
