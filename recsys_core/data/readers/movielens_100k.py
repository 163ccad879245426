"""MovieLens 100K as published: u.data, u.item and u.user."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np

from recsys_core.data.readers.base import RawData, Reader
from recsys_core.data.readers.delimited import read_delimited
from recsys_core.data.readers.options import ReadOptions

RATING_COLUMNS = ("user_id", "item_id", "rating", "timestamp")
SCALE = (1.0, 5.0)
# In the order of the flags at the end of u.item, as the file u.genre lists them.
GENRES = (
    "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama",
    "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
)  # fmt: skip
ITEM_COLUMNS = ("item_id", "title", "released", "released_on_video", "link", *GENRES)
USER_COLUMNS = ("user_id", "age", "gender", "occupation", "zip_code")


def recognises(path: Path) -> bool:
    """Whether this is u.data or a folder with it."""
    return path.name == "u.data" if path.is_file() else (path / "u.data").is_file()


def read(path: Path, options: ReadOptions) -> RawData:
    """Read u.data (tab-separated) and, if present, u.item (19 genre flags) and u.user ("|", Latin-1).

    Args:
        path: u.data or its folder.
        options: not used; the layout has fixed columns.

    Raises:
        DataError: a file is empty or a row has too many values.
    """
    folder = path.parent if path.is_file() else path
    read_table = partial(read_delimited, separator="|", encoding="latin-1", quoted=False)
    interactions = read_delimited(
        folder / "u.data", separator="\t", names=RATING_COLUMNS, quoted=False, whole_numbers=True
    )
    items, users = None, None
    if (folder / "u.item").exists():
        table = read_table(folder / "u.item", names=ITEM_COLUMNS)
        flags = table[list(GENRES)].to_numpy() == "1"
        genres = np.array(GENRES)
        items = table[["item_id", "title"]].assign(categories=["|".join(genres[row]) for row in flags])
    if (folder / "u.user").exists():
        users = read_table(folder / "u.user", names=USER_COLUMNS)
    own_names = {name: name for name in RATING_COLUMNS}
    return RawData("u.data", interactions, own_names, items, users, "|", SCALE)


READER = Reader("movielens-100k", "MovieLens 100K (u.data)", recognises, read)
