"""What is known about items: their text for language models, and two item spaces that need no model.

The spaces define "similar": the same categories, or liked by the same users.
"""

from __future__ import annotations

import hashlib
import json
import re

import numpy as np
import pandas as pd
from pandas.api.typing import NAType
from scipy import sparse
from scipy.sparse import linalg

from recsys_core.data.dataset import Dataset
from recsys_core.metrics.similarity import aspect_shares, unit_rows
from recsys_core.types import FloatArray, Interactions, ItemSpace

NOTHING_KNOWN = "Untitled item"
# An id such as "oat milk" describes the item; "B00X4WHP5E" or "267" does not.
WORD = re.compile(r"(?<![^\W_])[^\W\d_]{3,}(?![^\W_])")

# Up to this many cells (128 MB) co-rating vectors hold all users, and cosines are exact: MovieLens 1M fits.
DENSE_CELLS = 2**25
REDUCED = 128


def item_texts(dataset: Dataset) -> list[str]:
    """One text per item, in item_idx order.

    Returns:
        "Title (year). Category, Category. By creator. Description.", without the parts that are not known. A
        title that only repeats the id counts if it contains a word. "Untitled item" if nothing is known.
    """
    items = dataset.items
    parts = (items[name] for name in ("title", "year", "categories", "creator", "description"))
    rows = zip(dataset.item_ids, *parts, strict=True)
    return [item_text(_title_or_nothing(title, item_id), *rest) for item_id, title, *rest in rows]


def item_text(
    title: str, year: int | NAType, categories: tuple[str, ...], creator: str, description: str
) -> str:
    """The text of one item; any part may be empty and the year may be missing."""
    dated = title if not title or pd.isna(year) else f"{title} ({year})"
    by = f"By {creator}" if creator else ""
    sentences = [_with_full_stop(part) for part in (dated, ", ".join(categories), by, description) if part]
    return " ".join(sentences) or NOTHING_KNOWN


def text_fingerprint(dataset: Dataset) -> str:
    """Sixteen hex digits of SHA-256 over every item's id and text, in item_idx order."""
    described = json.dumps([[str(item_id) for item_id in dataset.item_ids], item_texts(dataset)])
    return hashlib.sha256(described.encode()).hexdigest()[:16]


def category_names(dataset: Dataset) -> list[str]:
    """Names of all categories in text order: the columns of ``category_space``."""
    return sorted({name for categories in dataset.items["categories"] for name in categories})


def category_space(dataset: Dataset) -> ItemSpace:
    """Jaccard similarity of the items' category sets; an item without categories is unknown.

    Returns:
        The space "categories"; columns are the categories in text order. Data without any category give one
        column of zeros, every item unknown.
    """
    names = category_names(dataset)
    column = {name: number for number, name in enumerate(names)}
    vectors = np.zeros((len(dataset.item_ids), max(len(names), 1)), np.float32)
    for item_idx, categories in enumerate(dataset.items["categories"]):
        vectors[item_idx, [column[name] for name in categories]] = 1.0
    return ItemSpace("categories", vectors, "jaccard")


def category_shares(dataset: Dataset) -> FloatArray:
    """(n_items, n_categories) share of each category in an item; rows sum to 1, or to 0 without any."""
    return aspect_shares(category_space(dataset).vectors)


def co_rating_space(history: Interactions) -> ItemSpace:
    """Cosine between the sets of users who liked two items, from what a model may see.

    Above ``DENSE_CELLS`` the vectors are the item side of a truncated SVD of the unit item columns, scaled
    back to unit length: their cosines approximate the exact ones.

    Args:
        history: train, or train and validation; never the part that is measured.

    Returns:
        The space "co-rating"; an item that nobody liked is unknown.
    """
    liked = history.where(history.liked).matrix().T.tocsr()
    liked.data[:] = 1.0
    counts = np.asarray(liked.sum(axis=1)).ravel()
    unit = sparse.diags_array(1.0 / np.sqrt(np.maximum(counts, 1.0))) @ liked
    if unit.shape[0] * unit.shape[1] <= DENSE_CELLS or min(unit.shape) <= REDUCED + 1:
        return ItemSpace("co-rating", np.asarray(unit.todense(), dtype=np.float32))
    # A fixed start vector makes the result the same in every run.
    start = np.full(min(unit.shape), 1.0 / np.sqrt(min(unit.shape)))
    left, strength, _ = linalg.svds(unit.astype(np.float64), k=REDUCED, v0=start)
    return ItemSpace("co-rating", unit_rows(left * strength, counts > 0))


def _title_or_nothing(title: str, item_id: str) -> str:
    return "" if title == str(item_id) and not WORD.search(title) else title


def _with_full_stop(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…", "。")) else sentence + "."
