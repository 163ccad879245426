"""How a user's own files are read: names of columns, format of text."""

from __future__ import annotations

from dataclasses import dataclass

from recsys_core.data.readers.columns import ColumnNames
from recsys_core.data.readers.text_format import TextFormat


@dataclass(frozen=True)
class ReadOptions:
    """What is known about a user's own files; everything else is found out.

    Attributes:
        columns: names of the columns, by role.
        text: format of text files.
    """

    columns: ColumnNames = ColumnNames()
    text: TextFormat = TextFormat()
