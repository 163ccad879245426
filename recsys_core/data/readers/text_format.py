"""How a text file is written: encoding, separator, whether the first row names the columns."""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from charset_normalizer import from_bytes

from recsys_core.errors import DataError
from recsys_core.messages import message

DELIMITERS = (",", "\t", ";", "|", "::", "^", "\x01")
DELIMITER_NAMES = {"\t": "Tab", "\x01": "Ctrl-A", " ": "␣"}
"""How a separator is shown that has no shape of its own."""
_WESTERN = ("cp1252", "latin-1", "cp1250", "cp1251")
_EAST_ASIAN = ("gb18030", "big5", "shift_jis", "euc-kr")
ENCODINGS = ("utf-8", "utf-16", *_WESTERN, *_EAST_ASIAN)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_LINES = 200
_EXCEL_LINE = re.compile(r"^sep=(.)\s*$", re.IGNORECASE)
_VALUE = re.compile(r"[-+]?\d[\d.,:/ -]*([TeE][\d:.+-]*)?Z?")


@dataclass(frozen=True)
class TextFormat:
    """How delimited text is written; None means: detect it.

    Attributes:
        encoding: a Python codec.
        delimiter: one character, or a longer mark such as "::".
        header: whether the first row names the columns.
        quoted: whether quotation marks enclose values.
        decimal: "." or ",".
        skip: lines before the table, such as comments.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header: bool | None = None
    quoted: bool | None = None
    decimal: str | None = None
    skip: int | None = None

    def __post_init__(self) -> None:
        if self.encoding is not None and not _is_text_codec(self.encoding):
            raise DataError(
                message(
                    "errors.encoding",
                    "“{encoding}” is no encoding of text. Name one such as {known}.",
                    encoding=self.encoding,
                    known=", ".join(ENCODINGS[:3]),
                )
            )
        if self.delimiter is not None and (not self.delimiter or set(self.delimiter) & set('\r\n"')):
            raise DataError(
                message(
                    "errors.delimiter",
                    "“{delimiter}” cannot separate values. Name a character such as , ; or |, or write tab.",
                    delimiter=self.delimiter,
                )
            )

    def to_dict(self) -> dict[str, Any]:
        """What is not left open, ready for JSON."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @classmethod
    def from_dict(cls, entries: dict[str, Any]) -> TextFormat:
        """The format that ``to_dict`` wrote; unknown entries are ignored."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in entries.items() if name in known})

    def or_else(self, detected: TextFormat) -> TextFormat:
        """This format with what it leaves open taken from ``detected``."""
        names = ("encoding", "delimiter", "header", "quoted", "decimal", "skip")
        open_ = {name: getattr(detected, name) for name in names if getattr(self, name) is None}
        return replace(self, **open_)


def _is_text_codec(name: str) -> bool:
    """Whether a codec has this name and decodes bytes to text (base64 does not)."""
    try:
        b"a".decode(name)
    except LookupError:
        return False
    except UnicodeError:  # one byte is no character of it
        return True
    return True


def marked_encoding(start: bytes) -> str | None:
    """The encoding that a byte-order mark names, or UTF-16 by its zero bytes; None without either."""
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if start.startswith(mark)), None)
    if marked is not None:
        return marked
    even, odd = start[0:2000:2].count(0), start[1:2000:2].count(0)
    half = len(start[:2000]) // 2
    if half > 4 and max(even, odd) > 0.6 * half and min(even, odd) < 0.1 * half:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def guess_encoding(unusual: bytes) -> str:
    """The likeliest encoding of text that is not UTF-8.

    Args:
        unusual: lines with bytes that UTF-8 does not have.

    Returns:
        A codec that can decode all of them; Latin-1 decodes everything.
    """
    # Isolated high bytes are accented letters; in Chinese, Japanese and Korean they come in runs.
    runs = re.findall(rb"[\x80-\xff]+", unusual)
    accented = sum(len(run) == 1 for run in runs) > len(runs) / 2
    matches = list(from_bytes(unusual, cp_isolation=list(_WESTERN if accented else _WESTERN + _EAST_ASIAN)))
    fitting = [match for match in matches if match.chaos <= matches[0].chaos + 0.02]
    # Many code pages agree on a few accented letters; then the commonest is meant.
    if fitting and accented and any("cp1252" in match.could_be_from_charset for match in fitting):
        return "cp1252"
    # A few characters can be valid Big5 and GB 18030 alike: the more coherent text, then our order.
    order = [name.replace("-", "_") for name in ENCODINGS]
    fitting.sort(key=lambda match: (-match.coherence, order.index(match.encoding)))
    return fitting[0].encoding if fitting else "latin-1"


def detect(text: str, *, complete: bool) -> TextFormat:
    """Detect what the start of a file shows.

    Args:
        text: the start of the file, decoded.
        complete: whether that is all of it; otherwise the last line may be cut.

    Returns:
        A format without open points, except ``encoding`` and ``quoted``, which need the whole file.
    """
    lines = text.splitlines()
    if not complete and len(lines) > 1:
        lines = lines[:-1]
    skip, told = _preamble(lines)
    lines = [line for line in lines[skip:] if line.strip()][:_SAMPLE_LINES]
    delimiter = told or _delimiter(lines)
    rows = [split_line(line, delimiter) for line in lines]
    return TextFormat(
        delimiter=delimiter,
        header=bool(rows) and has_header(rows),
        decimal=_decimal(rows[1:], delimiter),
        skip=skip,
    )


def has_header(rows: list[list[str]]) -> bool:
    """Whether the first row names the columns.

    It does unless one of its values is a number or a date, or occurs again below: names do not.
    """
    first = [value.strip() for value in rows[0]]
    filled = [value for value in first if value]
    if any(_VALUE.fullmatch(value) for value in filled):
        return False
    below = [{row[at].strip() for row in rows[1:] if at < len(row)} for at in range(len(first))]
    return not any(value in column for value, column in zip(first, below, strict=True) if value)


def _preamble(lines: list[str]) -> tuple[int, str | None]:
    """Lines before the table: Excel's ``sep=;`` and comments; and the separator the first one names."""
    skip, told = 0, None
    for line in lines:
        named = _EXCEL_LINE.match(line)
        if named and skip == 0:
            told = named[1]
        elif not line.lstrip().startswith(("#", "%")) or _is_header_like(line, lines[skip + 1 : skip + 2]):
            break
        skip += 1
    return skip, told


def _is_header_like(line: str, following: list[str]) -> bool:
    """Whether a line that starts with "#" has as many values as the next: then it names the columns."""
    if not following or following[0].lstrip().startswith(("#", "%")):
        return False
    mark = _delimiter([line, following[0]])
    n_values = len(split_line(line, mark))
    return n_values > 1 and n_values == len(split_line(following[0], mark))


def _delimiter(lines: list[str]) -> str:
    """The mark that splits most lines into one number of values, the largest such number; else a comma."""
    best, best_score = ",", (0.0, 0)
    for mark in DELIMITERS:
        counts = [len(split_line(line, mark)) for line in lines]
        if not counts or max(counts) < 2:
            continue
        usual = counts[0]  # the row of names, which has no free text
        if usual < 2:
            continue
        agreeing = sum(count == usual for count in counts) / len(counts)
        score = (round(agreeing, 1), usual)
        if score > best_score:
            best, best_score = mark, score
    if best_score[0] == 0.0 and lines:
        return max(DELIMITERS, key=lines[0].count) if any(mark in lines[0] for mark in DELIMITERS) else ","
    return best


def split_line(line: str, mark: str) -> list[str]:
    """The values of one line."""
    if len(mark) > 1:
        return line.split(mark)
    try:
        return next(csv.reader([line], delimiter=mark), [""])
    except csv.Error:  # a value of more than 131,072 characters
        return line.split(mark)


def _decimal(rows: list[list[str]], delimiter: str) -> str:
    """A comma where numbers are written 4,5 and none 4.5; never where commas separate values."""
    if delimiter == ",":
        return "."
    values = [value.strip() for row in rows for value in row]
    commas = sum(bool(re.fullmatch(r"-?\d+,\d{1,2}", value)) for value in values)
    points = sum(bool(re.fullmatch(r"-?\d+\.\d+", value)) for value in values)
    return "," if commas > points else "."
