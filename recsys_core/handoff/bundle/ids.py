"""The data's own ids in the type they came in, and cells that a spreadsheet does not run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LARGEST = 2**63 - 1


def typed(ids: Sequence[str] | np.ndarray) -> pa.Array:
    """Ids as whole numbers if each of them is written as one, else as text.

    "7" is one; "007", "7.0" and "+7" are text, for as numbers they would come back as others.

    Args:
        ids: (n,) as text.
    """
    texts = [str(one) for one in ids]
    if all(map(_is_whole, texts)):
        return pa.array([int(one) for one in texts], pa.int64())
    return pa.array(texts, pa.string())


def safe_cell(text: str) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula: a leading sign gets a quotation mark.

    >>> safe_cell("=1+1"), safe_cell("Alien")
    ("'=1+1", 'Alien')
    """
    return "'" + text if text.startswith(_RUNS) else text


def _is_whole(text: str) -> bool:
    if len(text) > 20 or not text.isascii() or not text.removeprefix("-").isdigit():
        return False
    return str(int(text)) == text and abs(int(text)) <= _LARGEST
