"""Split interactions into train, validation and test, in the way that the data set asks for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.data.cleaning.order import user_order
from recsys_core.data.dataset import Dataset
from recsys_core.data.parts import TEST, TRAIN, VALID
from recsys_core.errors import DataError
from recsys_core.messages import message
from recsys_core.types import IndexArray, Interactions, Stage

_DAY = 86_400.0


@dataclass(frozen=True)
class Split:
    """Which part each interaction belongs to.

    Attributes:
        interactions: all interactions, sorted by user, then time.
        part: (n,) int8, one of TRAIN, VALID, TEST.
    """

    interactions: Interactions
    part: IndexArray

    def history(self, stage: Stage) -> Interactions:
        """What a model may see: train for "valid", train and validation for "test"."""
        return self.interactions.where(self.part < _target_part(stage))

    def target(self, stage: Stage) -> Interactions:
        """What it is measured on: validation for "valid", test for "test"."""
        return self.interactions.where(self.part == _target_part(stage))


def split(dataset: Dataset, *, test_share: float = 0.2, valid_share: float = 0.1) -> Split:
    """Split a data set by its own rule, ``dataset.split_rule``.

    Args:
        dataset: with interactions, sorted by user, then time.
        test_share: in [0, 1); of a given split, or of a named date, the test part is what it is.
        valid_share: in [0, 1).

    Raises:
        ValueError: a share is outside [0, 1) or they sum to 1 or more.
        DataError: a split by date leaves a part empty.
    """
    rule, interactions = dataset.split_rule, dataset.interactions
    if rule.way == "date":
        return split_by_date(interactions, rule.date, test_share=test_share, valid_share=valid_share)
    if rule.way == "random":
        return split_at_random(interactions, rule.seed, test_share=test_share, valid_share=valid_share)
    if rule.way == "given":
        assert dataset.given_part is not None, "loading refuses this rule without parts"
        share = valid_share / (1 - test_share)
        return _as_given(interactions, dataset.given_part, share, in_time=dataset.reading.has_times)
    return split_by_time(interactions, test_share=test_share, valid_share=valid_share)


def split_by_time(interactions: Interactions, *, test_share: float = 0.2, valid_share: float = 0.1) -> Split:
    """Split each user's n interactions: the last ceil(test_share · n) are test.

    The ceil(valid_share · n) before those are validation, and the rest train. Ties in time keep input order.
    A user with one or two interactions has no train part, and with a single one no validation part either.

    Args:
        interactions: sorted by user, then time.
        test_share: in [0, 1).
        valid_share: in [0, 1).

    Raises:
        ValueError: a share is outside [0, 1) or they sum to 1 or more.
    """
    return Split(interactions, _parts(interactions.counts, test_share, valid_share))


def split_at_random(
    interactions: Interactions, seed: int, *, test_share: float = 0.2, valid_share: float = 0.1
) -> Split:
    """As ``split_by_time``, but which of a user's interactions are test is drawn at random.

    Args:
        interactions: sorted by user.
        seed: the same seed and the same rows give the same split.
        test_share: in [0, 1).
        valid_share: in [0, 1).

    Raises:
        ValueError: a share is outside [0, 1) or they sum to 1 or more.
    """
    drawn = np.random.default_rng(seed).random(len(interactions))
    part = np.empty(len(interactions), np.int8)
    order = user_order(interactions.user_idx, drawn, interactions.n_users)
    part[order] = _parts(interactions.counts, test_share, valid_share)
    return Split(interactions, part)


def split_by_date(
    interactions: Interactions, date: str | None, *, test_share: float = 0.2, valid_share: float = 0.1
) -> Split:
    """Split at one date for everybody: nothing that happened later is used to predict what came before.

    Args:
        interactions: with times in seconds since 1970.
        date: the first day of the test part; None: the day in which the last ``test_share`` of all begin, or
            the moment if that day is the first.
        test_share: in [0, 1), where no date is named.
        valid_share: in [0, 1); validation is the last such share of what comes before the test part.

    Raises:
        ValueError: a share is outside [0, 1) or they sum to 1 or more.
        DataError: a part is empty.
    """
    _check_shares(test_share, valid_share)
    times = interactions.timestamp
    if date is None:
        first_test = float(np.quantile(times, 1 - test_share, method="higher"))
        day = np.floor(first_test / _DAY) * _DAY
        first_test = day if (times < day).any() else first_test
    else:
        first_test = float(pd.Timestamp(date, tz="UTC").timestamp())
    before = times < first_test
    if not before.any() or before.all():
        raise _empty_part(times, first_test)
    share = valid_share / (1 - test_share)
    first_valid = float(np.quantile(times[before], 1 - share, method="higher")) if valid_share else first_test
    part = np.where(before, np.where(times < first_valid, TRAIN, VALID), TEST).astype(np.int8)
    if not (part == TRAIN).any():
        raise _empty_part(times, first_test)
    return Split(interactions, part)


def _as_given(interactions: Interactions, given: IndexArray, share: float, *, in_time: bool) -> Split:
    """The parts as the source has them; without a validation part, a share of each person's train part."""
    part = given.astype(np.int8)
    if not (part == VALID).any():
        train = np.flatnonzero(part == TRAIN)
        rows = interactions.where(part == TRAIN)
        chosen = split_by_time(rows, test_share=0.0, valid_share=share)
        if not in_time:
            chosen = split_at_random(rows, 0, test_share=0.0, valid_share=share)
        part[train] = chosen.part
    return Split(interactions, part)


def _parts(counts: IndexArray, test_share: float, valid_share: float) -> IndexArray:
    """The parts of each user's rows, train first, validation next, test last."""
    _check_shares(test_share, valid_share)
    # Round the product first: 0.1 * 30 is 3.0000000000000004 and must give 3, not 4.
    n_test = np.ceil(np.round(test_share * counts, 9)).astype(np.int64)
    n_valid = np.ceil(np.round(valid_share * counts, 9)).astype(np.int64)
    n_valid = np.minimum(n_valid, counts - n_test)
    sizes = np.stack([counts - n_test - n_valid, n_valid, n_test], axis=1).ravel()
    return np.repeat(np.tile(np.array([TRAIN, VALID, TEST], np.int8), len(counts)), sizes)


def _check_shares(test_share: float, valid_share: float) -> None:
    if not (0 <= test_share < 1 and 0 <= valid_share < 1 and test_share + valid_share < 1):
        raise ValueError(f"shares must be in [0, 1) and sum below 1, got {test_share} and {valid_share}")


def _empty_part(times: np.ndarray, moment: float) -> DataError:
    first, last = (str(pd.Timestamp(time, unit="s").date()) for time in (times.min(), times.max()))
    return DataError(
        message(
            "errors.split_date_empty",
            "A split at {date} leaves nothing to learn from or nothing to test: the interactions run from "
            "{first} to {last}. Choose a date between them.",
            date=str(pd.Timestamp(moment, unit="s").date()),
            first=first,
            last=last,
        )
    )


def _target_part(stage: Stage) -> int:
    return {"valid": VALID, "test": TEST}[stage]
