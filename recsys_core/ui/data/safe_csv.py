"""Tables for download: what a spreadsheet would run as a formula is made text."""

from __future__ import annotations

import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_csv(table: pd.DataFrame) -> bytes:
    """CSV in UTF-8 with a byte-order mark; text that starts like a formula gets a quotation mark before it.

    Column names are text too. Numbers stay numbers: only text can be a formula (OWASP, CSV injection).
    """

    def text(value: object) -> object:
        return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value

    return table.map(text).rename(columns=text).to_csv(index=False).encode("utf-8-sig")
