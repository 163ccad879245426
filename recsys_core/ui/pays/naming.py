"""Names of groups of people in the visitor's language."""

from __future__ import annotations

from recsys_core.tradeoff.who_pays import SegmentPrice
from recsys_core.ui.language import Words


def group_name(row: SegmentPrice, words: Words) -> str:
    """What people are divided by and which part of them: "activity: few ratings"."""
    by = words.known(f"segment.{row.by}", row.by)
    name = words.known(f"segment.{row.name}", row.name)
    return name if name.startswith(f"{by} ") else f"{by}: {name}"
