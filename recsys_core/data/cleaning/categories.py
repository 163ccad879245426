"""Categories of items as data sets write them: text with separators, JSON, Python literals, lists, maps."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from recsys_core.runtime.json_text import parse_json

UNKNOWN = ("", "unknown", "unkonwn", "(no genres listed)", "nan", "n/a", "null", "none")
"""Words for "not known". "unkonwn" is how one well-known copy of MovieLens 100K spells it."""
NAME_KEYS = ("name", "title", "label", "category", "genre", "tag", "value", "text")
SEPARATORS = ("|", ";", " > ", ",")
_OPENING = re.compile(r"^\s*[\[{]")


def names_in(value: object) -> list[str]:
    """The names in a parsed value: of a list its entries, of an object its name, of a map its keys.

    An object such as ``{"id": 28, "name": "Action"}`` is one category called by its name; a map from names to
    numbers or flags, such as ``{"Action": 1, "Drama": 0}``, has the names that are not 0, false or missing.
    Numbers alone are ids of categories and serve as names.
    """
    if isinstance(value, Mapping):
        key = next((key for key in NAME_KEYS if isinstance(value.get(key), str)), None)
        if key is not None:
            return [str(value[key])]
        return [str(name) for name, flag in value.items() if flag not in (0, False, None, "")]
    if isinstance(value, (list, tuple, set, frozenset, np.ndarray)):
        entries = list(value)
        if entries and all(isinstance(entry, tuple) and len(entry) == 2 for entry in entries):
            return names_in(dict(entries))  # how Arrow gives a map
        return [name for entry in entries for name in names_in(entry)]
    return [] if value is None or value != value else [str(value)]


def parse_categories(values: Iterable[object], separator: str | None = None) -> list[tuple[str, ...]]:
    """The categories of each item.

    Values that are JSON, a Python literal or PostgreSQL's ``{a,b}`` are parsed first and their names taken as
    they are; other text is split at the separator.

    Args:
        values: one an item; None or NaN where nothing is known.
        separator: what separates categories; None: the first of "|", ";", " > " and "," that occurs in the
            column.

    Returns:
        One tuple an item, each name once, in order, without words for "not known".
    """
    cells = [None if cell is pd.NA else cell for cell in values]  # NA has no truth value
    parsed = [_structured(cell) for cell in cells]
    texts = [None if found is not None else _text(cell) for cell, found in zip(cells, parsed, strict=True)]
    mark = find_separator([text for text in texts if text]) if separator is None else separator
    return [
        _distinct(found if found is not None else (text or "").split(mark))
        for found, text in zip(parsed, texts, strict=True)
    ]


def find_separator(texts: Sequence[str]) -> str:
    """The first separator that occurs; "|" if none does, so that each value is one category."""
    return next((mark for mark in SEPARATORS if any(mark in text for text in texts)), "|")


def _structured(cell: object) -> list[str] | None:
    """The names in a list, map or a text that holds one; None for plain text."""
    if isinstance(cell, (list, tuple, set, np.ndarray, Mapping)):
        return names_in(cell)
    if not isinstance(cell, str) or not _OPENING.match(cell):
        return None
    text = cell.strip()
    try:
        return names_in(parse_json(text))
    except (ValueError, RecursionError):
        pass
    if text.startswith("{") and text.endswith("}"):
        found = _postgres_array(text)
        if found is not None:
            return found
    try:
        return names_in(ast.literal_eval(text))
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        pass
    # "[a, b]" without quotation marks around the names
    return text[1:-1].split(",") if text[0] + text[-1] == "[]" else None


def _postgres_array(text: str) -> list[str] | None:
    """The entries of ``{a,"b c"}``; None if it is a map such as ``{'a': 1}``."""
    entry = r'\s*(?:"(?:[^"\\]|\\.)*"|[^"\'{}:,]*)\s*'
    if not re.fullmatch(rf"\{{{entry}(?:,{entry})*\}}", text):
        return None
    entries = re.findall(r'"((?:[^"\\]|\\.)*)"|([^",{}]+)', text)
    return [re.sub(r"\\(.)", r"\1", quoted) if quoted else plain.strip() for quoted, plain in entries]


def _text(cell: object) -> str:
    return "" if cell is None or cell != cell else str(cell)


def _distinct(parts: Iterable[object]) -> tuple[str, ...]:
    names = [re.sub(r"^(['\"])(.*)\1$", r"\2", " ".join(str(part).split())) for part in parts]
    return tuple(dict.fromkeys(name for name in names if name.lower() not in UNKNOWN))
