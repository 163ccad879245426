"""MovieLens 1M as published: ratings.dat, movies.dat and users.dat.

Later releases (ratings.csv, movies.csv) are CSV with column names: see ``named_columns``.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from recsys_core.data.readers.base import RawData, Reader
from recsys_core.data.readers.delimited import read_delimited
from recsys_core.data.readers.options import ReadOptions

RATING_COLUMNS = ("user_id", "item_id", "rating", "timestamp")
ITEM_COLUMNS = ("item_id", "title", "categories")
USER_COLUMNS = ("user_id", "gender", "age", "occupation", "zip_code")
SCALE = (1.0, 5.0)


def recognises(path: Path) -> bool:
    """Whether this is ratings.dat or a folder with it."""
    return path.name == "ratings.dat" if path.is_file() else (path / "ratings.dat").is_file()


def read(path: Path, options: ReadOptions) -> RawData:
    """Read ratings.dat and, if present, movies.dat and users.dat ("::" between values, Latin-1).

    Args:
        path: ratings.dat or its folder.
        options: not used; the layout has fixed columns.

    Raises:
        DataError: a file is empty or a row has too many values.
    """
    folder = path.parent if path.is_file() else path
    read_table = partial(read_delimited, separator="::", encoding="latin-1", quoted=False)
    interactions = read_table(folder / "ratings.dat", names=RATING_COLUMNS, whole_numbers=True)
    items, users = None, None
    if (folder / "movies.dat").exists():
        items = read_table(folder / "movies.dat", names=ITEM_COLUMNS)
    if (folder / "users.dat").exists():
        users = read_table(folder / "users.dat", names=USER_COLUMNS)
    own_names = {name: name for name in RATING_COLUMNS}
    return RawData("ratings.dat", interactions, own_names, items, users, "|", SCALE)


READER = Reader("movielens-1m", "MovieLens 1M (ratings.dat)", recognises, read)
