"""MovieLens 100K (u.data, u.item, u.user) and 1M (ratings.dat, movies.dat, users.dat), as published.

The later releases (ratings.csv, movies.csv) are plain CSV with column names: see `named`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from recsys_core.data.readers.raw import RawData
from recsys_core.data.readers.tables import read_delimited

SCALE = (1.0, 5.0)
RATING_COLUMNS = ("user_id", "item_id", "rating", "timestamp")
# The order of the flags at the end of u.item, as the file u.genre gives it.
GENRES = (
    "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama",
    "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
)  # fmt: skip


def read_100k(folder: Path) -> RawData:
    """Read u.data (tabs), u.item (19 genre flags) and u.user ("|"; both Latin-1), the last two where present.

    Raises:
        DataError: a file is empty or a row has too many values.
    """
    interactions = read_delimited(folder / "u.data", separator="\t", names=RATING_COLUMNS, quoted=False)
    items, users = None, None
    if (folder / "u.item").exists():
        names = ("item_id", "title", "released", "released_on_video", "link", *GENRES)
        found = _bars(folder / "u.item", names)
        flags = found[list(GENRES)].to_numpy() == "1"
        names_of = np.array(GENRES)
        categories = ["|".join(names_of[row]) for row in flags]
        items = found[["item_id", "title"]].assign(categories=categories)
    if (folder / "u.user").exists():
        users = _bars(folder / "u.user", ("user_id", "age", "gender", "occupation", "zip_code"))
    return RawData("u.data", interactions, _own_names(), items, users, "|", SCALE)


def read_1m(folder: Path) -> RawData:
    """Read ratings.dat, movies.dat and users.dat ("::" between values, Latin-1), the last two where present.

    Raises:
        DataError: a file is empty or a row has too many values.
    """
    interactions = _colons(folder / "ratings.dat", RATING_COLUMNS)
    items, users = None, None
    if (folder / "movies.dat").exists():
        items = _colons(folder / "movies.dat", ("item_id", "title", "categories"))
    if (folder / "users.dat").exists():
        users = _colons(folder / "users.dat", ("user_id", "gender", "age", "occupation", "zip_code"))
    return RawData("ratings.dat", interactions, _own_names(), items, users, "|", SCALE)


def _own_names() -> dict[str, str]:
    return {name: name for name in RATING_COLUMNS}


def _bars(file: Path, names: tuple[str, ...]) -> pd.DataFrame:
    return read_delimited(file, separator="|", names=names, encoding="latin-1", quoted=False)


def _colons(file: Path, names: tuple[str, ...]) -> pd.DataFrame:
    return read_delimited(file, separator="::", names=names, encoding="latin-1", quoted=False)
