"""Clean the catalogue: titles, years and categories of items."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from pandas.api.typing import NAType

from recsys_core.data.cleaning.categories import UNKNOWN, parse_categories
from recsys_core.data.cleaning.findings import (
    catalogue_unmatched,
    items_without_row,
    no_catalogue,
    repeated_items,
)
from recsys_core.data.cleaning.ids import id_texts, sort_ids
from recsys_core.data.finding import Finding
from recsys_core.data.readers.base import RawData

ARTICLES = "The A An La Le Les L' Un Une Il Lo Gli Los Las El Una Der Die Das Den Det De Ein Eine O".split()
TRAILING_ARTICLE = re.compile(rf"^(?P<rest>.+), (?P<article>{'|'.join(ARTICLES)})$")
# MovieLens writes "Title (1995)", sometimes "(1995) (V)" for video or "(2006-2007)" for a series.
TRAILING_YEAR = re.compile(r"^(?P<title>.*?)\s*\((?P<year>\d{4})(?:[-–]\d{0,4})?\)\s*(?:\((?:V|TV)\))?$")
ALTERNATIVE = re.compile(r"\(([^()]+)\)")
EARLIEST_YEAR, LATEST_YEAR = 1000, 2100


def clean_items(
    raw: RawData, used_ids: np.ndarray, findings: list[Finding]
) -> tuple[pd.DataFrame, np.ndarray]:
    """Clean the catalogue.

    Args:
        raw: the raw tables.
        used_ids: (n,) item ids that occur in the interactions; one that the catalogue lacks gets a
            row whose title is the id.
        findings: what was found is appended here.

    Returns:
        The table of ``Dataset.items``, and the (n_items,) item ids in the same order.
    """
    rows = pd.DataFrame({"item_id": pd.Series(dtype=object)}) if raw.items is None else raw.items
    rows = rows.assign(item_id=id_texts(rows["item_id"])).dropna(subset="item_id")
    repeated = rows.duplicated("item_id", keep="first")
    if repeated.any():
        findings.append(repeated_items(int(repeated.sum())))
    rows = rows[~repeated].set_index("item_id")
    used = pd.Index(pd.unique(used_ids))
    if len(rows) and len(used) and not rows.index.isin(used).any():
        findings.append(catalogue_unmatched(len(rows), str(rows.index[0]), str(used[0])))
        rows = rows.iloc[:0]  # items of another catalogue must not be recommended
    absent = used.difference(rows.index)
    if raw.items is None:
        findings.append(no_catalogue(len(used)))
    elif len(rows) and len(absent):
        spare = rows.index.difference(used)
        findings.append(
            items_without_row(len(absent), len(used), str(absent[0]), [str(one) for one in spare[:2]])
        )
    item_ids = sort_ids(rows.index.union(used).to_numpy())
    return _item_table(rows.reindex(item_ids), raw.separator, item_ids), item_ids


def split_title(title: str) -> tuple[str, int | None]:
    """Split the year off the end of a title: "Heat (1995)" gives "Heat" and 1995; None if it has no year."""
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


def _item_table(rows: pd.DataFrame, separator: str | None, item_ids: np.ndarray) -> pd.DataFrame:
    names, title_years = [], []
    for title in _texts(rows, "title"):
        name, title_year = split_title(title)
        names.append(article_first(name))
        title_years.append(title_year)
    column_years = _years(rows)
    in_title = pd.Series(title_years, index=column_years.index, dtype="Int64")
    years = column_years.where(column_years.notna(), in_title)
    titles = [
        _title(name, title_year, year, str(item_id))
        for name, title_year, year, item_id in zip(names, title_years, years, item_ids, strict=True)
    ]
    return pd.DataFrame(
        {
            "title": pd.Series(titles, dtype=object),
            "year": years.array,
            "categories": pd.Series(_categories(rows, separator), dtype=object),
            "creator": pd.Series(_texts(rows, "creator"), dtype=object),
            "description": pd.Series(_texts(rows, "description"), dtype=object),
        }
    )


def _title(name: str, title_year: int | None, year: int | NAType, item_id: str) -> str:
    # A year in brackets is part of the name if the year column has another one.
    if title_year is not None and not pd.isna(year) and year != title_year:
        name = f"{name} ({title_year})"
    # An item may really be called "Unknown"; without a year, the word means that there is no title.
    nameless = not name or (name.lower() in UNKNOWN and pd.isna(year))
    return item_id if nameless else name


def _texts(rows: pd.DataFrame, column: str) -> list[str]:
    """The column as text with single spaces, "" where nothing is known."""
    if column not in rows:
        return [""] * len(rows)
    texts = [" ".join(str(value).split()) for value in rows[column].astype(object).fillna("")]
    return texts if column == "title" else ["" if text.lower() in UNKNOWN else text for text in texts]


def _years(rows: pd.DataFrame) -> pd.Series:
    if "year" not in rows:
        return pd.Series(pd.NA, index=rows.index, dtype="Int64")
    digits = rows["year"].astype("string").str.extract(r"(?<!\d)(\d{4})(?!\d)")[0]
    years = pd.to_numeric(digits, errors="coerce").astype("Int64")
    return years.where(years.between(EARLIEST_YEAR, LATEST_YEAR))


def _categories(rows: pd.DataFrame, separator: str | None) -> list[tuple[str, ...]]:
    if "categories" not in rows:
        return [()] * len(rows)
    return parse_categories(rows["categories"], separator)
