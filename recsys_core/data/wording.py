"""Counts in sentences."""

from __future__ import annotations


def counted(count: int, one: str, many: str) -> str:
    """A count with its words, of one or of many: 1 with "row was" and "rows were" gives "1 row was"."""
    return f"{count:,} {one if count == 1 else many}"
