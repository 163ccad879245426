"""Some interactions in words, so that their owner sees how they were understood."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from recsys_core.data.cleaning.ratings import LIKED_LEVEL
from recsys_core.data.dataset import Dataset
from recsys_core.messages import Message, message


def understood(dataset: Dataset) -> list[Message]:
    """The first interaction that counts as liked and the first that does not, a sentence each.

    Returns:
        At most two sentences; "day" among their values is an ISO date, absent where there are no times.
    """
    liked = dataset.interactions.level >= LIKED_LEVEL
    rows = [int(np.flatnonzero(group)[0]) for group in (liked, ~liked) if group.any()]
    return [_sentence(dataset, row, bool(liked[row])) for row in rows]


def _sentence(dataset: Dataset, row: int, liked: bool) -> Message:
    rows = dataset.interactions
    user = str(dataset.user_ids[rows.user_idx[row]])
    item = str(dataset.items["title"].iloc[int(rows.item_idx[row])])
    value = f"{rows.rating[row]:g}"
    day = _day(float(rows.timestamp[row])) if dataset.reading.has_times else None
    if liked and day is not None:
        return message("read.liked_on", "{user} liked {item} on {day}.", user=user, item=item, day=day)
    if liked:
        return message("read.liked", "{user} liked {item}.", user=user, item=item)
    if day is not None:
        return message(
            "read.not_liked_on",
            "{user} and {item} on {day}: {value} does not count as liked.",
            user=user,
            item=item,
            day=day,
            value=value,
        )
    return message(
        "read.not_liked",
        "{user} and {item}: {value} does not count as liked.",
        user=user,
        item=item,
        value=value,
    )


def _day(seconds: float) -> str | None:
    """The date in UTC; None for times of which only the order counts."""
    if not 0 < seconds < 253_402_300_800:  # the year 10000
        return None
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
