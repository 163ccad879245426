"""Clean the catalogue: titles, years and categories of items."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from recsys_core.data.cleaning.values import clean_ids, in_order
from recsys_core.data.dataset import CleaningStep
from recsys_core.data.readers.raw import RawData
from recsys_core.data.wording import counted

ARTICLES = "The A An La Le Les L' Un Une Il Lo Gli Los Las El Una Der Die Das Den Det De Ein Eine O".split()
TRAILING_ARTICLE = re.compile(rf"^(?P<rest>.+), (?P<article>{'|'.join(ARTICLES)})$")
# MovieLens writes "Title (1995)", now and then "(1995) (V)" for video or "(2006-2007)" for a series.
TRAILING_YEAR = re.compile(r"^(?P<title>.*?)\s*\((?P<year>\d{4})(?:[-–]\d{0,4})?\)\s*(?:\((?:V|TV)\))?$")
ALTERNATIVE = re.compile(r"\(([^()]+)\)")
# "unkonwn" is how one well-known copy of MovieLens 100K spells it.
UNKNOWN = ("", "unknown", "unkonwn", "(no genres listed)", "nan", "n/a", "null")
EARLIEST_YEAR, LATEST_YEAR = 1000, 2100


def clean_items(
    raw: RawData, wanted: pd.Series, steps: list[CleaningStep]
) -> tuple[pd.DataFrame, np.ndarray]:
    """Bring the catalogue into one form.

    Args:
        raw: the tables as found.
        wanted: item ids that occur in the interactions; one without a row in the catalogue gets a row
            whose title is the id.
        steps: what was done is appended here.

    Returns:
        The table of Dataset.items, and the item ids (n_items,) in the same order.
    """
    found = pd.DataFrame({"item_id": pd.Series(dtype=object)}) if raw.items is None else raw.items
    found = found.assign(item_id=clean_ids(found["item_id"])).dropna(subset="item_id")
    repeated = found.duplicated("item_id", keep="first")
    if repeated.any():
        count = int(repeated.sum())
        again = counted(count, "catalogue row describes", "catalogue rows describe")
        sentence = f"{again} an item again; the first one counts."
        steps.append(CleaningStep("repeated_items", count, sentence))
    found = found[~repeated].set_index("item_id")
    used = pd.Index(wanted.unique())
    absent = used.difference(found.index)
    if raw.items is None:
        sentence = "There is no catalogue, so the ids of the items serve as titles."
        steps.append(CleaningStep("no_catalogue", len(used), sentence))
    elif len(absent):
        count = len(absent)
        outside = counted(count, "item is not in the catalogue", "items are not in the catalogue")
        sentence = f"{outside}, so the id serves as title (first: '{absent[0]}')."
        steps.append(CleaningStep("items_without_row", count, sentence))
    item_ids = in_order(found.index.union(used).to_numpy())
    return _columns(found.reindex(item_ids), raw.separator, item_ids), item_ids


def split_title(title: str) -> tuple[str, int | None]:
    """Take a year off the end of a title: "Heat (1995)" gives "Heat" and 1995; without one, None."""
    match = TRAILING_YEAR.match(title)
    return (match["title"], int(match["year"])) if match and match["title"] else (title, None)


def article_first(title: str) -> str:
    """Move a trailing article to the front, in the title and in bracketed alternatives.

    "Blue Angel, The (Blaue Engel, Der)" becomes "The Blue Angel (Der Blaue Engel)".
    """
    main, *_ = title.split(" (", 1)
    rest = title[len(main) :]
    return _move(main) + ALTERNATIVE.sub(lambda match: f"({_move(match[1])})", rest)


def _move(title: str) -> str:
    match = TRAILING_ARTICLE.match(title)
    if not match:
        return title
    gap = "" if match["article"].endswith("'") else " "
    return f"{match['article']}{gap}{match['rest']}"


def _columns(found: pd.DataFrame, separator: str | None, item_ids: np.ndarray) -> pd.DataFrame:
    title, in_title = [], []
    for value in _texts(found, "title"):
        name, year = split_title(value)
        title.append(article_first(name))
        in_title.append(year)
    given = _years(found)
    years = given.where(given.notna(), pd.Series(in_title, index=given.index, dtype="Int64"))
    # A year in brackets is part of the name when the catalogue says another.
    kept = [
        name if stated is None or pd.isna(chosen) or chosen == stated else f"{name} ({stated})"
        for name, stated, chosen in zip(title, in_title, years, strict=True)
    ]
    # A film may well be called "Unknown"; with no year either, the word stands for no title.
    named = [
        str(item_id) if name.lower() in UNKNOWN and (not name or pd.isna(chosen)) else name
        for name, chosen, item_id in zip(kept, years, item_ids, strict=True)
    ]
    return pd.DataFrame({
        "title": pd.Series(named, dtype=object),
        "year": years.array,
        "categories": pd.Series(_categories(found, separator), dtype=object),
        "creator": pd.Series(_texts(found, "creator"), dtype=object),
        "description": pd.Series(_texts(found, "description"), dtype=object),
    })


def _texts(found: pd.DataFrame, column: str) -> list[str]:
    """The column as text with single spaces, "" where nothing is known."""
    if column not in found:
        return [""] * len(found)
    texts = [" ".join(str(value).split()) for value in found[column].fillna("")]
    return texts if column == "title" else ["" if text.lower() in UNKNOWN else text for text in texts]


def _years(found: pd.DataFrame) -> pd.Series:
    if "year" not in found:
        return pd.Series(pd.NA, index=found.index, dtype="Int64")
    digits = found["year"].astype("string").str.extract(r"(?<!\d)(\d{4})(?!\d)")[0]
    years = pd.to_numeric(digits, errors="coerce").astype("Int64")
    return years.where(years.between(EARLIEST_YEAR, LATEST_YEAR))


def _categories(found: pd.DataFrame, separator: str | None) -> list[tuple[str, ...]]:
    if "categories" not in found:
        return [()] * len(found)
    values = found["categories"]
    listed = [isinstance(value, (list, tuple, np.ndarray)) for value in values]
    texts = ["" if is_list or value is None or value != value else str(value)
             for value, is_list in zip(values, listed, strict=True)]  # fmt: skip
    mark = _separator(texts) if separator is None else separator
    rows = zip(values, texts, listed, strict=True)
    return [_distinct(value if is_list else text.split(mark)) for value, text, is_list in rows]


def _separator(texts: list[str]) -> str:
    """The first of "|", ";" and "," that occurs; "|" where none does, so that each value is one category."""
    return next((mark for mark in "|;," if any(mark in text for text in texts)), "|")


def _distinct(parts: Iterable[object]) -> tuple[str, ...]:
    names = [re.sub(r"^(['\"])(.*)\1$", r"\2", " ".join(str(part).strip(" []").split())) for part in parts]
    return tuple(dict.fromkeys(name for name in names if name.lower() not in UNKNOWN))
