"""A data set in memory: interactions, items and people, with what must be said about them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from recsys_core.types import Interactions


@dataclass(frozen=True)
class CleaningStep:
    """One thing that cleaning did.

    Attributes:
        what: key of the defect, e.g. "duplicates"; the health report explains it.
        rows: how many rows it touched.
        sentence: what was done and why, in plain words.
    """

    what: str
    rows: int
    sentence: str


@dataclass(frozen=True)
class Dataset:
    """Interactions over a catalogue, ready to be split.

    Attributes:
        name: what `--data` called it, e.g. "ml-100k"; a path's stem for a file of the user's own.
        interactions: every cleaned interaction, sorted by user, then time.
        user_ids: (n_users,) str, the data's own ids; numeric ids in numeric order, others in text order.
        item_ids: (n_items,) str, ordered alike.
        items: n_items rows in item_idx order, columns title (str), year (Int64, may be NA),
            categories (tuple of str), creator (str, may be ""), description (str, may be "").
        users: n_users rows in user_idx order with whatever columns the source has (may be none).
        title: the name people read, e.g. "MovieLens 100K".
        simulated: whether the people are simulated; every page says so where true.
        licence: terms of use in a sentence or two, "" for a user's own file.
        citation: how to cite it, "" for a user's own file.
        notes: what cleaning dropped and why, one plain sentence each, in order.
        cleaning: the same steps with their counts, for the health report.
    """

    name: str
    interactions: Interactions
    user_ids: np.ndarray
    item_ids: np.ndarray
    items: pd.DataFrame
    users: pd.DataFrame
    title: str
    simulated: bool = False
    licence: str = ""
    citation: str = ""
    notes: tuple[str, ...] = field(default=())
    cleaning: tuple[CleaningStep, ...] = field(default=())

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hex digits of SHA-256 over ids and interactions; titles and attributes do not enter."""
        digest = hashlib.sha256()
        for ids in (self.user_ids, self.item_ids):
            digest.update("\n".join(map(str, ids)).encode())
        columns = (self.interactions.user_idx, self.interactions.item_idx, self.interactions.rating)
        for column in columns:
            digest.update(np.ascontiguousarray(column, dtype="<f8").tobytes())
        return digest.hexdigest()[:16]

    @cached_property
    def content(self) -> str:
        """Sixteen hex digits over everything that is shown or measured: titles, categories, levels, people.

        Two data sets may share a fingerprint (a checkpoint fits both) and still need other lists and curves;
        whatever is kept for reuse is kept under this.
        """
        digest = hashlib.sha256(self.fingerprint.encode())
        digest.update(np.ascontiguousarray(self.interactions.level, dtype="<f8").tobytes())
        digest.update(np.ascontiguousarray(self.interactions.timestamp, dtype="<f8").tobytes())
        for table in (self.items, self.users):
            digest.update(table.to_csv(index=False).encode())
        return digest.hexdigest()[:16]
