"""The options that say how data are split, shared by every command that opens data."""

from __future__ import annotations

import argparse

from recsys_core.data.split_rule import WAYS, SplitRule
from recsys_core.errors import SettingError
from recsys_core.messages import message


def add_split(parser: argparse.ArgumentParser) -> None:
    """Add ``--split``, ``--split-date`` and ``--split-seed``."""
    parser.add_argument(
        "--split",
        dest="split_way",  # "split" is the role of a column
        choices=WAYS,
        help="train, validation and test: each person's interactions in time, one date for everybody, "
        "at random, or as the data give it (default: given, else person, else random without times)",
    )
    parser.add_argument("--split-date", metavar="DATE", help="first day of the test part, as 2024-05-31")
    parser.add_argument("--split-seed", type=int, metavar="N", help="of a random split (default: 0)")


def split_of(options: argparse.Namespace) -> SplitRule | None:
    """The rule that the options name; None where they name none.

    Raises:
        DataError: the date is no date.
        SettingError: a date or a seed is named for another way to split.
    """
    way, date, seed = options.split_way, options.split_date, options.split_seed
    if way is None and date is not None:
        way = "date"
    if way is None and seed is not None:
        way = "random"
    if way is None:
        return None
    if seed is not None and way != "random":
        raise SettingError(
            message(
                "errors.split_seed_unused",
                "A split seed needs the split “random”, and the split is “{way}”. Leave one of them out.",
                way=way,
            )
        )
    return SplitRule(way, date, seed or 0)
