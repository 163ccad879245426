"""A data set in memory: interactions, items and users, with its terms of use and what cleaning found."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from recsys_core.data.finding import Finding
from recsys_core.data.read_settings import ReadSettings
from recsys_core.data.split_rule import SplitRule
from recsys_core.messages import Message
from recsys_core.types import IndexArray, Interactions


@dataclass(frozen=True)
class DatasetInfo:
    """What is known about a data set besides its rows; the attributes are those of ``Dataset``."""

    name: str
    title: str
    simulated: bool = False
    licence: str = ""
    citation: str = ""


@dataclass(frozen=True)
class Reading:
    """How a data set was understood.

    Attributes:
        lines: how files, times and values were read, a sentence each.
        values: what an interaction carries: a rating, a count, an event's weight, or nothing.
        liked_from: the lowest value that counts as liked; None where every interaction does.
        scale: lowest and highest rating; None without ratings.
        has_times: whether interactions have times; otherwise only the order of the rows is known.
        settings: what was said about how to read it; the rest was found out.
    """

    lines: tuple[Message, ...] = ()
    values: Literal["ratings", "counts", "events", "none"] = "ratings"
    liked_from: float | None = None
    scale: tuple[float, float] | None = None
    has_times: bool = True
    settings: ReadSettings = ReadSettings()


@dataclass(frozen=True)
class Dataset:
    """Interactions over a catalogue, ready to be split.

    Attributes:
        name: what ``--data`` calls it, e.g. "ml-100k"; the stem of the path for a user's own file.
        interactions: all cleaned interactions, sorted by user, then time.
        user_ids: (n_users,) str, the data's own ids: in numeric order if all are numeric, else in text order.
        item_ids: (n_items,) str, in the same kind of order.
        items: n_items rows in item_idx order, columns title (str), year (Int64, may be NA),
            categories (tuple of str), creator (str, may be ""), description (str, may be "").
        users: n_users rows in user_idx order, with the columns of the source (there may be none).
        title: the name on screen, e.g. "MovieLens 100K".
        simulated: whether the users are simulated; every page says so.
        licence: terms of use in a sentence or two, "" for a user's own file.
        citation: how to cite it, "" for a user's own file.
        cleaning: what cleaning found and did, in order.
        reading: how files and values were understood.
        split_rule: how the interactions are split.
        given_part: (n,) int8, the part of each interaction where the source gives the split.
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
    cleaning: tuple[Finding, ...] = field(default=())
    reading: Reading = field(default=Reading())
    split_rule: SplitRule = field(default=SplitRule())
    given_part: IndexArray | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What cleaning found, one English sentence each."""
        return tuple(str(finding.found) for finding in self.cleaning)

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hex digits of SHA-256 over ids, interactions and any split but the one per person in time.

        Where somebody said what counts as liked, that is included; titles and attributes are not.
        """
        digest = hashlib.sha256()
        for ids in (self.user_ids, self.item_ids):
            digest.update("\n".join(map(str, ids)).encode())
        columns = (self.interactions.user_idx, self.interactions.item_idx, self.interactions.rating)
        for column in columns:
            digest.update(np.ascontiguousarray(column, dtype="<f8").tobytes())
        meaning = self.reading.settings.meaning
        if meaning.liked_from is not None or meaning.values is not None:
            digest.update(np.ascontiguousarray(self.interactions.level, dtype="<f8").tobytes())
        if not self.split_rule.is_usual:
            digest.update(json.dumps(self.split_rule.to_dict(), sort_keys=True).encode())
            if self.split_rule.way == "given" and self.given_part is not None:
                digest.update(self.given_part.astype(np.int8).tobytes())
        return digest.hexdigest()[:16]

    @cached_property
    def content(self) -> str:
        """Sixteen hex digits over everything shown or measured: titles, categories, levels, times, users too.

        Two data sets with one fingerprint (a checkpoint fits both) can still have different lists and curves,
        so cached results are keyed by this.
        """
        digest = hashlib.sha256(self.fingerprint.encode())
        digest.update(np.ascontiguousarray(self.interactions.level, dtype="<f8").tobytes())
        digest.update(np.ascontiguousarray(self.interactions.timestamp, dtype="<f8").tobytes())
        for table in (self.items, self.users):
            digest.update(table.to_csv(index=False).encode())
        return digest.hexdigest()[:16]
