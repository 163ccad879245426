"""A small table of items for a lesson: title, relevance and labels, typed or pasted by a teacher."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.errors import DataError
from recsys_core.messages import Message, message
from recsys_core.types import FloatArray, ItemSpace

FEWEST, MOST = 4, 30
LONGEST_TITLE = 60
COLUMNS = ("title", "relevance", "labels")
LABEL_SEPARATOR = "|"


@dataclass(frozen=True, eq=False)
class SmallTable:
    """Items of a lesson, the most relevant first.

    Attributes:
        titles: of the items.
        relevance: (n,) in [0, 1]: what was given, scaled so that the best is 1 and the worst 0.
        given: (n,) relevance as it was given.
        labels: of each item; an item may have none.
    """

    titles: tuple[str, ...]
    relevance: FloatArray
    given: FloatArray
    labels: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.titles)

    def space(self) -> ItemSpace:
        """Two items are as similar as their labels overlap."""
        names = sorted({label for labels in self.labels for label in labels})
        members = [[label in labels for label in names] for labels in self.labels]
        return ItemSpace("categories", np.array(members, dtype=np.float32), "jaccard")


def read_small_table(content: str) -> SmallTable:
    r"""Read a table of FEWEST to MOST items from CSV text, separated by commas, semicolons or tabs.

    Args:
        content: a row of names with at least title, relevance and labels, then a row for each item; labels of
            an item are separated by "|". Relevance may be on any scale.

    Returns:
        The items; equal relevance keeps the order of the rows.

    Raises:
        DataError: what was expected, what came, and how to mend it.

    >>> table = read_small_table(
    ...     "title,relevance,labels\nA,4,sea|crime\nB,5,sea\nC,3,family\nD,1,\n")
    >>> table.titles, table.relevance.tolist()
    (('B', 'A', 'C', 'D'), [1.0, 0.75, 0.5, 0.0])
    """
    first = content.lstrip("\ufeff \r\n").partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        table = pd.read_csv(
            io.StringIO(content.lstrip("\ufeff")), sep=separator, dtype=str, keep_default_na=False
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise _refuse(message("table.unreadable", "This is no table.")) from error
    table.columns = [str(name).strip().lower() for name in table.columns]
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise _refuse(
            message(
                "table.columns",
                "The column {missing} is missing (found: {found}).",
                missing=", ".join(missing),
                found=", ".join(table.columns)[:200],
            )
        )
    table = table[table["title"].str.strip() != ""]
    if not FEWEST <= len(table) <= MOST:
        raise _refuse(
            message(
                "table.rows",
                "There must be {fewest} to {most} rows with a title, and there are {n_rows}.",
                fewest=FEWEST,
                most=MOST,
                n_rows=len(table),
            )
        )
    return _items(table)


def _items(table: pd.DataFrame) -> SmallTable:
    titles = [" ".join(title.split())[:LONGEST_TITLE] for title in table["title"]]
    double = next((title for title in titles if titles.count(title) > 1), None)
    if double is not None:
        raise _refuse(message("table.twice", "The title “{title}” stands there twice.", title=double))
    given = np.array([_number(text) for text in table["relevance"]])
    if given.max() == given.min():
        raise _refuse(message("table.equal", "All items have the same relevance, so nothing comes first."))
    labels = [
        tuple(dict.fromkeys(part.strip() for part in text.split(LABEL_SEPARATOR) if part.strip()))
        for text in table["labels"]
    ]
    if not any(labels):
        raise _refuse(message("table.labels", "No item has a label, so nothing is like anything."))
    order = np.argsort(-given, kind="stable")
    scaled = (given[order] - given.min()) / (given.max() - given.min())
    return SmallTable(
        tuple(titles[row] for row in order), scaled, given[order], tuple(labels[row] for row in order)
    )


def _number(text: str) -> float:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _refuse(
            message("table.number", "“{text}” in the column relevance is no number.", text=text[:40])
        )
    return value


def _refuse(why: Message) -> DataError:
    return DataError(
        message(
            "table.refused",
            "{why} Expected columns title, relevance and labels, labels of an item separated by |, "
            "for example: Salt Road,0.9,sea|crime.",
            why=why,
        )
    )
