"""Load a data set by name or path: recognise the layout, read it, clean it."""

from __future__ import annotations

from pathlib import Path

from recsys_core.config import data_root, sample_root
from recsys_core.data.catalog import EMBEDDED, KNOWN, SAMPLE
from recsys_core.data.cleaning.clean import About, clean
from recsys_core.data.dataset import Dataset
from recsys_core.data.readers.columns import ColumnNames
from recsys_core.data.readers.movielens import read_1m, read_100k
from recsys_core.data.readers.named import holds_named, read_named
from recsys_core.data.readers.raw import RawData
from recsys_core.data.readers.recbole import holds_recbole, read_recbole
from recsys_core.data.readers.tables import check_present
from recsys_core.errors import DataError

TITLE = "title.txt"
"""A file in a folder of one's own data; its first line is the name that people read."""


def load(name_or_path: str | Path, *, columns: ColumnNames | None = None) -> Dataset:
    """Load a data set.

    Args:
        name_or_path: "sample", the name of a fetched data set, or the path of a folder or file. A bare name
            means a data set even if a file is called so; "./name" means the file.
        columns: column names of a user's own file; what is not named is guessed.

    Raises:
        DataError: there is no such data set or file, or it cannot be read.
    """
    name = str(name_or_path)
    if name == SAMPLE:
        return _read(sample_root(), EMBEDDED, ColumnNames())
    fetched = data_root() / name
    if name in KNOWN:
        if not (_is_data(fetched) or (fetched.is_dir() and any(map(_is_data, fetched.iterdir())))):
            raise DataError(f"{name} is not here yet. Run: python -m recsys_core data fetch {name}")
        return _read(fetched, KNOWN[name].about, ColumnNames())
    path = fetched if _is_bare(name) and fetched.is_dir() else Path(name).expanduser()
    if not path.exists():
        names = ", ".join([*KNOWN, SAMPLE])
        raise DataError(f"There is no data set and no file called '{name}'. Give a path, or one of: {names}.")
    label = path.resolve().stem if path.is_file() else path.resolve().name
    return _read(path, About(label, _title(path) or label), columns or ColumnNames())


def available() -> list[str]:
    """Names that `load` finds now: known ones in their order, then others by name, then the sample."""
    root = data_root()
    present = {folder.name for folder in root.iterdir() if _is_data(folder)} if root.is_dir() else set()
    names = [name for name in KNOWN if name in present] + sorted(present - set(KNOWN))
    return names + ([SAMPLE] if _is_data(sample_root()) else [])


def read(path: Path, columns: ColumnNames) -> RawData:
    """Recognise the layout of a folder or file by what it holds, and read it.

    Raises:
        DataError: no known layout, or a file that cannot be read.
    """
    if path.is_file():
        check_present(path)
        if path.name in ("u.data", "ratings.dat"):
            return read(path.parent, columns)
        return read_recbole(path, columns) if path.suffix == ".inter" else read_named(path, columns)
    if (path / "u.data").is_file():
        return read_100k(path)
    if (path / "ratings.dat").is_file():
        return read_1m(path)
    if holds_recbole(path):
        return read_recbole(path, columns)
    folders = [entry for entry in path.iterdir() if entry.is_dir() and not entry.name.startswith(".")]
    if not holds_named(path) and len(folders) == 1:
        return read(folders[0], columns)  # an archive often unpacks into a folder of its own
    return read_named(path, columns)


def _read(path: Path, about: About, columns: ColumnNames) -> Dataset:
    return clean(read(path, columns), about)


def _title(path: Path) -> str:
    """The title that a folder gives its data, "" if none."""
    file = path / TITLE
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    return lines[0].strip()[:80] if lines else ""


def _is_bare(name: str) -> bool:
    return bool(name) and Path(name).name == name and name not in (".", "..")


def _is_data(folder: Path) -> bool:
    """Whether the folder looks like data of a known layout; unfinished downloads start with a dot."""
    if not folder.is_dir() or folder.name.startswith("."):
        return False
    known = (folder / "u.data").is_file() or (folder / "ratings.dat").is_file()
    return known or holds_recbole(folder) or holds_named(folder)
