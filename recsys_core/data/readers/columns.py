"""Which column of a file has which role: named by the user, or guessed from common names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from recsys_core.data.readers.count_names import COUNT_NAMES
from recsys_core.errors import DataError
from recsys_core.messages import message

COMMON_NAMES: dict[str, tuple[str, ...]] = {
    "user_id": (
        "userid", "user", "uid", "customerid", "customer", "custid", "clientid", "client", "buyerid",
        "buyer", "shopperid", "shopper", "memberid", "membernumber", "member", "reviewerid", "reviewer",
        "visitorid", "visitor", "accountid", "account", "profileid", "personid", "person", "playerid",
        "player", "listenerid", "readerid", "steamid", "anonymousid", "deviceid", "cookieid", "sessionid",
        "session",
    ),
    "item_id": (
        "itemid", "item", "iid", "movieid", "productid", "parentasin", "asin", "sku", "skuid",
        "productcode", "stockcode", "itemcode", "ean", "upc", "gtin", "bookid", "isbn", "artistid",
        "trackid", "songid", "articleid", "newsid", "gameid", "appid", "businessid", "restaurantid",
        "placeid", "venueid", "poiid", "recipeid", "animeid", "animeids", "filmid", "videoid", "showid",
        "contentid", "beerid", "offerid", "listingid", "courseid", "jobid", "product", "article", "movie",
        "film", "book", "song", "track", "artist", "game", "recipe", "course",
    ),
    "rating": (
        "rating", "ratings", "stars", "score", "overall", "userrating", "bookrating", "userscore",
        "reviewscore", "reviewoverall", "starrating", "ratingvalue", "grade", "rate", *COUNT_NAMES,
    ),
    "timestamp": (
        "timestamp", "time", "ts", "date", "datetime", "unixreviewtime", "reviewtime", "reviewdate",
        "createdat", "datecreated", "created", "eventtime", "eventdate", "eventtimestamp", "purchasedat",
        "purchasedate", "orderedat", "orderdate", "ordertime", "invoicedate", "transactiondate", "soldat",
        "ratedat", "ratingdate", "ratingtime", "viewedat", "clickedat", "playedat", "listenedat",
        "occurredat", "happenedat", "updatedat", "unixtime", "when", "utctimestamp", "day",
    ),
    "event": (
        "event", "eventtype", "eventname", "action", "actiontype", "interactiontype", "interaction",
        "behavior", "behaviour", "behaviortype", "behaviourtype", "activity", "activitytype",
    ),
    "split": ("split", "datasplit", "splitname", "traintest"),
    "title": (
        "title", "itemtitle", "movietitle", "booktitle", "producttitle", "itemname", "productname",
        "moviename", "bookname", "gamename", "songname", "trackname", "recipename", "animename",
        "articletitle", "englishname",
    ),
    "year": ("year", "releaseyear", "publicationyear", "originalpublicationyear", "yearofpublication"),
    "categories": (
        "categories", "category", "genres", "genre", "class", "department", "aisle", "section", "tags",
        "topics", "productcategory", "categoryname", "maincategory", "subcategory", "producttype",
        "listedin", "subjects", "style",
    ),
    "creator": (
        "creator", "author", "authors", "director", "directors", "artist", "artistname", "brand",
        "bookauthor", "manufacturer", "publisher", "studio", "maker",
    ),
    "description": (
        "description", "overview", "synopsis", "plot", "summary", "abstract", "productdescription",
    ),
}  # fmt: skip
"""Names of columns without punctuation; the first that a file has wins."""
# In an interactions file these could just as well describe the user, so they count in a catalogue only.
CATALOGUE_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("name",),
    "year": ("releasedate",),
    "categories": ("type", "kind"),
}

FLAGS = {
    "user_id": "--user-column",
    "item_id": "--item-column",
    "rating": "--rating-column",
    "timestamp": "--time-column",
    "event": "--event-column",
    "split": "--split-column",
    "catalogue_id": "--catalogue-key-column",
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
        timestamp: seconds or a date; without it nothing says what came first.
        event: what happened, such as view or purchase; instead of a rating.
        split: train, valid or test, where the source gives the split.
        catalogue_id: the item's key in the catalogue, where it has another name there.
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
    event: str | None = None
    split: str | None = None
    catalogue_id: str | None = None
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


def plain_name(column: object) -> str:
    """A column's name in lower case without punctuation."""
    return re.sub(r"[^a-z0-9]", "", str(column).lower())


def match_columns(found: Iterable[object], names: ColumnNames, *, catalogue: bool = False) -> dict[str, str]:
    """Match roles to the columns of one file.

    A column that the user named must match exactly; if this file lacks it, the role is absent (the column may
    be in another file). Other roles are guessed, ignoring case and punctuation: the first common name wins,
    and of columns with one name the leftmost. No column gets two roles. What happened is guessed only where
    nothing says how it pleased.

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
        normalised.setdefault(plain_name(column), column)
    given = names.given
    taken = set(given.values())
    matched: dict[str, str] = {}
    for role, common in COMMON_NAMES.items():
        if role in given:
            if given[role] in columns:
                matched[role] = given[role]
            continue
        if role == "event" and "rating" in matched:
            continue
        candidates = common + (CATALOGUE_NAMES.get(role, ()) if catalogue else ())
        guesses = (normalised[name] for name in candidates if name in normalised)
        guess = next((column for column in guesses if column not in taken), None)
        if guess is not None:
            matched[role] = guess
            taken.add(guess)
    if "event" in given and "rating" not in given:
        matched.pop("rating", None)  # what the user named counts
    return matched


def match_catalogue(found: Iterable[object], names: ColumnNames) -> dict[str, str]:
    """Match roles to the columns of a catalogue.

    Its key is the column named for it, else that of the interactions, else a common name, else plainly "id".

    Returns:
        role -> column, only the roles that were matched.
    """
    columns = [str(column) for column in found]
    key = names.catalogue_id or (names.item_id if names.item_id in columns else None)
    matched = match_columns(columns, replace(names, item_id=key), catalogue=True)
    if "item_id" not in matched and names.catalogue_id is None:
        key = next((column for column in columns if plain_name(column) == "id"), None)
        if key is not None:
            matched["item_id"] = key
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
        if columns and all(re.fullmatch(r"column \d+", column) for column in columns):
            raise DataError(
                message(
                    "errors.no_column_names_its",
                    "{file} has no column names in its first row. Name the columns by their number, as in "
                    "{role} 1, or "
                    "add a first row such as: user_id,item_id,rating,timestamp.",
                    file=file,
                    role=FLAGS[role],
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
