"""Which file of a folder holds what, by its name."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recsys_core.data.candidates.dataset import ORIGINS, Origin
from recsys_core.errors import DataError
from recsys_core.messages import message
from recsys_core.runtime.json_text import parse_json

SUFFIXES = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".parquet", ".pq", ".jsonl", ".ndjson")
CANDIDATES = ("candidates", "recommendations", "predictions", "scored")
ITEMS = ("items", "products", "catalogue", "catalog", "movies", "books", "articles", "games")
HISTORY = ("history", "interactions", "events", "ratings")
OUTCOMES = ("outcomes", "clicks", "purchases", "orders", "conversions", "feedback", "labels", "test")
USERS = ("users", "people", "customers", "members")
VECTORS = "vectors.npy"
NOTE = "candidates.json"
"""Optional, where names cannot tell: {"scores": "higher" or "lower", "outcomes": one of ``ORIGINS``,
"columns": {"user_id": …, "item_id": …, "score": …}} with the names of columns of the candidates."""


@dataclass(frozen=True)
class Layout:
    """The files of a folder.

    Attributes:
        candidates: by the system's name, its file or folder of parts; "" where only one was brought.
        items, history, outcomes, users: the other tables, None where there is none.
        vectors: an array with a row for each row of ``items``.
        larger_is_better: what the note says of the scores, None where it says nothing.
        origin: what the note says of the outcomes.
        columns: role -> column of the candidates, as far as the note says so.
    """

    candidates: dict[str, Path]
    items: Path | None = None
    history: Path | None = None
    outcomes: Path | None = None
    users: Path | None = None
    vectors: Path | None = None
    larger_is_better: bool | None = None
    origin: Origin = "unknown"
    columns: dict[str, str] = field(default_factory=dict)


def is_candidates(path: Path) -> bool:
    """Whether a folder holds candidates, or a file is called so; looks at names only."""
    if path.is_dir():
        return bool(_systems(path))
    return path.is_file() and _stem(path) is not None and _system(path) is not None


def find_files(path: Path) -> Layout:
    """The files of a folder, or of a file of candidates alone.

    Raises:
        DataError: the note beside them cannot be read.
    """
    if path.is_file():
        return Layout({"": path})
    larger, origin, columns = _note(path / NOTE)
    vectors = path / VECTORS
    return Layout(
        _systems(path),
        _find(path, ITEMS),
        _find(path, HISTORY),
        _find(path, OUTCOMES),
        _find(path, USERS),
        vectors if vectors.is_file() else None,
        larger,
        origin,
        columns,
    )


def _systems(folder: Path) -> dict[str, Path]:
    found = {_system(entry): entry for entry in sorted(folder.iterdir()) if not entry.name.startswith(".")}
    return {name: entry for name, entry in found.items() if name is not None}


def _system(entry: Path) -> str | None:
    """What a system is called: "night" in "candidates_night.csv", "" in "candidates.csv"; None elsewhere."""
    stem = _stem(entry)
    if stem is None:
        return None
    for word in CANDIDATES:
        if stem.lower() == word:
            return ""
        if stem.lower().startswith(word) and stem[len(word)] in "-_. ":
            return stem[len(word) + 1 :]
    return None


def _stem(entry: Path) -> str | None:
    """The name without what tells the format; None of what cannot be read. A folder may hold parts."""
    if entry.is_dir():
        return entry.name
    ending = next((end for end in sorted(SUFFIXES, key=len)[::-1] if entry.name.lower().endswith(end)), None)
    return None if ending is None else entry.name[: -len(ending)]


def _find(folder: Path, words: tuple[str, ...]) -> Path | None:
    present = {stem.lower(): entry for entry in sorted(folder.iterdir()) if (stem := _stem(entry))}
    return next((present[word] for word in words if word in present), None)


def _note(path: Path) -> tuple[bool | None, Origin, dict[str, str]]:
    if not path.is_file():
        return None, "unknown", {}
    try:
        said: Any = parse_json(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError):
        said = None
    scores = said.get("scores") if isinstance(said, dict) else ""
    origin = said.get("outcomes", "unknown") if isinstance(said, dict) else ""
    columns = said.get("columns", {}) if isinstance(said, dict) else {}
    if not isinstance(columns, dict) or scores not in (None, "higher", "lower") or origin not in ORIGINS:
        raise DataError(
            message(
                "candidates.note",
                'candidates.json may say {{"scores": "higher" or "lower", "outcomes": one of {origins}}}. '
                "Write it so, or remove it.",
                origins=", ".join(ORIGINS),
            )
        )
    named = {str(role): str(column) for role, column in columns.items()}
    return None if scores is None else scores == "higher", origin, named
