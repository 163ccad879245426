"""Clean ids: text without surrounding spaces, one number for each distinct id."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.types import IndexArray

MISSING = -1
_EXACT_FLOAT = 2**53  # from here on, not every whole number is a float
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
_WHOLE_FLOAT = re.compile(r"\d+\.0+")


@dataclass(frozen=True)
class Ids:
    """A column of ids.

    Attributes:
        codes: (n,) int32, a row of ``names`` or MISSING.
        names: (n_distinct,) str, sorted: by value if all are whole numbers, else as text.
        lost_digits: how many distinct ids are written like 1.58E+18, or are floats too large to be exact.
    """

    codes: IndexArray
    names: np.ndarray
    lost_digits: int = 0


def clean_ids(values: pd.Series) -> Ids:
    """Ids as text without surrounding spaces; blank or missing ones are MISSING.

    A whole number that a file stores as 12.0, because other rows are empty or a spreadsheet wrote it, is
    "12". Only distinct values are looked at, so the cost grows with the ids and not with the rows.
    """
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(values.cat.categories.dtype)
    codes, distinct = pd.factorize(values)
    texts, lost = _texts(pd.Series(distinct))
    return _sorted(codes, texts, lost)


def id_texts(values: pd.Series) -> pd.Series:
    """The same ids as a column of text, missing where there is none."""
    ids = clean_ids(values)
    texts = np.array([*ids.names, None], dtype=object)  # the code of a missing id, -1, is the last
    return pd.Series(texts[ids.codes], index=values.index).astype(object)


def _sorted(codes: np.ndarray, texts: list[str | None], lost: int) -> Ids:
    names = sort_ids(np.array([text for text in dict.fromkeys(texts) if text is not None], dtype=object))
    place = {name: number for number, name in enumerate(names)}
    renumbered = np.array([MISSING if text is None else place[text] for text in texts] + [MISSING], np.int32)
    return Ids(renumbered[codes], names, lost)  # a missing value has code -1: the last entry


def _texts(distinct: pd.Series) -> tuple[list[str | None], int]:
    """The distinct values as ids, None for a blank one, and how many of them have lost digits."""
    if pd.api.types.is_float_dtype(distinct):
        numbers = distinct.to_numpy(np.float64, na_value=np.nan)
        whole = bool(np.all(np.isfinite(numbers)) and np.all(numbers == np.floor(numbers)))
        lost = int(np.sum(np.abs(numbers) >= _EXACT_FLOAT)) if whole else 0
        return [str(int(number)) if whole else str(number) for number in numbers], lost
    texts = [str(value).strip() for value in distinct]
    lost = sum(_SCIENTIFIC.fullmatch(text) is not None for text in texts)
    if texts and all(_WHOLE_FLOAT.fullmatch(text) for text in texts if text):
        texts = [text.partition(".")[0] for text in texts]
    return [text or None for text in texts], lost


def sort_ids(ids: np.ndarray) -> np.ndarray:
    """Distinct ids sorted: by value if all are whole numbers, else as text.

    Two spellings of one number ("7" and "07") stay two ids, in text order.
    """
    texts = [str(value) for value in ids]
    if all(text.isascii() and text.isdigit() for text in texts):
        # Without int(), which refuses more than 4,300 digits: of two numbers the longer is larger.
        texts.sort(key=lambda text: (len(text.lstrip("0")), text.lstrip("0"), text))
    else:
        texts.sort()
    return np.array(texts, dtype=object)
