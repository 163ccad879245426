"""Which column of a file plays which part: named by the user, or guessed from common names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

from recsys_core.errors import DataError

COMMON_NAMES: dict[str, tuple[str, ...]] = {
    "user_id": ("userid", "user", "uid", "customerid", "memberid", "reviewerid", "visitorid", "sessionid"),
    "item_id": (
        "itemid", "item", "iid", "movieid", "productid", "parentasin", "asin", "bookid", "isbn", "artistid",
        "trackid", "songid", "articleid", "newsid", "gameid", "businessid",
    ),
    "rating": ("rating", "ratings", "stars", "score", "overall", "userrating", "bookrating"),
    "timestamp": (
        "timestamp", "time", "ts", "date", "datetime", "unixreviewtime", "createdat", "eventtime",
    ),
    "title": (
        "title", "itemtitle", "movietitle", "booktitle", "producttitle", "itemname", "productname",
    ),
    "year": ("year", "releaseyear", "publicationyear", "originalpublicationyear", "yearofpublication"),
    "categories": ("categories", "category", "genres", "genre", "class", "tags", "topics"),
    "creator": ("creator", "author", "authors", "director", "directors", "artist", "brand", "bookauthor"),
    "description": ("description", "overview", "synopsis", "plot", "summary", "abstract"),
}
# In an interactions file these could as well describe the person, so they are read in a catalogue alone.
CATALOGUE_ONLY: dict[str, tuple[str, ...]] = {"title": ("name",), "year": ("releasedate",)}

FLAGS = {
    "user_id": "--user-column",
    "item_id": "--item-column",
    "rating": "--rating-column",
    "timestamp": "--time-column",
    "title": "--title-column",
    "year": "--year-column",
    "categories": "--categories-column",
    "creator": "--creator-column",
    "description": "--description-column",
}
ITEM_PARTS = ("title", "year", "categories", "creator", "description")


@dataclass(frozen=True)
class ColumnNames:
    """The columns of a user's own file; a part left None is guessed from common names.

    Attributes:
        user_id: who; required in the interactions file.
        item_id: what; required in the interactions file and in the catalogue.
        rating: how much it was liked; without it every interaction counts as liked.
        timestamp: when, as seconds or as a date; without it the order of the rows counts.
        title: what the item is called, in the catalogue or beside each interaction. So are the next four.
        year: year of publication.
        categories: one or more, separated by "|", ";" or ",".
        creator: author, director, maker.
        description: free text.
    """

    user_id: str | None = None
    item_id: str | None = None
    rating: str | None = None
    timestamp: str | None = None
    title: str | None = None
    year: str | None = None
    categories: str | None = None
    creator: str | None = None
    description: str | None = None

    @property
    def named(self) -> dict[str, str]:
        """The parts that the user named."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {part: name for part, name in values.items() if name is not None}


def find_columns(found: Iterable[object], names: ColumnNames, *, catalogue: bool = False) -> dict[str, str]:
    """Match parts to the columns of one file.

    A named part must match exactly when the file has it; a named part that this file lacks is simply absent
    (it may be in the other file). Other parts are guessed, ignoring case and punctuation; the first common
    name wins, and among columns of one name the leftmost.

    Returns:
        part -> column, only the parts that were found.
    """
    columns = [str(column) for column in found]
    plain: dict[str, str] = {}
    for column in columns:
        plain.setdefault(re.sub(r"[^a-z0-9]", "", column.lower()), column)
    matched: dict[str, str] = {}
    for part, guesses in COMMON_NAMES.items():
        if part in names.named:
            if names.named[part] in columns:
                matched[part] = names.named[part]
            continue
        wanted = guesses + (CATALOGUE_ONLY.get(part, ()) if catalogue else ())
        taken = set(names.named.values())
        hit = next((plain[name] for name in wanted if name in plain and plain[name] not in taken), None)
        if hit is not None:
            matched[part] = hit
    return matched


def require(
    parts: Iterable[str], matched: dict[str, str], found: Iterable[object], names: ColumnNames, file: str
) -> None:
    """Check that each of `parts` was found in `file`.

    Raises:
        DataError: a part is absent; the sentence names the file, its columns and the flag that mends it.
    """
    columns = [str(column) for column in found]
    for part in parts:
        if part in matched:
            continue
        wanted = names.named.get(part, part)
        shown = ", ".join(columns[:12]) + (", …" if len(columns) > 12 else "")
        if columns and all(re.fullmatch(r"[\d.:-]+", column) for column in columns):
            raise DataError(
                f"{file} has no column names in its first row (found: {shown}). "
                "Add a first row such as: user_id,item_id,rating,timestamp."
            )
        raise DataError(f"{file} has no column '{wanted}' (found: {shown}). Name it with {FLAGS[part]}.")
