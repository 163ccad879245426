"""The options that say how a file is read and what its values mean, shared by commands that open data."""

from __future__ import annotations

import argparse

from recsys_core.data.meaning import TIME_UNITS, Meaning, parse_numbers, parse_weights
from recsys_core.data.read_settings import ReadSettings
from recsys_core.data.readers.text_format import TextFormat

_SPELLED = {"tab": "\t", "\\t": "\t", "space": " "}


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add the group of options; what is left out is found from the file, and `data check` says how."""
    group = parser.add_argument_group("how your own file is read (default: found from the file)")
    group.add_argument("--encoding", metavar="NAME", help="of text, for example gb18030 or cp1252")
    group.add_argument("--delimiter", metavar="MARK", help="between values, for example ';' or tab")
    group.add_argument("--decimal", choices=(".", ","), help="decimal mark of numbers")
    group.add_argument("--header", choices=("yes", "no"), help="whether the first row names the columns")
    group.add_argument("--values", choices=("ratings", "counts"), help="what the rating column holds")
    group.add_argument("--liked-from", type=float, metavar="N", help="lowest value that counts as liked")
    group.add_argument(
        "--not-rated", metavar="N,N", help="values that mean “not rated”, for example 0,99; none: ''"
    )
    group.add_argument("--time-unit", choices=TIME_UNITS, help="of times that are numbers")
    group.add_argument("--date-order", choices=("day", "month"), help="which comes first in 03/04/2024")
    group.add_argument(
        "--event-weights", metavar="EVENT=N,…", help="what events count, for example purchase=5,view=0"
    )
    group.add_argument(
        "--min-history", type=int, metavar="N", help="leave out people with fewer interactions"
    )
    group.add_argument("--since", metavar="DATE", help="leave out what happened before this day")
    group.add_argument("--until", metavar="DATE", help="leave out what happened after this day")


def settings_of(options: argparse.Namespace) -> ReadSettings:
    """What the options say.

    Raises:
        DataError: a value cannot be read or is not allowed.
    """
    header = None if options.header is None else options.header == "yes"
    delimiter = options.delimiter and _SPELLED.get(options.delimiter.lower(), options.delimiter)
    not_rated = options.not_rated
    return ReadSettings(
        TextFormat(options.encoding, delimiter, header, decimal=options.decimal),
        Meaning(
            values=options.values,
            liked_from=options.liked_from,
            not_rated=None if not_rated is None else parse_numbers(not_rated) or (),
            decimal=options.decimal,
            time_unit=options.time_unit,
            date_order=options.date_order,
            events=parse_weights(options.event_weights or ""),
            min_history=1 if options.min_history is None else options.min_history,
            since=options.since,
            until=options.until,
        ),
    )


def text_and_meaning(options: argparse.Namespace) -> dict[str, TextFormat | Meaning | None]:
    """What the options say, as arguments of ``load`` and ``Workbench.open``; None where they say nothing."""
    said = settings_of(options)
    return {
        "text": said.text if said.text != TextFormat() else None,
        "meaning": said.meaning if said.meaning != Meaning() else None,
    }
