"""Somebody who is not in the data: known by items they like, by a sentence of taste, or by both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from recsys_core.data.dataset import Dataset
from recsys_core.errors import SettingError
from recsys_core.metrics.similarity import taste_profile
from recsys_core.models.base import Recommender
from recsys_core.models.candidates import top_candidates
from recsys_core.models.text.query import Taste, liked_items, read_taste, taste_scores
from recsys_core.models.text.worker import encode_like
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.types import BoolArray, FloatArray, IndexArray, Interactions


@dataclass(frozen=True, eq=False)
class Newcomer:
    """Everything a list needs, for that one person.

    Attributes:
        inputs: of the one person, over everybody's items.
        history: the liked items, or what stands in for them where there are words.
        taste: how the sentence was read, None without one.
        likeness: (n_items,) cosine of each item's text to the words, None without a sentence.
    """

    inputs: RerankInputs
    history: Interactions
    taste: Taste | None = None
    likeness: FloatArray | None = None


@dataclass(frozen=True, eq=False)
class Ears:
    """What understands words.

    Attributes:
        encode: from a text to its (n_dimensions,) unit vector.
        vectors: (n_items, n_dimensions) unit rows of the same encoder.
        categories: n_items tuples of names.
    """

    encode: Callable[[str], FloatArray]
    vectors: FloatArray
    categories: Sequence[tuple[str, ...]]

    @classmethod
    def of(cls, checkpoint: Path, dataset: Dataset, vectors: FloatArray) -> Self:
        """The encoder of a checkpoint, in a process of its own, over the checkpoint's item vectors."""

        def encode(text: str) -> FloatArray:
            return encode_like(checkpoint, [text])[0]

        return cls(encode, vectors, dataset.items["categories"].tolist())

    def members(self, names: Sequence[str]) -> BoolArray:
        """(n_items,) whether an item has one of the categories."""
        return np.array([not set(names).isdisjoint(tags) for tags in self.categories], np.bool_)


def item_rows(dataset: Dataset, item_ids: Sequence[str]) -> IndexArray:
    """(n,) rows of items by their ids, in the order given.

    Raises:
        SettingError: an id does not exist.
    """
    rows = {str(item): row for row, item in enumerate(dataset.item_ids)}
    unknown = [item for item in item_ids if str(item) not in rows]
    if unknown:
        raise SettingError(f"nothing in {dataset.title} has the id {', '.join(map(repr, unknown))}")
    return np.array([rows[str(item)] for item in item_ids], np.int32)


def by_items(
    model: Recommender,
    everybody: RerankInputs,
    liked: IndexArray,
    n_candidates: int,
    refused: BoolArray | None = None,
) -> Newcomer:
    """Know somebody by what they like: the model scores a history of these items, the last one newest.

    Args:
        model: fitted; its scores come from the history alone.
        everybody: whose similarity tables and categories are shared.
        liked: (n,) item indices; with none the list is what the model shows to anybody.
        n_candidates: how many candidates at most.
        refused: (n_items,) items never to show.

    Raises:
        SettingError: nothing is left to show.
    """
    n_items = len(everybody.space.vectors)
    history = liked_items(liked, n_items)
    hidden = np.isin(np.arange(n_items), liked)
    if refused is not None:
        hidden |= refused
    return Newcomer(_inputs(everybody, model.score(history), history, hidden, n_candidates), history)


def by_words(
    model: Recommender,
    everybody: RerankInputs,
    liked: IndexArray,
    n_candidates: int,
    words: str,
    ears: Ears,
) -> Newcomer:
    """Know somebody by a sentence, see ``taste_text``; categories that it refuses are never shown.

    Args:
        model: fitted.
        everybody: whose similarity tables and categories are shared.
        liked: (n,) item indices chosen beside the words, may be empty.
        n_candidates: how many candidates at most.
        words: the sentence.
        ears: what understands it; asked only where the sentence wants something.

    Raises:
        SettingError: nothing is left to show.
    """
    taste = read_taste(words, sorted({name for tags in ears.categories for name in tags}))
    refused = ears.members(taste.refused)
    if not taste.words:
        return replace(by_items(model, everybody, liked, n_candidates, refused), taste=taste)
    query = ears.encode(taste.words)
    scores, history = taste_scores(query, ears.vectors, ears.members(taste.wanted), model, liked)
    hidden = refused | np.isin(np.arange(len(refused)), liked)
    inputs = _inputs(everybody, scores, history, hidden, n_candidates)
    return Newcomer(inputs, history, taste, ears.vectors @ query)


def _inputs(
    everybody: RerankInputs, scores: FloatArray, history: Interactions, hidden: BoolArray, n_candidates: int
) -> RerankInputs:
    items = np.flatnonzero(hidden).astype(np.int32)
    n = len(items)
    columns = (np.ones(n, np.float32), np.full(n, 5, np.int8), np.zeros(n))
    not_shown = Interactions(np.zeros(n, np.int32), items, *columns, 1, history.n_items)
    candidates = top_candidates(scores, not_shown, n_candidates)
    if not candidates.counts[0]:
        raise SettingError("Nothing is left to show: every item is refused or known already. Refuse less.")
    profile = None if everybody.aspects is None else _profile(everybody.aspects, history)
    return everybody.with_people(candidates.relevance, candidates.items, profile)


def _profile(aspects: FloatArray, history: Interactions) -> FloatArray:
    """(1, n_aspects) taste; the catalogue's own shares while no liked item tells one, as with words alone."""
    profile = taste_profile(aspects, history)
    return profile if profile.any() else aspects.sum(axis=0, keepdims=True) / max(aspects.sum(), 1.0)
