"""An item in words, for language models: "The Salt Road (1995). Drama, Romance. By Ines Vale. A trader …"."""

from __future__ import annotations

import re

import pandas as pd
from pandas.api.typing import NAType

from recsys_core.data.dataset import Dataset

NOTHING_KNOWN = "Untitled item"
# An id such as "oat milk" says what the item is; "B00X4WHP5E" or "267" does not.
WORD = re.compile(r"(?<![^\W_])[^\W\d_]{3,}(?![^\W_])")


def item_texts(dataset: Dataset) -> list[str]:
    """One text an item, in item_idx order.

    Returns:
        "Title (year). Category, Category. By creator. Description.", leaving out what is not known. A title
        that only repeats the id counts when it holds a word. With nothing known it is "Untitled item".
    """
    items = dataset.items
    parts = (items[name] for name in ("title", "year", "categories", "creator", "description"))
    rows = zip(dataset.item_ids, *parts, strict=True)
    return [item_text(_telling(title, item_id), *rest) for item_id, title, *rest in rows]


def item_text(
    title: str, year: int | NAType, categories: tuple[str, ...], creator: str, description: str
) -> str:
    """The text of one item; any part may be empty, and the year missing."""
    dated = title if not title or pd.isna(year) else f"{title} ({year})"
    by = f"By {creator}" if creator else ""
    sentences = [_closed(part) for part in (dated, ", ".join(categories), by, description) if part]
    return " ".join(sentences) or NOTHING_KNOWN


def _telling(title: str, item_id: str) -> str:
    return "" if title == str(item_id) and not WORD.search(title) else title


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…", "。")) else sentence + "."
