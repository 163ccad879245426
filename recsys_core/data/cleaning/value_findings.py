"""What cleaning finds about values: counts, events, units of time, codes for "not rated", what is liked."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recsys_core.data.cleaning.findings import ROWS_LEFT_OUT, FirstRow
from recsys_core.data.cleaning.ids import Ids
from recsys_core.data.cleaning.times import Times
from recsys_core.data.finding import Finding
from recsys_core.data.readers.base import RawData
from recsys_core.messages import Message, message
from recsys_core.types import BoolArray, FloatArray, IndexArray

MOST_EVENTS = 50
LIKED_LEVEL = 4
_UNIT_NAMES = {
    "s": "s", "ms": "ms", "us": "µs", "ns": "ns", "days": "d", "yyyymmdd": "20240531", "order": "1, 2, 3",
}  # fmt: skip


def ids_lost_digits(ids: Ids, column: str) -> Finding:
    """Ids that a spreadsheet rounded."""
    return Finding(
        "ids_lost_digits",
        ids.lost_digits,
        message(
            "health.ids_lost_digits.found",
            "{n:,} id in column '{column}' has lost digits, as 1.58E+18 has.",
            plural="{n:,} ids in column '{column}' have lost digits, as 1.58E+18 has.",
            n=ids.lost_digits,
            column=column,
        ),
        message("health.ids_lost_digits.fix", "They were taken as they are."),
        message(
            "health.ids_lost_digits.consequence",
            "Different users or items may have become one before this file was written. Export it again "
            "with ids as "
            "text.",
        ),
        "warn",
        ids.lost_digits / len(ids.names),
        tuple(str(name) for name in ids.names if "E" in str(name).upper())[:3],
    )


def counts(n: int, column: str, low: float, high: float, *, said: bool) -> Finding:
    """A column of counts rather than ratings."""
    return Finding(
        "counts",
        n,
        message(
            "health.counts.found",
            "Column '{column}' holds counts, from {low:g} to {high:g}, not ratings.",
            column=column,
            low=low,
            high=high,
        )
        if said
        else message(
            "health.counts.guessed",
            "Column '{column}' looks like counts, from {low:g} to {high:g}, not like ratings.",
            column=column,
            low=low,
            high=high,
        ),
        message(
            "health.counts.fix",
            "Rows of one user and item were added up; what is above the threshold counts as liked, larger "
            "counts more, "
            "on a logarithmic scale.",
        ),
        message(
            "health.counts.consequence",
            "As ratings, small counts would have been dislikes. Nothing here says that somebody disliked an "
            "item.",
        ),
        "note" if said else "warn",
    )


def not_rated(n: int, first: FirstRow, *, code: float) -> Finding:
    """A value that means that there is no rating."""
    return Finding(
        "not_rated",
        n,
        message(
            "health.not_rated.found",
            "{n:,} row has the value {code:g}, which stands apart from the scale: it means “not rated” "
            "(row {row} of {file}).",
            plural="{n:,} rows have the value {code:g}, which stands apart from the scale: it means “not "
            "rated” "
            "(first: row {row} of {file}).",
            n=n,
            code=code,
            row=first.row,
            file=first.file,
        ),
        ROWS_LEFT_OUT,
        message(
            "health.not_rated.consequence",
            "As a rating it would have stretched the scale and made likes or dislikes of rows without an "
            "opinion.",
        ),
        "warn",
    )


def no_event(n: int, first: FirstRow) -> Finding:
    """Rows that do not say what happened."""
    return Finding(
        "no_event",
        n,
        message(
            "health.no_event.found",
            "{n:,} row without an event was left out (row {row} of {file}).",
            plural="{n:,} rows without an event were left out (first: row {row} of {file}).",
            n=n,
            row=first.row,
            file=first.file,
        ),
        ROWS_LEFT_OUT,
        message("health.no_event.consequence", "Nothing says what happened in them."),
    )


def ignored_events(n: int, first: FirstRow) -> Finding:
    """Events that count nothing, such as a removal."""
    return Finding(
        "ignored_events",
        n,
        message(
            "health.ignored_events.found",
            "{n:,} row whose event counts nothing was left out (row {row} of {file}, '{value}').",
            plural="{n:,} rows whose events count nothing were left out (first: row {row} of {file}, "
            "'{value}').",
            n=n,
            row=first.row,
            file=first.file,
            value=first.value,
        ),
        ROWS_LEFT_OUT,
        message(
            "health.ignored_events.consequence",
            "As likes they would have taught that people want what they gave back.",
        ),
    )


def events(
    raw: RawData, weights: dict[str, float], counted: dict[str, int], liked_from: float, *, said: bool
) -> Finding:
    """Kinds of events and how much each counts."""
    shown = ", ".join(
        f"{name} ({counted[name]:,}) = {weight:g}" for name, weight in list(weights.items())[:8]
    )
    liked = ", ".join(name for name, weight in weights.items() if weight >= liked_from)
    return Finding(
        "events",
        sum(counted.values()),
        message(
            "health.events.found",
            "Column '{column}' says what happened: {shown}.",
            column=raw.columns.get("event", "event"),
            shown=shown,
        ),
        message(
            "health.events.fix",
            "Of one user's events with one item the strongest counts. Liked: {liked}.",
            liked=liked or "-",
        ),
        message(
            "health.events.consequence",
            "Accuracy measures whether people came to do one of these with an item. Other weights, other "
            "figures.",
        ),
        "note" if said else "warn",
    )


def time_lines(times: Times, column: str) -> list[Message]:
    """How a column of times was read, in sentences."""
    lines = []
    if times.units:
        units = ", ".join(_UNIT_NAMES[unit] for unit in times.units)
        lines.append(
            message("read.time_units", "{column}: times written in {units}.", column=column, units=units)
        )
    if times.date_order == "day":
        lines.append(message("read.day_first", "{column}: dates with the day first.", column=column))
    elif times.date_order == "month":
        lines.append(message("read.month_first", "{column}: dates with the month first.", column=column))
    return lines


def time_findings(times: Times, column: str, values: pd.Series, keep: BoolArray) -> list[Finding]:
    """Times in several units, and dates that can be read in two ways."""
    findings = []
    if len(times.units) > 1:
        usual = max(times.units, key=lambda unit: times.units[unit])
        n = sum(count for unit, count in times.units.items() if unit != usual)
        findings.append(
            Finding(
                "mixed_time_units",
                n,
                message(
                    "health.mixed_time_units.found",
                    "Column '{column}' mixes units: {units}.",
                    column=column,
                    units=", ".join(
                        f"{_UNIT_NAMES[unit]} ({count:,})" for unit, count in times.units.items()
                    ),
                ),
                message(
                    "health.mixed_time_units.fix", "Each time was read in the unit that makes it a date."
                ),
                message(
                    "health.mixed_time_units.consequence",
                    "As plain numbers, the rows in the finer unit would all have come last.",
                ),
                "note",
                n / len(keep),
            )
        )
    if times.is_ambiguous or times.by_order_of_rows:
        n = int(keep.sum())
        example = str(values[keep].iloc[0]) if n else ""
        findings.append(
            Finding(
                "ambiguous_dates",
                n,
                message(
                    "health.ambiguous_dates.found",
                    "Dates such as '{example}' can be read with the day or the month first.",
                    example=example,
                ),
                _how_ambiguous_dates_were_read(times),
                message(
                    "health.ambiguous_dates.consequence",
                    "Read the other way, most users would be tested on other rows.",
                ),
                "note" if times.by_order_of_rows else "warn",
            )
        )
    return findings


def _how_ambiguous_dates_were_read(times: Times) -> Message:
    if times.date_order == "day":
        return (
            message(
                "health.ambiguous_dates.day_in_order",
                "They were read with the day first: so each user's rows are in order.",
            )
            if times.by_order_of_rows
            else message(
                "health.ambiguous_dates.day",
                "They were read with the day first. If that is wrong, write them as 2024-05-31.",
            )
        )
    return (
        message(
            "health.ambiguous_dates.month_in_order",
            "They were read with the month first: so each user's rows are in order.",
        )
        if times.by_order_of_rows
        else message(
            "health.ambiguous_dates.month",
            "They were read with the month first. If that is wrong, write them as 2024-05-31.",
        )
    )


def placeholder_times(n: int, first: FirstRow) -> Finding:
    """Times that stand for "no time"."""
    return Finding(
        "placeholder_times",
        n,
        message(
            "health.placeholder_times.found",
            "{n:,} row has a time that means “no time” (row {row} of {file}, '{value}').",
            plural="{n:,} rows have a time that means “no time” (first: row {row} of {file}, '{value}').",
            n=n,
            row=first.row,
            file=first.file,
            value=first.value,
        ),
        ROWS_LEFT_OUT,
        message(
            "health.placeholder_times.consequence",
            "Taken as times they would have come first, or last and into the test part.",
        ),
    )


def outside_window(n: int, first: FirstRow, *, since: str | None, until: str | None) -> Finding:
    """Rows outside the chosen time window."""
    return Finding(
        "outside_window",
        n,
        message(
            "health.outside_window.found",
            "{n:,} row lies outside the time window ({since} to {until}).",
            plural="{n:,} rows lie outside the time window ({since} to {until}).",
            n=n,
            since=since or "…",
            until=until or "…",
        ),
        ROWS_LEFT_OUT,
        message("health.outside_window.consequence", "Every figure describes the window alone."),
    )


def returns(n_negative: int, n_left_out: int, n_rows: int, n_pairs: int) -> Finding:
    """Negative counts, such as returned goods, and pairs of which nothing remains."""
    return Finding(
        "returns",
        n_negative,
        message(
            "health.returns.found",
            "{n:,} row has a negative count: something was returned.",
            plural="{n:,} rows have negative counts: something was returned.",
            n=n_negative,
        ),
        message(
            "health.returns.fix",
            "Returns were taken off what the same user had; {n:,} pair with nothing left was left out.",
            plural="Returns were taken off what the same user had; {n:,} pairs with nothing left were left "
            "out.",
            n=n_left_out,
        ),
        message("health.returns.consequence", "What was returned does not count as liked."),
        share=n_negative / n_rows,
    )


def joined_rows(n: int, total: int, kind: str) -> Finding:
    """Several rows of one pair, added up or reduced to the strongest."""
    return Finding(
        "joined_rows",
        n,
        message(
            "health.joined_rows.found",
            "{n:,} row repeats a user and an item.",
            plural="{n:,} rows repeat a user and an item.",
            n=n,
        ),
        message("health.joined_rows.added", "Their counts were added up, at the latest time.")
        if kind == "counts"
        else message("health.joined_rows.strongest", "The strongest event counts, at the latest time."),
        message(
            "health.joined_rows.consequence",
            "An item that somebody came back to is in one part of the split only.",
        ),
        share=n / total,
    )


def short_histories(n: int, total: int, least: int) -> Finding:
    """People with fewer interactions than asked for."""
    return Finding(
        "short_histories",
        n,
        message(
            "health.short_histories.found",
            "{n:,} of {total:,} users has fewer than {least} interactions.",
            plural="{n:,} of {total:,} users have fewer than {least} interactions.",
            n=n,
            total=total,
            least=least,
        ),
        message("health.short_histories.fix", "They were left out, as asked."),
        message("health.short_histories.consequence", "Every figure describes the more active users."),
        share=n / total,
    )


def threshold(rating: FloatArray, level: IndexArray) -> float | None:
    """The lowest rating that counts as liked; None if every rating does, or none."""
    liked = level >= LIKED_LEVEL
    return float(rating[liked].min()) if liked.any() and not liked.all() else None


def liked_lines(
    values: str, liked_from: float | None, scale: tuple[float, float] | None, share: float
) -> list[Message]:
    """What counts as liked, in a sentence."""
    if values == "ratings" and liked_from is not None and scale is not None:
        return [
            message(
                "read.liked_ratings",
                "Counts as liked: a rating of at least {liked_from:g} on a scale from {low:g} to {high:g} "
                "({share:.0%} of interactions).",
                liked_from=liked_from,
                low=scale[0],
                high=scale[1],
                share=share,
            )
        ]
    if values == "counts" and liked_from is not None:
        return [
            message(
                "read.liked_counts",
                "Counts as liked: a count of at least {liked_from:g} ({share:.0%} of pairs).",
                liked_from=liked_from,
                share=share,
            )
        ]
    if values == "events" and liked_from is not None:
        return [
            message(
                "read.liked_events",
                "Counts as liked: an event with a weight of at least {liked_from:g} ({share:.0%} of pairs).",
                liked_from=liked_from,
                share=share,
            )
        ]
    return [message("read.liked_all", "Counts as liked: every interaction.")] if share == 1.0 else []


def narrow_liking(
    rating: FloatArray, level: IndexArray, liked_from: float | None, scale: tuple[float, float] | None
) -> list[Finding]:
    """A threshold that only the highest of many ratings reaches."""
    if liked_from is None or scale is None or liked_from < scale[1] or len(np.unique(rating)) < 4:
        return []
    n = int((level >= LIKED_LEVEL).sum())
    return [
        Finding(
            "narrow_liking",
            n,
            message(
                "health.narrow_liking.found",
                "Only the highest rating, {liked_from:g}, counts as liked: {share:.0%} of interactions.",
                liked_from=liked_from,
                share=n / len(level),
            ),
            message(
                "health.narrow_liking.fix",
                "Nothing was changed; if a lower rating is a like, too, raise it in the file.",
            ),
            message(
                "health.narrow_liking.consequence",
                "People without such a rating in the test part are left out of every figure.",
            ),
            "warn",
            n / len(level),
        )
    ]


def nothing_liked(n: int, liked_from: float | None) -> Finding:
    """No interaction counts as liked."""
    return Finding(
        "nothing_liked",
        n,
        message("health.nothing_liked.found", "No interaction counts as liked."),
        message("health.nothing_liked.fix", "Lower the threshold of what counts as liked."),
        message("health.nothing_liked.consequence", "Accuracy cannot be measured."),
        "stop",
    )
