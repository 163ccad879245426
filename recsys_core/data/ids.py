"""Ids as text, whatever type the file gave them, and the order in which they are numbered."""

from __future__ import annotations

import numpy as np
import pandas as pd


def clean_ids(values: pd.Series) -> pd.Series:
    """Ids as text without surrounding spaces; blank or missing ones become missing.

    A whole number that a file stored as 12.0, because other rows were empty, is "12".
    """
    if pd.api.types.is_float_dtype(values):
        whole = values.dropna()
        if np.all(np.isfinite(whole)) and np.all(whole == np.floor(whole)):
            values = values.astype("Int64")
    text = values.astype("string").str.strip()
    return text.mask(text == "", pd.NA).astype(object)


def in_order(ids: np.ndarray) -> np.ndarray:
    """Distinct ids sorted: by value when all are whole numbers, else as text.

    Two spellings of one number ("7" and "07") stay two ids, in text order.
    """
    texts = [str(value) for value in ids]
    if all(text.isascii() and text.isdigit() for text in texts):
        texts.sort(key=lambda text: (int(text), text))
    else:
        texts.sort()
    return np.array(texts, dtype=object)
