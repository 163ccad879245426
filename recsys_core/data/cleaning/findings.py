"""What cleaning can find, one function a problem: found, done, consequence.

A function takes the number of rows (or items, or users) affected and what its sentences mention.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from recsys_core.data.finding import Finding
from recsys_core.messages import message

ROWS_LEFT_OUT = message("health.rows_left_out", "These rows were left out.")


@dataclass(frozen=True)
class FirstRow:
    """The first row affected.

    Attributes:
        row: its number in the file, as text: a place, not a quantity to be grouped by thousands.
        file: the file's name.
        value: the unusable value, "" where the problem is not one value.
    """

    row: str
    file: str
    value: str = ""


def missing_ids(n: int, first: FirstRow) -> Finding:
    """Rows without a user id or an item id."""
    return Finding(
        "missing_ids",
        n,
        message(
            "health.missing_ids.found",
            "{n:,} row without a user or an item was left out (row {row} of {file}).",
            plural="{n:,} rows without a user or an item were left out (first: row {row} of {file}).",
            n=n,
            **asdict(first),
        ),
        ROWS_LEFT_OUT,
        message(
            "health.missing_ids.consequence",
            "No figure is biased unless such rows come mostly from one kind of user or item.",
        ),
    )


def unreadable_ratings(n: int, first: FirstRow) -> Finding:
    """Ratings that are not finite numbers."""
    return Finding(
        "unreadable_ratings",
        n,
        message(
            "health.unreadable_ratings.found",
            "{n:,} row with an unreadable rating was left out (row {row} of {file}, '{value}').",
            plural="{n:,} rows with an unreadable rating were left out "
            "(first: row {row} of {file}, '{value}').",
            n=n,
            **asdict(first),
        ),
        ROWS_LEFT_OUT,
        message(
            "health.unreadable_ratings.consequence",
            "The users concerned have shorter histories than in the file.",
        ),
    )


def out_of_range(n: int, first: FirstRow, *, low: float, high: float) -> Finding:
    """Ratings outside the scale from ``low`` to ``high``."""
    return Finding(
        "out_of_range",
        n,
        message(
            "health.out_of_range.found",
            "{n:,} row with a rating outside {low:g} to {high:g} was left out "
            "(row {row} of {file}, '{value}').",
            plural="{n:,} rows with a rating outside {low:g} to {high:g} were left out "
            "(first: row {row} of {file}, '{value}').",
            n=n,
            low=low,
            high=high,
            **asdict(first),
        ),
        ROWS_LEFT_OUT,
        message(
            "health.out_of_range.consequence",
            "Keeping them would have stretched the scale and changed what counts as liked.",
        ),
    )


def unreadable_times(n: int, first: FirstRow) -> Finding:
    """Times that are neither numbers nor dates."""
    return Finding(
        "unreadable_times",
        n,
        message(
            "health.unreadable_times.found",
            "{n:,} row with an unreadable time was left out (row {row} of {file}, '{value}').",
            plural="{n:,} rows with an unreadable time were left out "
            "(first: row {row} of {file}, '{value}').",
            n=n,
            **asdict(first),
        ),
        ROWS_LEFT_OUT,
        message(
            "health.unreadable_times.consequence",
            "Without a place in time they can be neither history nor test.",
        ),
    )


def duplicates(n: int, total: int) -> Finding:
    """Earlier rows of a user-item pair that occurs more than once."""
    return Finding(
        "duplicates",
        n,
        message(
            "health.duplicates.found",
            "{n:,} repeated row (same user and item) was left out; the last one counts.",
            plural="{n:,} repeated rows (same user and item) were left out; the last one counts.",
            n=n,
        ),
        message(
            "health.duplicates.fix",
            "The latest row was kept; of rows with the same time, the last in the file.",
        ),
        message(
            "health.duplicates.consequence",
            "Otherwise an item could be in both history and test, which makes models look too good.",
        ),
        share=n / total,
    )


def no_ratings(n: int, file: str) -> Finding:
    """A file without a rating column."""
    return Finding(
        "no_ratings",
        n,
        message(
            "health.no_ratings.found",
            "{file} has no ratings, so every interaction counts as liked.",
            file=file,
        ),
        message("health.no_ratings.fix", "Every interaction counts as liked."),
        message(
            "health.no_ratings.consequence",
            "Accuracy measures whether an item was chosen, not whether it pleased.",
        ),
    )


def no_times(n: int, file: str) -> Finding:
    """A file without a time column."""
    return Finding(
        "no_times",
        n,
        message(
            "health.no_times.found",
            "{file} has no times, so nothing says what came first.",
            file=file,
        ),
        message(
            "health.no_times.fix",
            "Unless the data give a split, each person's test part is drawn at random, with a fixed seed.",
        ),
        message(
            "health.no_times.consequence",
            "Accuracy says how well missing interactions are found, not how well the future is foretold.",
        ),
        "warn",
    )


def repeated_items(n: int) -> Finding:
    """Catalogue rows about an item that an earlier row describes."""
    return Finding(
        "repeated_items",
        n,
        message(
            "health.repeated_items.found",
            "{n:,} catalogue row describes an item again; the first one counts.",
            plural="{n:,} catalogue rows describe an item again; the first one counts.",
            n=n,
        ),
        message("health.repeated_items.fix", "The first row of each item was kept."),
        message(
            "health.repeated_items.consequence",
            "Title and categories come from that row, and so do the figures by category.",
        ),
    )


def no_catalogue(n: int) -> Finding:
    """No catalogue for any of the ``n`` items."""
    return Finding(
        "no_catalogue",
        n,
        message("health.no_catalogue.found", "There is no catalogue, so item ids serve as titles."),
        message("health.ids_as_titles", "Ids serve as titles."),
        message(
            "health.no_catalogue.consequence",
            "Recommendations rest only on who chose what; variety is measured by who chose the items.",
        ),
    )


def catalogue_unmatched(n: int, key: str, item: str) -> Finding:
    """A catalogue that shares no key with the interactions; one key of each is shown."""
    return Finding(
        "catalogue_unmatched",
        n,
        message(
            "health.catalogue_unmatched.found",
            "None of the catalogue's keys occurs in the interactions (first keys: '{in_catalogue}' and "
            "'{in_interactions}').",
            in_catalogue=key,
            in_interactions=item,
        ),
        message("health.catalogue_unmatched.fix", "The catalogue was left out, and ids serve as titles."),
        message(
            "health.catalogue_unmatched.consequence",
            "Variety is measured by who chose the items. Write the keys alike in both files, or name another "
            "key.",
        ),
        "warn",
        1.0,
        (key, item),
    )


def items_without_row(n: int, total: int, first: str, spare: Sequence[str]) -> Finding:
    """Items that the catalogue lacks: how many of all, the first, and keys of the catalogue nobody chose."""
    return Finding(
        "items_without_row",
        n,
        message(
            "health.items_without_row.found",
            "{n:,} item is not in the catalogue, so its id serves as title (first: '{item}').",
            plural="{n:,} items are not in the catalogue, so their ids serve as titles (first: '{item}').",
            n=n,
            item=first,
        ),
        message("health.items_without_row.fix", "Their ids serve as titles."),
        message(
            "health.items_without_row.consequence",
            "The language model has nothing to read about them, and variety by categories counts them "
            "as no different from any other item.",
        ),
        share=n / total,
        examples=(first, *spare),
    )


def idle_people(n: int) -> Finding:
    """People in the table of users who have no interaction."""
    return Finding(
        "idle_people",
        n,
        message(
            "health.idle_people.found",
            "{n:,} person without interactions was left out.",
            plural="{n:,} people without interactions were left out.",
            n=n,
        ),
        message("health.idle_people.fix", "They were left out."),
        message(
            "health.idle_people.consequence",
            "No figure changes: people without interactions are part of none.",
        ),
    )
