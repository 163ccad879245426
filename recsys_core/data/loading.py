"""Load a data set by name or path."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from recsys_core.config import data_root, listed_folders, sample_root
from recsys_core.data.candidates.columns import are_candidates
from recsys_core.data.candidates.dataset import ScoredDataset
from recsys_core.data.candidates.layout import is_candidates
from recsys_core.data.candidates.loading import load_candidates
from recsys_core.data.candidates.tables import peek
from recsys_core.data.candidates.visitor_names import call, call_in, read_names
from recsys_core.data.catalog import EMBEDDED, KNOWN, SAMPLE
from recsys_core.data.cleaning.clean import clean
from recsys_core.data.dataset import Dataset, DatasetInfo
from recsys_core.data.meaning import Meaning
from recsys_core.data.read_settings import ReadSettings
from recsys_core.data.readers.base import RawData
from recsys_core.data.readers.columns import ColumnNames
from recsys_core.data.readers.options import ReadOptions
from recsys_core.data.readers.registry import read, recognise
from recsys_core.data.readers.text_format import TextFormat
from recsys_core.data.split import split as make_split
from recsys_core.data.split_rule import SplitRule
from recsys_core.errors import DataError
from recsys_core.messages import Message, message
from recsys_core.runtime.json_text import parse_json

TITLE_FILE = "title.txt"
"""In a folder of the user's own data, a file whose first line is the title."""
SOURCE_FILE = "upload_source.json"
"""In the folder of an upload, what the uploaded file, its first row and its columns were called."""
_MAX_TITLE_LENGTH = 80
_FIRST_ROW = 2  # of a file whose first line names the columns, as an upload is stored


def load(
    name_or_path: str | Path,
    *,
    columns: ColumnNames | None = None,
    text: TextFormat | None = None,
    meaning: Meaning | None = None,
    split: SplitRule | None = None,
) -> Dataset:
    """Load a data set.

    Args:
        name_or_path: "sample", the name of a fetched data set, or the path of a folder or file. A bare name
            means a data set even if there is a file of that name; "./name" means the file.
        columns: column names of a user's own file; the others are guessed.
        text: format of a user's own text files; what it leaves open is detected.
        meaning: what the values mean; None: as the data's folder says. What it leaves open is found from the
            values.
        split: how interactions are divided into train, validation and test; None: as the data's folder says,
            else as the source gives it, else per person in time, else, without times, at random.

    Returns:
        The data set; a ``ScoredDataset`` where the folder or file holds scored candidates.

    Raises:
        DataError: there is no such data set or file, it cannot be read or not in this way, or it cannot be
            split so.
    """
    settings = ReadSettings(text or TextFormat(), meaning or _stored_meaning(str(name_or_path)))
    dataset = _load(str(name_or_path), columns, settings)
    if isinstance(dataset, ScoredDataset):
        return dataset
    if settings != ReadSettings():
        dataset = replace(dataset, reading=replace(dataset.reading, settings=settings))
    return with_split(dataset, split or _stored_split(str(name_or_path)))


def with_split(dataset: Dataset, rule: SplitRule | None) -> Dataset:
    """The same data, split by another rule; None leaves the rule that they have.

    Raises:
        DataError: the data lack what the rule needs, or the rule leaves a part empty.
    """
    if rule is None or rule == dataset.split_rule:
        return dataset
    if rule.way in ("person", "date") and not dataset.reading.has_times:
        raise DataError(
            message(
                "errors.split_needs_times",
                "{name} has no times, so it cannot be split by {way}. Name its time column, or split at "
                "random.",
                name=dataset.title,
                way=rule.way,
            )
        )
    if rule.way == "given" and dataset.given_part is None:
        raise DataError(
            message(
                "errors.split_not_given",
                "{name} names no parts. Add a column with train, valid and test, or give a folder with "
                "train.csv and test.csv.",
                name=dataset.title,
            )
        )
    changed = replace(dataset, split_rule=rule)
    make_split(changed)  # a date outside the data is refused here
    return changed


def _load(name: str, columns: ColumnNames | None, settings: ReadSettings) -> Dataset:
    if name in (SAMPLE, *KNOWN) and settings.text != TextFormat():
        raise _fixed_format(name)
    if name == SAMPLE:
        return clean(read(sample_root(), ReadOptions()), EMBEDDED, settings.meaning)
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
        return clean(read(fetched, ReadOptions()), KNOWN[name].info, settings.meaning)
    path = _place(name)
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
    options = ReadOptions(columns or ColumnNames(), settings.text)
    info = DatasetInfo(stem, _read_title(path) or stem)
    if is_candidates(path) or (path.is_file() and are_candidates(peek(path))):
        if settings != ReadSettings():
            raise _not_for_candidates(path.name)
        return _load_candidates(path, info, columns)
    reader = recognise(path)
    if settings.text != TextFormat() and reader is not None and not reader.has_open_format:
        raise _fixed_format(path.name)
    return clean(_as_uploaded(read(path, options), path), info, settings.meaning)


def _load_candidates(path: Path, info: DatasetInfo, columns: ColumnNames | None) -> ScoredDataset:
    """Candidates, with the files of an upload called as the visitor called them."""
    names = read_names(path)
    try:
        return call_in(load_candidates(path, info, columns), names)
    except DataError as error:
        said = error.args[0] if error.args else None
        if not names or not isinstance(said, Message):
            raise
        raise type(error)(call(said, names)) from error


def available() -> list[str]:
    """Names that ``load`` finds now: known data sets in their order, then others by name, then the sample.

    Others are folders among the data sets, and folders and files in those that the operator lists.
    """
    root = data_root()
    present = {folder.name for folder in root.iterdir() if _is_data(folder)} if root.is_dir() else set()
    listed = {entry.name for folder in listed_folders() if folder.is_dir() for entry in folder.iterdir()}
    present |= {name for name in listed - set(KNOWN) - {SAMPLE} if _is_readable(_place(name))}
    names = [name for name in KNOWN if name in present] + sorted(present - set(KNOWN))
    return names + ([SAMPLE] if _is_data(sample_root()) else [])


def _as_uploaded(raw: RawData, folder: Path) -> RawData:
    """The tables of an upload with file, rows and columns called as in the user's file; others as they are.

    What the columns are called also says what they hold: "Quantity" is a count, "rating" is not.

    Raises:
        DataError: the file that says so is damaged.
    """
    file = folder / SOURCE_FILE
    if not file.is_file():
        return raw
    try:
        source = parse_json(file.read_text(encoding="utf-8"))
        rows = raw.interactions.set_axis(raw.interactions.index + (source["first_row"] - _FIRST_ROW))
        columns = raw.columns | source["columns"]
        return replace(raw, file=source["file"], interactions=rows, columns=columns, how_read=())
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _damaged(file) from error


def _stored_split(name: str) -> SplitRule | None:
    """The rule that was stored with an upload.

    Raises:
        DataError: the file that holds it is damaged.
    """
    entries = _stored(name, "split")
    return None if entries is None else SplitRule.from_dict(entries)


def _stored_meaning(name: str) -> Meaning:
    """What was said about the values of an upload.

    Raises:
        DataError: the file that holds it is damaged.
    """
    entries = _stored(name, "meaning")
    try:
        return Meaning() if entries is None else Meaning.from_dict(entries)
    except (TypeError, ValueError) as error:
        raise _damaged(_place(name) / SOURCE_FILE) from error


def _stored(name: str, entry: str) -> dict[str, Any] | None:
    """An entry of the file beside an upload, None if there is none."""
    file = _place(name) / SOURCE_FILE
    if not file.is_file():
        return None
    try:
        found = parse_json(file.read_text(encoding="utf-8")).get(entry)
    except (OSError, ValueError, AttributeError) as error:
        raise _damaged(file) from error
    if found is not None and not isinstance(found, dict):
        raise _damaged(file)
    return found


def _fixed_format(name: str) -> DataError:
    return DataError(
        message(
            "errors.fixed_format",
            "{name} has a layout whose encoding and delimiter are fixed. Leave them out.",
            name=name,
        )
    )


def _not_for_candidates(name: str) -> DataError:
    return DataError(
        message(
            "errors.settings_not_for_candidates",
            "{name} holds scored candidates. Encoding, time and what counts as liked can be set for "
            "interactions only; leave them out.",
            name=name,
        )
    )


def _damaged(file: Path) -> DataError:
    return DataError(
        message(
            "errors.source_damaged",
            "{file} is damaged. Upload the data again.",
            file=file.name,
        )
    )


def _place(name: str) -> Path:
    """Where a name leads: to a data set of this name, to one in a listed folder, else to a path."""
    if _is_bare(name):
        if (data_root() / name).is_dir():
            return data_root() / name
        found = next((folder / name for folder in listed_folders() if (folder / name).exists()), None)
        if found is not None:
            return found
    return Path(name).expanduser()


def _read_title(path: Path) -> str:
    """The title in a folder's title file, "" if there is none."""
    file = path / TITLE_FILE
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    return lines[0].strip()[:_MAX_TITLE_LENGTH] if lines else ""


def _is_bare(name: str) -> bool:
    return bool(name) and Path(name).name == name and name not in (".", "..")


def _is_data(folder: Path) -> bool:
    """Whether a reader recognises the folder; unfinished downloads start with a dot."""
    return folder.is_dir() and _is_readable(folder)


def _is_readable(path: Path) -> bool:
    """Whether a reader recognises a folder or file that is not hidden."""
    if path.name.startswith("."):
        return False
    return recognise(path) is not None or is_candidates(path)
