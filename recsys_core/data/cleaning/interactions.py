"""Clean the interactions: readable ids, values and times, one row for each pair of user and item."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd
from pandas.api.types import is_scalar

from recsys_core.data.cleaning import findings as found
from recsys_core.data.cleaning import given_parts, value_findings
from recsys_core.data.cleaning.contract import check_contract
from recsys_core.data.cleaning.events import propose_liked_from, propose_weights
from recsys_core.data.cleaning.findings import FirstRow
from recsys_core.data.cleaning.ids import MISSING, Ids, clean_ids
from recsys_core.data.cleaning.order import repeated as find_repeated
from recsys_core.data.cleaning.order import user_order
from recsys_core.data.cleaning.ratings import (
    count_levels,
    find_not_rated,
    infer_scale,
    looks_like_counts,
    rating_levels,
    read_numbers,
)
from recsys_core.data.cleaning.times import Times, read_times
from recsys_core.data.finding import Finding
from recsys_core.data.meaning import Meaning
from recsys_core.data.readers.base import RawData
from recsys_core.data.readers.columns import FLAGS
from recsys_core.errors import DataError
from recsys_core.messages import Message, message
from recsys_core.types import BoolArray, FloatArray, IndexArray

N_EXAMPLES = 3


@dataclass
class CleanRows:
    """Interactions that can be used, sorted by user, then time; ties keep the order of the file.

    Attributes:
        user_idx: (n,) int32, rows of ``user_ids``.
        item_codes: (n,) int32, rows of ``item_ids``.
        rating: (n,) float64: rating, count or weight; 1.0 without.
        level: (n,) int8 in 1..5.
        timestamp: (n,) float64 seconds; row numbers without times.
        user_ids: (n_users,) str, all of which occur.
        item_ids: (n_items,) str, of which some may not occur.
        lines: how times and values were read.
        values: what a rating is.
        liked_from: the lowest that counts as liked; None where all do.
        scale: of ratings.
        has_times: whether the source has times.
        part: (n,) int8, the part of a split that the source gives; None: it gives none.
    """

    user_idx: IndexArray
    item_codes: IndexArray
    rating: FloatArray
    level: IndexArray
    timestamp: FloatArray
    user_ids: np.ndarray
    item_ids: np.ndarray
    lines: tuple[Message, ...]
    values: Literal["ratings", "counts", "events", "none"]
    liked_from: float | None
    scale: tuple[float, float] | None
    has_times: bool
    part: IndexArray | None = None


def clean_interactions(raw: RawData, meaning: Meaning, findings: list[Finding]) -> CleanRows:
    """Leave out unusable rows, join the rows of a pair of user and item, and sort.

    Rows are left out in this order: without a user or an item; with an unreadable value, one that means "not
    rated", one outside the scale, or an event that counts nothing; without a readable time; outside the time
    window. Of the rows of one pair the last in time counts (of equal times, the last in the file); counts are
    added up, and of events the strongest counts. Then people with too few interactions are left out.

    Args:
        raw: the raw tables.
        meaning: what the values mean, where the user said so.
        findings: what was found is appended here.

    Raises:
        DataError: no value of the rating or time column is readable, or both ratings and events are named.
    """
    rows = _Rows(raw, findings)
    users, items = (clean_ids(raw.interactions[role]) for role in ("user_id", "item_id"))
    rows.drop((users.codes == MISSING) | (items.codes == MISSING), found.missing_ids)
    for role, ids in (("user_id", users), ("item_id", items)):
        if ids.lost_digits:
            findings.append(value_findings.ids_lost_digits(ids, raw.columns.get(role, role)))
    values = _read_values(rows, meaning)
    seconds = _read_times(rows, meaning, users.codes)
    part = _read_parts(rows)
    cleaned = _sorted(rows, values, seconds, part, users, items)
    cleaned = _in_one_part(cleaned, findings)
    cleaned = _joined(cleaned, values, findings)
    cleaned = _with_history(cleaned, meaning.min_history, findings)
    cleaned.lines = tuple(rows.lines)
    if len(cleaned.rating):
        _set_levels(cleaned, values, raw.scale, meaning, findings)
        check_contract(cleaned.user_idx, cleaned.item_codes, cleaned.rating, cleaned.level, cleaned.timestamp)
    return cleaned


@dataclass
class _Rows:
    """The raw rows and which of them are kept so far."""

    raw: RawData
    findings: list[Finding]
    lines: list[Message] = field(default_factory=list)
    keep: BoolArray = field(init=False)

    def __post_init__(self) -> None:
        self.keep = np.ones(len(self.raw.interactions), bool)

    def drop(
        self, unusable: BoolArray, finding: Callable[[int, FirstRow], Finding], column: str = ""
    ) -> None:
        """Leave out rows and report how many, where the first one is and its value in ``column``."""
        unusable = unusable & self.keep
        if not unusable.any():
            return
        places = np.flatnonzero(unusable)
        table = self.raw.interactions
        value = str(table[column].iloc[places[0]]) if column else ""
        made = finding(len(places), FirstRow(str(table.index[places[0]]), self.raw.file, value))
        made = with_rows(made, table, places, len(self.keep))
        self.findings.append(made)
        self.keep &= ~unusable

    def nothing_readable(self, role: str, expected: str) -> DataError:
        """The error for a column without a single readable value."""
        table = self.raw.interactions
        first = int(np.flatnonzero(self.keep)[0])
        return DataError(
            message(
                "errors.nothing_readable",
                "{file}: no value of column '{column}' can be read (row {row} holds '{value}'; expected "
                "{expected}). "
                "Name another column with {flag}.",
                file=self.raw.file,
                column=self.raw.columns.get(role, role),
                row=str(table.index[first]),
                value=str(table[role].iloc[first]),
                expected=expected,
                flag=FLAGS[role],
            )
        )


def with_rows(finding: Finding, table: pd.DataFrame, places: IndexArray, total: int) -> Finding:
    """A finding about rows, with its share of all rows and a few of them as the file has them."""
    from dataclasses import replace

    examples = []
    for place in places[:N_EXAMPLES]:
        cells = ("" if is_scalar(cell) and pd.isna(cell) else str(cell) for cell in table.iloc[int(place)])
        examples.append(f"{table.index[int(place)]}: " + ", ".join(cell[:40] for cell in cells))
    return replace(finding, share=len(places) / total, examples=tuple(examples))


@dataclass
class _Values:
    kind: Literal["ratings", "counts", "events", "none"]
    numbers: FloatArray
    weights: dict[str, float] = field(default_factory=dict)
    liked_from: float | None = None


def _read_values(rows: _Rows, meaning: Meaning) -> _Values:
    raw = rows.raw
    if "event" in raw.interactions:
        if "rating" in raw.interactions:
            raise DataError(
                message(
                    "errors.rating_and_event",
                    "{file}: both a rating column and an event column are named. Name one of them: what "
                    "people said, "
                    "or what they did.",
                    file=raw.file,
                )
            )
        return _read_events(rows, meaning)
    if "rating" not in raw.interactions:
        rows.findings.append(found.no_ratings(int(rows.keep.sum()), raw.file))
        return _Values("none", np.ones(len(rows.keep)))
    numbers, decimal = read_numbers(raw.interactions["rating"], meaning.decimal)
    unreadable = np.isnan(numbers)
    if rows.keep.any() and unreadable[rows.keep].all():
        raise rows.nothing_readable("rating", "a number")
    if decimal == ",":
        rows.lines.append(
            message("read.decimal", "{column}: decimal commas.", column=raw.columns.get("rating", "rating"))
        )
    rows.drop(unreadable, found.unreadable_ratings, "rating")
    codes = _not_rated_codes(rows, numbers, meaning)
    kept = numbers[rows.keep]
    kind = meaning.values or _guess_kind(raw, kept[~np.isin(kept, codes)])
    if kind == "counts":
        rows.findings.append(_counts_finding(rows, numbers, meaning))
        return _Values("counts", numbers, liked_from=meaning.liked_from or 1.0)
    for code in codes:
        rows.drop(numbers == code, partial(value_findings.not_rated, code=code), "rating")
    kept = numbers[rows.keep]
    if len(kept):
        low, high = raw.scale or infer_scale(kept)
        outside = (numbers < low) | (numbers > high)
        rows.drop(outside, partial(found.out_of_range, low=low, high=high), "rating")
    return _Values("ratings", numbers)


def _guess_kind(raw: RawData, kept: FloatArray) -> Literal["ratings", "counts"]:
    if raw.scale is None and looks_like_counts(kept, raw.columns.get("rating", "")):
        return "counts"
    return "ratings"


def _counts_finding(rows: _Rows, numbers: FloatArray, meaning: Meaning) -> Finding:
    kept = numbers[rows.keep]
    column = rows.raw.columns.get("rating", "rating")
    return value_findings.counts(
        len(kept), column, float(kept.min()), float(kept.max()), said=bool(meaning.values)
    )


def _not_rated_codes(rows: _Rows, numbers: FloatArray, meaning: Meaning) -> tuple[float, ...]:
    if meaning.not_rated is not None:
        return meaning.not_rated
    return find_not_rated(numbers[rows.keep]) if rows.raw.scale is None else ()


def _read_events(rows: _Rows, meaning: Meaning) -> _Values:
    """The weight of each row's event; rows whose event counts nothing are left out."""
    column = rows.raw.interactions["event"]
    codes, distinct = pd.factorize(column)
    names = [str(name).strip() for name in distinct]
    rows.drop(codes == MISSING, value_findings.no_event, "event")
    if len(set(names)) > value_findings.MOST_EVENTS:
        raise DataError(
            message(
                "errors.too_many_events",
                "{file}: column '{column}' has {count:,} different values, too many for kinds of events. "
                "Name another with --event-column.",
                file=rows.raw.file,
                column=rows.raw.columns.get("event", "event"),
                count=len(set(names)),
            )
        )
    counted = np.bincount(codes[rows.keep], minlength=len(names))
    counts: dict[str, int] = {}
    for name, count in zip(names, counted, strict=True):
        counts[name] = counts.get(name, 0) + int(count)
    weights = propose_weights(counts) | {name: w for name, w in meaning.events or () if name in counts}
    numbers = np.array([weights[name] for name in names] + [np.nan])[codes]
    liked_from = meaning.liked_from or propose_liked_from(weights, counts)
    rows.findings.append(
        value_findings.events(rows.raw, weights, counts, liked_from, said=bool(meaning.events))
    )
    rows.drop(numbers <= 0, value_findings.ignored_events, "event")
    return _Values("events", numbers, weights, liked_from)


def _read_times(rows: _Rows, meaning: Meaning, users: IndexArray) -> FloatArray | None:
    raw = rows.raw
    if "timestamp" not in raw.interactions:
        rows.findings.append(found.no_times(int(rows.keep.sum()), raw.file))
        return None
    times = read_times(
        raw.interactions["timestamp"], unit=meaning.time_unit, date_order=meaning.date_order, users=users
    )
    if rows.keep.any() and np.isnan(times.seconds[rows.keep]).all():
        raise rows.nothing_readable("timestamp", "seconds or a date such as 2024-05-31")
    column = raw.columns.get("timestamp", "timestamp")
    rows.lines += value_findings.time_lines(times, column)
    mixed = value_findings.time_findings(times, column, raw.interactions["timestamp"], rows.keep)
    rows.findings += mixed
    if times.placeholder.any():
        rows.drop(times.placeholder, value_findings.placeholder_times, "timestamp")
    rows.drop(np.isnan(times.seconds), found.unreadable_times, "timestamp")
    _drop_outside_window(rows, times, meaning)
    return times.seconds


def _read_parts(rows: _Rows) -> IndexArray | None:
    """The part of each row, if a column names parts at all."""
    raw = rows.raw
    if "split" not in raw.interactions:
        return None
    part = given_parts.read_parts(raw.interactions["split"])
    if not (part >= 0).any():
        return None  # a column of that name that is about something else
    column = raw.columns.get("split", "split")
    rows.drop(part < 0, lambda n, first: given_parts.unreadable_parts(n, raw.file, column), "split")
    return part


def _in_one_part(rows: CleanRows, findings: list[Finding]) -> CleanRows:
    """Without pairs that an earlier part of a given split has as well."""
    if rows.part is None:
        return rows
    pair = rows.user_idx.astype(np.int64) * max(len(rows.item_ids), 1) + rows.item_codes
    later = given_parts.in_earlier_part(pair, rows.part)
    if not later.any():
        return rows
    findings.append(given_parts.in_two_parts(int(later.sum()), len(later)))
    return _rows_where(rows, ~later)


def _drop_outside_window(rows: _Rows, times: Times, meaning: Meaning) -> None:
    if meaning.since is None and meaning.until is None:
        return
    since, until = (_moment(text, rows.raw.file) for text in (meaning.since, meaning.until))
    early = times.seconds < since if since is not None else np.zeros(len(times.seconds), bool)
    late = times.seconds >= until + 86_400 if until is not None else np.zeros(len(times.seconds), bool)
    rows.drop(early | late, partial(value_findings.outside_window, since=meaning.since, until=meaning.until))


def _moment(text: str | None, file: str) -> float | None:
    if text is None:
        return None
    try:
        return float(pd.Timestamp(text, tz="UTC").timestamp())
    except ValueError as error:
        raise DataError(
            message(
                "errors.window_date",
                "“{text}” is no date to start or end {file} at. Write it as 2024-05-31.",
                text=text,
                file=file,
            )
        ) from error


def _sorted(
    rows: _Rows,
    values: _Values,
    seconds: FloatArray | None,
    part: IndexArray | None,
    users: Ids,
    items: Ids,
) -> CleanRows:
    keep = rows.keep
    timestamp = np.arange(keep.sum(), dtype=np.float64) if seconds is None else seconds[keep]
    user_codes, item_codes, numbers = users.codes[keep], items.codes[keep], values.numbers[keep]
    order = user_order(user_codes, timestamp, len(users.names))
    return CleanRows(
        user_codes[order], item_codes[order], numbers[order], np.empty(0, np.int8), timestamp[order],
        users.names, items.names, (), values.kind, values.liked_from, None, seconds is not None,
        None if part is None else part[keep][order],
    )  # fmt: skip


def _joined(rows: CleanRows, values: _Values, findings: list[Finding]) -> CleanRows:
    """One row a pair of user and item."""
    repeated = find_repeated(rows.user_idx, rows.item_codes, len(rows.user_ids))
    if values.kind in ("counts", "events"):
        pair = rows.user_idx.astype(np.int64) * max(len(rows.item_ids), 1) + rows.item_codes
        codes, distinct = pd.factorize(pair)
        joined: FloatArray = np.zeros(len(distinct))
        if values.kind == "counts":
            negative = int((rows.rating < 0).sum())
            joined = np.bincount(codes, weights=rows.rating, minlength=len(distinct)).astype(np.float64)
            empty = joined[codes] <= 0
            if negative or empty.any():
                n_left_out = int((joined <= 0).sum())
                findings.append(value_findings.returns(negative, n_left_out, len(rows.rating), len(distinct)))
        else:
            np.maximum.at(joined, codes, rows.rating)
            empty = np.zeros(len(codes), bool)
        rows.rating = joined[codes]
        if repeated.any():
            findings.append(value_findings.joined_rows(int(repeated.sum()), len(repeated), values.kind))
        repeated = repeated | empty
    elif repeated.any():
        findings.append(found.duplicates(int(repeated.sum()), len(repeated)))
    return _rows_where(rows, ~repeated) if repeated.any() else rows


def _with_history(rows: CleanRows, min_history: int, findings: list[Finding]) -> CleanRows:
    """Without people who have too few interactions; the others are numbered anew."""
    counts = np.bincount(rows.user_idx, minlength=len(rows.user_ids))
    short = (counts < min_history) & (counts > 0)
    if short.any():
        findings.append(
            value_findings.short_histories(int(short.sum()), int((counts > 0).sum()), min_history)
        )
        rows = _rows_where(rows, ~short[rows.user_idx])
        counts = np.where(short, 0, counts)
    if not (counts > 0).all():
        place = (np.cumsum(counts > 0) - 1).astype(np.int32)
        rows.user_idx, rows.user_ids = place[rows.user_idx], rows.user_ids[counts > 0]
    return rows


def _rows_where(rows: CleanRows, keep: BoolArray) -> CleanRows:
    for name in ("user_idx", "item_codes", "rating", "timestamp"):
        setattr(rows, name, getattr(rows, name)[keep])
    if rows.part is not None:
        rows.part = rows.part[keep]
    return rows


def _set_levels(
    rows: CleanRows,
    values: _Values,
    scale: tuple[float, float] | None,
    meaning: Meaning,
    findings: list[Finding],
) -> None:
    """Levels, what counts as liked, and the sentence that says so."""
    if values.kind in ("counts", "events"):
        assert values.liked_from is not None
        rows.level = count_levels(rows.rating, values.liked_from)
    else:
        rows.scale = (
            (scale or (float(rows.rating.min()), float(rows.rating.max())))
            if values.kind == "ratings"
            else None
        )
        rows.level = rating_levels(rows.rating, scale, meaning.liked_from)
        rows.liked_from = value_findings.threshold(rows.rating, rows.level)
    share = float((rows.level >= 4).mean())
    rows.lines = (*rows.lines, *value_findings.liked_lines(rows.values, rows.liked_from, rows.scale, share))
    if values.kind == "ratings" and meaning.liked_from is None:
        findings += value_findings.narrow_liking(rows.rating, rows.level, rows.liked_from, rows.scale)
    if not (rows.level >= 4).any():
        findings.append(value_findings.nothing_liked(len(rows.level), meaning.liked_from))
