"""CSV files that a spreadsheet can open without running anything."""

from __future__ import annotations

import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet runs text that begins so


def safe_csv(table: pd.DataFrame) -> bytes:
    """CSV in UTF-8 with a byte-order mark, in which no text is a formula (OWASP, CSV injection).

    Text that a spreadsheet would run as a formula, column names included, gets an apostrophe in front.
    Numbers stay as they are: only text can be a formula.
    """

    def escape(value: object) -> object:
        return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value

    return table.map(escape).rename(columns=escape).to_csv(index=False).encode("utf-8-sig")
