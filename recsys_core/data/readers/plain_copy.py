"""Plain UTF-8 text of any text file: unpacked, decoded, with one kind of line end."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from recsys_core.data.readers.text_format import guess_encoding, marked_encoding
from recsys_core.errors import DataError
from recsys_core.messages import message

MAX_UNPACKED = 16_000_000_000
"""Bytes; a file that unpacks to more is refused before the disk is full."""
MAX_RATIO = 400
"""Unpacked to packed size. Tables reach 50; a file made to fill the disk reaches thousands."""
_ALWAYS_ALLOWED = 64_000_000  # a small file may be as repetitive as it likes
_CHUNK = 1 << 22
_UNUSUAL_BYTES = 1 << 16
_MAGIC = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"PK\x03\x04": "zip",
    b"(\xb5/\xfd": "zstd",
}
_FOREIGN = {
    b"PAR1": "Parquet",
    b"\x89PNG": "PNG",
    b"%PDF": "PDF",
    b"SQLite format 3": "SQLite",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"\x89HDF": "HDF5",
    b"\x93NUMPY": "NumPy",
}


@dataclass(frozen=True)
class PlainText:
    """A file as plain UTF-8 text.

    Attributes:
        path: the plain copy, or the file itself if it already was plain.
        encoding: what the file was written in.
        compression: "gzip", "bzip2", "xz", "zip" or "".
    """

    path: Path
    encoding: str
    compression: str


@contextmanager
def plain_text(path: Path, encoding: str | None = None) -> Iterator[PlainText]:
    """Open a text file as plain UTF-8; a copy is made only where the file is anything else.

    Args:
        path: a text file, plain or compressed, by its content and not by its name.
        encoding: a Python codec; None: detected.

    Raises:
        DataError: the file is no text, is damaged, unpacks to too much, or is not in that encoding.
    """
    compression = _compression(path)
    start = _start(path, compression)
    foreign = next((kind for magic, kind in _FOREIGN.items() if start.startswith(magic)), None)
    if foreign is not None:
        raise DataError(
            message(
                "errors.not_text",
                "{name} holds {kind} and not text. Save the table as CSV or Parquet and give the file that "
                "ending.",
                name=path.name,
                kind=foreign,
            )
        )
    found = encoding or marked_encoding(start) or "utf-8"
    if found == "utf-8" and start.startswith(codecs.BOM_UTF8):
        found = "utf-8-sig"
    survey = _survey(path, compression, found)
    if survey.wrong_row and encoding is None and found.startswith("utf-8"):
        found = guess_encoding(survey.unusual)
    elif survey.wrong_row:
        raise DataError(
            message(
                "errors.not_in_that_encoding",
                "{name} is not {encoding} text: row {row} cannot be decoded. Name another encoding, or "
                "leave it out "
                "to have it detected.",
                name=path.name,
                encoding=found,
                row=survey.wrong_row,
            )
        )
    if not compression and found == "utf-8" and not survey.mixed_line_ends:
        yield PlainText(path, found, "")
        return
    with tempfile.TemporaryDirectory(prefix="equipoise-") as folder:
        copy = Path(folder) / "plain.txt"
        with copy.open("w", encoding="utf-8", newline="\n") as target:
            for text in _decoded(path, compression, found):
                target.write(text)
        yield PlainText(copy, found, compression)


@dataclass
class _Survey:
    wrong_row: int = 0
    unusual: bytes = b""
    mixed_line_ends: bool = False


def _survey(path: Path, compression: str, encoding: str) -> _Survey:
    """Read the file once: whether it can be decoded, and, if not, the lines that cannot be UTF-8."""
    found, decoder = _Survey(), codecs.getincrementaldecoder(encoding)()
    rows, line_ends, windows_ends = 1, 0, 0
    for chunk in _chunks(path, compression):
        if not found.wrong_row:
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError as error:
                found.wrong_row = rows + error.object[: error.start].count(b"\n")
            except UnicodeError:  # the file does not begin as this encoding does
                found.wrong_row = rows
            else:
                if "\x00" in text:
                    raise _binary(path, rows + text[: text.index("\x00")].count("\n"))
        rows += chunk.count(b"\n")
        line_ends, windows_ends = line_ends + chunk.count(b"\n"), windows_ends + chunk.count(b"\r\n")
        if found.wrong_row and len(found.unusual) < _UNUSUAL_BYTES:
            lines = [line for line in chunk.split(b"\n") if not line.isascii()]
            found.unusual += b"\n".join(lines)[:_UNUSUAL_BYTES] + b"\n"
    if not found.wrong_row:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            found.wrong_row = rows
    if found.wrong_row and b"\x00" in found.unusual:
        raise _binary(path, found.wrong_row)
    found.mixed_line_ends = 0 < windows_ends < line_ends
    return found


def _decoded(path: Path, compression: str, encoding: str) -> Iterator[str]:
    r"""The file's text in pieces, every line end as "\\n"."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    for chunk in _chunks(path, compression):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _chunks(path: Path, compression: str) -> Iterator[bytes]:
    """The unpacked bytes in pieces."""
    packed, unpacked = path.stat().st_size, 0
    try:
        with _open(path, compression) as file:
            while chunk := file.read(_CHUNK):
                unpacked += len(chunk)
                too_much = unpacked > _ALWAYS_ALLOWED and unpacked > MAX_RATIO * packed
                if compression and (unpacked > MAX_UNPACKED or too_much):
                    raise DataError(
                        message(
                            "errors.unpacks_to_too_much",
                            "{name} takes {packed:,.1f} MB and unpacks to more than {unpacked:,.0f} MB, far "
                            "more "
                            "than a table does. Unpack it yourself and look at what is in it.",
                            name=path.name,
                            packed=packed / 1e6,
                            unpacked=unpacked / 1e6,
                        )
                    )
                yield chunk
    except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, OSError) as error:
        if not compression:
            raise
        raise DataError(
            message(
                "errors.cannot_unpack",
                "{name} cannot be unpacked ({error}). It may be cut off: copy or download it again.",
                name=path.name,
                error=error,
            )
        ) from error


def _open(path: Path, compression: str) -> IO[bytes]:
    if compression == "zip":
        archive = zipfile.ZipFile(path)
        members = [member for member in archive.namelist() if not member.endswith("/")]
        tables = [member for member in members if not member.startswith("__MACOSX")]
        if (
            len(tables) != 1
            or tables[0].startswith(("xl/", "[Content_Types]"))
            or "xl/workbook.xml" in tables
        ):
            names = ", ".join(tables[:6])
            raise DataError(
                message(
                    "errors.zip_of_several",
                    "{name} is an archive that must hold one table and nothing else (found: {names}). "
                    "Unpack it and "
                    "give the table; save a workbook as CSV.",
                    name=path.name,
                    names=names or "nothing",
                )
            )
        return archive.open(tables[0])
    if compression == "zstd":
        raise DataError(
            message(
                "errors.zstd",
                "{name} is compressed with Zstandard. Unpack it, or compress it with gzip.",
                name=path.name,
            )
        )
    openers = {"gzip": gzip.open, "bzip2": bz2.open, "xz": lzma.open, "": open}
    return cast("IO[bytes]", openers[compression](path, "rb"))  # type: ignore[operator]


def _compression(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(8)
    return next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), "")


def _start(path: Path, compression: str) -> bytes:
    return next(_chunks(path, compression), b"")[:4096]


def _binary(path: Path, row: int) -> DataError:
    return DataError(
        message(
            "errors.binary",
            "{name} is not text: row {row} holds a zero byte. Save the table as CSV or Parquet and give the "
            "file "
            "that ending.",
            name=path.name,
            row=row,
        )
    )
