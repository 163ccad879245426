"""Which column of a file has which role: named by the user, or guessed from common names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

from recsys_core.errors import DataError
from recsys_core.messages import message

COMMON_NAMES: dict[str, tuple[str, ...]] = {
    "user_id": ("userid", "user", "uid", "customerid", "memberid", "reviewerid", "visitorid", "sessionid"),
    "item_id": (
        "itemid",
        "item",
        "iid",
        "movieid",
        "productid",
        "parentasin",
        "asin",
        "bookid",
        "isbn",
        "artistid",
        "trackid",
        "songid",
        "articleid",
        "newsid",
        "gameid",
        "businessid",
    ),
    "rating": ("rating", "ratings", "stars", "score", "overall", "userrating", "bookrating"),
    "timestamp": (
        "timestamp",
        "time",
        "ts",
        "date",
        "datetime",
        "unixreviewtime",
        "createdat",
        "eventtime",
    ),
    "title": (
        "title",
        "itemtitle",
        "movietitle",
        "booktitle",
        "producttitle",
        "itemname",
        "productname",
    ),
    "year": ("year", "releaseyear", "publicationyear", "originalpublicationyear", "yearofpublication"),
    "categories": ("categories", "category", "genres", "genre", "class", "tags", "topics"),
    "creator": ("creator", "author", "authors", "director", "directors", "artist", "brand", "bookauthor"),
    "description": ("description", "overview", "synopsis", "plot", "summary", "abstract"),
}
# In an interactions file these could just as well describe the user, so they count in a catalogue only.
CATALOGUE_NAMES: dict[str, tuple[str, ...]] = {"title": ("name",), "year": ("releasedate",)}

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
ITEM_ROLES = ("title", "year", "categories", "creator", "description")


@dataclass(frozen=True)
class ColumnNames:
    """The columns of a user's own file, by role; a role left None is guessed from common names.

    Attributes:
        user_id: required in the interactions file.
        item_id: required in the interactions file and in the catalogue.
        rating: without it every interaction counts as liked.
        timestamp: seconds or a date; without it the order of the rows counts.
        title: the item's name, in the catalogue or beside each interaction; likewise the next four.
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
    def given(self) -> dict[str, str]:
        """Role -> column, only the roles that the user named."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {role: name for role, name in values.items() if name is not None}


def match_columns(found: Iterable[object], names: ColumnNames, *, catalogue: bool = False) -> dict[str, str]:
    """Match roles to the columns of one file.

    A column that the user named must match exactly; if this file lacks it, the role is absent (the column may
    be in another file). Other roles are guessed, ignoring case and punctuation: the first common name wins,
    and of columns with one name the leftmost.

    Args:
        found: the file's columns.
        names: the user's own column names.
        catalogue: whether the file is a catalogue, where more names are common.

    Returns:
        role -> column, only the roles that were matched.
    """
    columns = [str(column) for column in found]
    normalised: dict[str, str] = {}
    for column in columns:
        normalised.setdefault(re.sub(r"[^a-z0-9]", "", column.lower()), column)
    given = names.given
    taken = set(given.values())
    matched: dict[str, str] = {}
    for role, common in COMMON_NAMES.items():
        if role in given:
            if given[role] in columns:
                matched[role] = given[role]
            continue
        candidates = common + (CATALOGUE_NAMES.get(role, ()) if catalogue else ())
        guesses = (normalised[name] for name in candidates if name in normalised)
        guess = next((column for column in guesses if column not in taken), None)
        if guess is not None:
            matched[role] = guess
    return matched


def match_catalogue(found: Iterable[object], names: ColumnNames) -> dict[str, str]:
    """Match roles to the columns of a catalogue, which often calls its own key plainly "id".

    Returns:
        role -> column, only the roles that were matched.
    """
    columns = [str(column) for column in found]
    matched = match_columns(columns, names, catalogue=True)
    if "item_id" not in matched and names.item_id is None and "id" in columns:
        matched["item_id"] = "id"
    return matched


def require_columns(
    roles: Iterable[str], matched: dict[str, str], found: Iterable[object], names: ColumnNames, file: str
) -> None:
    """Check that each of ``roles`` was matched in ``file``.

    Raises:
        DataError: one was not; the message names the file, its columns and the option to set.
    """
    columns = [str(column) for column in found]
    for role in roles:
        if role in matched:
            continue
        wanted = names.given.get(role, role)
        shown = ", ".join(columns[:12]) + (", …" if len(columns) > 12 else "")
        if columns and all(re.fullmatch(r"[\d.:-]+", column) for column in columns):
            raise DataError(
                message(
                    "errors.no_column_names_its",
                    "{file} has no column names in its first row (found: {shown}). Add a first "
                    "row such as: user_id,item_id,rating,timestamp.",
                    file=file,
                    shown=shown,
                )
            )
        raise DataError(
            message(
                "errors.no_column_found_name",
                "{file} has no column '{wanted}' (found: {shown}). Name it with {role}.",
                file=file,
                wanted=wanted,
                shown=shown,
                role=FLAGS[role],
            )
        )
