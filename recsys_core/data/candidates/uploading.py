"""Uploaded files of candidates: what each holds by its name, and a draft made of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from recsys_core.data import uploads
from recsys_core.data.candidates import layout
from recsys_core.data.candidates.dataset import Origin
from recsys_core.data.candidates.visitor_names import FILES
from recsys_core.errors import DataError
from recsys_core.messages import message

Role = Literal["candidates", "items", "outcomes", "history", "users", "vectors", "unused"]
ROLES: tuple[Role, ...] = ("candidates", "items", "outcomes", "history", "users", "unused")
"""What a table can be; vectors.npy is known by its ending."""

FILE_TYPES = ["csv", "tsv", "txt", "gz", "parquet", "pq", "jsonl", "ndjson", "npy"]
_WORDS: dict[Role, tuple[str, ...]] = {
    "items": layout.ITEMS,
    "outcomes": layout.OUTCOMES,
    "history": layout.HISTORY,
    "users": layout.USERS,
}


@dataclass(frozen=True)
class UploadedFile:
    """One uploaded file.

    Attributes:
        name: as the visitor called it.
        content: its bytes.
        role: what it holds.
    """

    name: str
    content: bytes
    role: Role


def guess_role(name: str, taken: Sequence[Role]) -> Role:
    """What a file holds by its name; one that says nothing holds candidates unless another does."""
    lowered = name.lower()
    if lowered.endswith(".npy"):
        return "vectors"
    for role, words in _WORDS.items():
        if any(word in lowered for word in words) and role not in taken:
            return role
    is_named = any(word in lowered for word in (*layout.CANDIDATES, "score", "recs"))
    return "candidates" if is_named or "candidates" not in taken else "unused"


def create_draft(
    files: Sequence[UploadedFile],
    title: str,
    *,
    larger_is_better: bool | None,
    origin: Origin,
    columns: dict[str, str],
) -> uploads.Draft:
    """Store files as a draft under names that tell what they hold.

    Args:
        files: at least one with candidates; several are systems, called by their files.
        title: of the data set, "" for that of the first file.
        larger_is_better: what the visitor says of the scores, None to read it from the names.
        origin: how the outcomes arose.
        columns: role -> column of the candidates where the guess was changed.

    Raises:
        DataError: no file has candidates, a table that can be there once is there twice, a file is too large,
            or the data cannot be used.
    """
    systems = [file for file in files if file.role == "candidates"]
    if not systems:
        raise DataError(
            message(
                "candidates.none",
                "None of these files holds candidates: a table of user_id, item_id and score. Add one.",
            )
        )
    for role in (*_WORDS, "vectors"):
        if sum(file.role == role for file in files) > 1:
            raise DataError(
                message(
                    "candidates.twice",
                    "Two files are to be {role}: only one can be. Choose what each of them holds.",
                    role=role,
                )
            )
    for file in files:
        uploads.check_upload_size(file.name, len(file.content))
    stored = {file: _stored_name(file, len(systems) > 1) for file in files if file.role != "unused"}
    called = {name: Path(file.name).name for file, name in stored.items()}
    note: dict[str, object] = {"outcomes": origin, "columns": columns, FILES: called}
    if larger_is_better is not None:
        note["scores"] = "higher" if larger_is_better else "lower"

    def write(folder: Path) -> None:
        for file, name in stored.items():
            (folder / name).write_bytes(file.content)
        (folder / layout.NOTE).write_text(json.dumps(note), encoding="utf-8")

    return uploads.store_draft(systems[0].name, title, write)


def _stored_name(file: UploadedFile, several: bool) -> str:
    if file.role == "vectors":
        return layout.VECTORS
    ending = next(
        (end for end in sorted(layout.SUFFIXES, key=len)[::-1] if file.name.lower().endswith(end)), ".csv"
    )
    if file.role == "candidates" and several:
        stem = Path(file.name).name[: -len(ending)] or "system"
        for word in layout.CANDIDATES:
            stem = stem[len(word) :].strip("-_. ") or stem if stem.lower().startswith(word) else stem
        return f"candidates_{''.join(one if one.isalnum() or one in '-_ ' else '_' for one in stem)}{ending}"
    return file.role + ending
