"""What reading finds: lone quotation marks, columns guessed from values, columns that describe no item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from recsys_core.data.finding import Finding
from recsys_core.data.readers.delimited import DelimitedText
from recsys_core.data.readers.table import Table
from recsys_core.messages import message


def of_table(table: Table) -> list[Finding]:
    """What was found while one table was read."""
    if isinstance(table, DelimitedText) and table.lone_quotes:
        return [_lone_quotes(table.file, table.lone_quotes)]
    return []


def _lone_quotes(file: str, n: int) -> Finding:
    return Finding(
        "lone_quotes",
        n,
        message(
            "health.lone_quotes.found",
            "{n:,} row of {file} has a quotation mark that encloses nothing.",
            plural="{n:,} rows of {file} have quotation marks that enclose nothing.",
            n=n,
            file=file,
        ),
        message("health.lone_quotes.fix", "They were taken as part of the values, and every row was kept."),
        message(
            "health.lone_quotes.consequence",
            "Taken as enclosing marks they would have swallowed the rows up to the next one.",
        ),
    )


def columns_guessed(file: str, guessed: Mapping[str, str]) -> Finding:
    """Columns whose roles were guessed from their values."""
    pairs = ", ".join(f"{role} = '{column}'" for role, column in guessed.items())
    return Finding(
        "columns_guessed",
        len(guessed),
        message(
            "health.columns_guessed.found",
            "The names of {file}'s columns do not say what they hold; by their values: {pairs}.",
            file=file,
            pairs=pairs,
        ),
        message("health.columns_guessed.fix", "They were read so. Name the columns if that is wrong."),
        message(
            "health.columns_guessed.consequence",
            "With user and item swapped, every figure would be about something else.",
        ),
        "warn",
    )


def not_of_item(file: str, column: str, share: float) -> Finding:
    """A column beside the interactions that differs between the rows of one item."""
    return Finding(
        "not_of_item",
        1,
        message(
            "health.not_of_item.found",
            "Column '{column}' of {file} differs between the rows of one item, for {share:.0%} of items.",
            column=column,
            file=file,
            share=share,
        ),
        message("health.not_of_item.fix", "It was not used: it describes the interaction, not the item."),
        message(
            "health.not_of_item.consequence",
            "Items have no text or category from it. Add a catalogue with one row an item.",
        ),
    )


def bare_catalogue(file: str, columns: Sequence[str]) -> Finding:
    """A catalogue of which only the key is known."""
    return Finding(
        "bare_catalogue",
        len(columns),
        message(
            "health.bare_catalogue.found",
            "{file} has no column with a title, categories or text (found: {columns}).",
            file=file,
            columns=", ".join(columns[:12]),
        ),
        message(
            "health.bare_catalogue.fix", "It was taken as a list of items. Name its columns to use them."
        ),
        message(
            "health.bare_catalogue.consequence",
            "Variety can be measured only by who chose the items.",
        ),
        "warn",
    )
