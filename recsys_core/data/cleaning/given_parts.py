"""A split that the source gives: which part each row belongs to, and pairs that are in two parts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recsys_core.data.finding import Finding
from recsys_core.data.parts import PART_WORDS
from recsys_core.messages import message
from recsys_core.types import BoolArray, IndexArray

UNREADABLE = -1


def read_parts(values: pd.Series) -> IndexArray:
    """(n,) int8 part of each row: TRAIN, VALID or TEST; UNREADABLE where the word is none of theirs."""
    codes, distinct = pd.factorize(values)
    words = [str(word).strip().lower() for word in distinct]
    numbers = {"0": 0, "1": 1, "2": 2} if set(words) <= {"0", "1", "2"} else {}
    parts = [PART_WORDS.get(word, numbers.get(word, UNREADABLE)) for word in words]
    return np.array([*parts, UNREADABLE], np.int8)[codes]  # a missing value has code -1: the last entry


def in_earlier_part(pair: IndexArray, part: IndexArray) -> BoolArray:
    """(n,) whether the same pair of user and item is also in an earlier part.

    Args:
        pair: (n,) a number for each pair.
        part: (n,) the row's part.

    >>> in_earlier_part(np.array([5, 5, 6]), np.array([2, 0, 2])).tolist()
    [True, False, False]
    """
    codes, distinct = pd.factorize(pair)
    earliest = np.full(len(distinct), np.iinfo(np.int8).max, np.int8)
    np.minimum.at(earliest, codes, part)
    return np.asarray(part > earliest[codes])


def unreadable_parts(n: int, file: str, column: str) -> Finding:
    """Rows that name no part."""
    return Finding(
        "unreadable_parts",
        n,
        message(
            "health.unreadable_parts.found",
            "{n:,} row of {file} names no part in column '{column}'.",
            plural="{n:,} rows of {file} name no part in column '{column}'.",
            n=n,
            file=file,
            column=column,
        ),
        message("health.rows_left_out", "These rows were left out."),
        message(
            "health.unreadable_parts.consequence",
            "They are neither learned from nor tested. Write train, valid or test in every row.",
        ),
        "warn",
    )


def in_two_parts(n: int, total: int) -> Finding:
    """Pairs that the source has in two parts."""
    return Finding(
        "in_two_parts",
        n,
        message(
            "health.in_two_parts.found",
            "{n:,} row repeats a pair of user and item from an earlier part of the split.",
            plural="{n:,} rows repeat a pair of user and item from an earlier part of the split.",
            n=n,
        ),
        message("health.in_two_parts.fix", "They were removed from the later part."),
        message(
            "health.in_two_parts.consequence",
            "What a model has learned from cannot test it: they would have been left out of every list and "
            "counted as misses.",
        ),
        "warn",
        share=n / total,
    )
