"""Load a data set by name or path."""

from __future__ import annotations

from pathlib import Path

from recsys_core.config import data_root, sample_root
from recsys_core.data.candidates.columns import are_candidates
from recsys_core.data.candidates.layout import is_candidates
from recsys_core.data.candidates.loading import load_candidates
from recsys_core.data.candidates.tables import peek
from recsys_core.data.catalog import EMBEDDED, KNOWN, SAMPLE
from recsys_core.data.cleaning.clean import clean
from recsys_core.data.dataset import Dataset, DatasetInfo
from recsys_core.data.meaning import Meaning
from recsys_core.data.readers.columns import ColumnNames
from recsys_core.data.readers.options import ReadOptions
from recsys_core.data.readers.registry import read, recognise
from recsys_core.data.readers.text_format import TextFormat
from recsys_core.errors import DataError
from recsys_core.messages import message

TITLE_FILE = "title.txt"
"""In a folder of the user's own data, a file whose first line is the title."""
_MAX_TITLE_LENGTH = 80


def load(
    name_or_path: str | Path,
    *,
    columns: ColumnNames | None = None,
    text: TextFormat | None = None,
    meaning: Meaning | None = None,
) -> Dataset:
    """Load a data set.

    Args:
        name_or_path: "sample", the name of a fetched data set, or the path of a folder or file. A bare name
            means a data set even if there is a file of that name; "./name" means the file.
        columns: column names of a user's own file; the others are guessed.
        text: format of a user's own text files; what it leaves open is detected.
        meaning: what the values of a user's own file mean; what it leaves open is found from the values.

    Returns:
        The data set; a ``ScoredDataset`` where the folder or file holds scored candidates.

    Raises:
        DataError: there is no such data set or file, or it cannot be read.
    """
    name = str(name_or_path)
    if name == SAMPLE:
        return clean(read(sample_root(), ReadOptions()), EMBEDDED)
    fetched = data_root() / name
    if name in KNOWN:
        if not (_is_data(fetched) or (fetched.is_dir() and any(map(_is_data, fetched.iterdir())))):
            raise DataError(
                message(
                    "errors.not_here_yet_run",
                    "{name} is not here yet. Run: python -m recsys_core data fetch {name}",
                    name=name,
                )
            )
        return clean(read(fetched, ReadOptions()), KNOWN[name].info)
    path = fetched if _is_bare(name) and fetched.is_dir() else Path(name).expanduser()
    if not path.exists():
        names = ", ".join([*KNOWN, SAMPLE])
        raise DataError(
            message(
                "errors.no_data_set_no",
                "There is no data set and no file called '{name}'. Give a path, or one of: {names}.",
                name=name,
                names=names,
            )
        )
    stem = path.resolve().stem if path.is_file() else path.resolve().name
    options = ReadOptions(columns or ColumnNames(), text or TextFormat())
    info = DatasetInfo(stem, _read_title(path) or stem)
    if is_candidates(path) or (path.is_file() and are_candidates(peek(path))):
        return load_candidates(path, info, columns)
    return clean(read(path, options), info, meaning or Meaning())


def available() -> list[str]:
    """Names that ``load`` finds now: known data sets in their order, then others by name, then the sample."""
    root = data_root()
    present = {folder.name for folder in root.iterdir() if _is_data(folder)} if root.is_dir() else set()
    names = [name for name in KNOWN if name in present] + sorted(present - set(KNOWN))
    return names + ([SAMPLE] if _is_data(sample_root()) else [])


def _read_title(path: Path) -> str:
    """The title in a folder's title file, "" if there is none."""
    file = path / TITLE_FILE
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    return lines[0].strip()[:_MAX_TITLE_LENGTH] if lines else ""


def _is_bare(name: str) -> bool:
    return bool(name) and Path(name).name == name and name not in (".", "..")


def _is_data(folder: Path) -> bool:
    """Whether a reader recognises the folder; unfinished downloads start with a dot."""
    if not folder.is_dir() or folder.name.startswith("."):
        return False
    return recognise(folder) is not None or is_candidates(folder)
