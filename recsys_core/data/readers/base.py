"""What a reader is, and the raw tables it returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from recsys_core.data.finding import Finding
from recsys_core.data.readers.options import ReadOptions
from recsys_core.messages import Message


@dataclass(frozen=True)
class RawData:
    """Tables as they are in the source, with columns under our names; nothing has been checked yet.

    Attributes:
        file: name of the interactions file, for messages.
        interactions: columns user_id, item_id and, if the source has them, rating, timestamp, event (what
            happened) and split (its part); the index is the row in the file.
        columns: role -> name of the column in the source, for messages.
        items: column item_id and any of title, year, categories, creator, description; None: no catalogue.
        users: column user_id and any others; None: no table of users.
        separator: what separates categories; None: inferred from the column.
        scale: lowest and highest rating that the source allows; None: inferred from the ratings.
        how_read: how each file was read, a sentence each.
        findings: what reading found.
    """

    file: str
    interactions: pd.DataFrame
    columns: dict[str, str] = field(default_factory=dict)
    items: pd.DataFrame | None = None
    users: pd.DataFrame | None = None
    separator: str | None = None
    scale: tuple[float, float] | None = None
    how_read: tuple[Message, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Reader:
    """One file layout.

    Attributes:
        name: key of ``registry.READERS``.
        title: the layout in plain words.
        recognises: whether a folder or file has this layout; looks at names only.
        read: the tables of such a folder or file, with the user's options where the layout leaves them free;
            raises DataError if they cannot be read.
        has_open_format: whether the user can say how its text is written.
    """

    name: str
    title: str
    recognises: Callable[[Path], bool]
    read: Callable[[Path, ReadOptions], RawData]
    has_open_format: bool = False
