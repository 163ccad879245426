"""A person who is not in the data, described by items they like, by a sentence of taste, or by both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from recsys_core.data.dataset import Dataset
from recsys_core.errors import SettingError
from recsys_core.messages import message
from recsys_core.metrics.similarity import taste_profile
from recsys_core.models.base import Recommender
from recsys_core.models.candidates import top_candidates
from recsys_core.models.text.query import Taste, liked_items, read_taste, taste_scores
from recsys_core.models.text.worker import encode_like
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.types import BoolArray, FloatArray, IndexArray, Interactions


@dataclass(frozen=True, eq=False)
class NewPerson:
    """Everything that a list for this one person needs.

    Attributes:
        inputs: of this one person, over the same items as all users.
        history: the liked items, or the items that stand in for them when there is a sentence.
        taste: how the sentence was understood, None without one.
        likeness: (n_items,) cosine of each item's text to the sentence, None without one.
    """

    inputs: RerankInputs
    history: Interactions
    taste: Taste | None = None
    likeness: FloatArray | None = None

    def rank_by_likeness(self, item: int) -> int | None:
        """Rank of an item, from 1, among all items by likeness to the sentence; None without a sentence."""
        if self.likeness is None:
            return None
        return int((self.likeness > self.likeness[item]).sum()) + 1


@dataclass(frozen=True, eq=False)
class TextQueryEncoder:
    """Encodes a sentence into the space of the items' texts, and finds the categories it names.

    Attributes:
        encode: from a text to its (n_dimensions,) unit vector.
        vectors: (n_items, n_dimensions) unit rows of the same encoder.
        categories: n_items tuples of names.
    """

    encode: Callable[[str], FloatArray]
    vectors: FloatArray
    categories: Sequence[tuple[str, ...]]

    @classmethod
    def of_checkpoint(cls, checkpoint: Path, dataset: Dataset, vectors: FloatArray) -> Self:
        """The encoder of a checkpoint, in a process of its own, over the checkpoint's item vectors."""

        def encode(text: str) -> FloatArray:
            return encode_like(checkpoint, [text])[0]

        return cls(encode, vectors, dataset.items["categories"].tolist())

    def members(self, names: Sequence[str]) -> BoolArray:
        """(n_items,) whether an item has one of the categories."""
        return np.array([not set(names).isdisjoint(tags) for tags in self.categories], np.bool_)


def from_items(
    model: Recommender,
    shared: RerankInputs,
    liked: IndexArray,
    n_candidates: int,
    refused: BoolArray | None = None,
) -> NewPerson:
    """Describe a person by what they like: the model scores a history of these items, the last one newest.

    Args:
        model: fitted; its scores depend on the history alone.
        shared: inputs of all users, whose similarity tables and categories are shared.
        liked: (n,) item indices; without any, the list is what the model shows to anyone.
        n_candidates: most candidates.
        refused: (n_items,) items never to show.

    Raises:
        SettingError: nothing is left to show.
    """
    n_items = len(shared.space.vectors)
    history = liked_items(liked, n_items)
    hidden = np.isin(np.arange(n_items), liked)
    if refused is not None:
        hidden |= refused
    return NewPerson(_inputs(shared, model.score(history), history, hidden, n_candidates), history)


def from_text(
    model: Recommender,
    shared: RerankInputs,
    liked: IndexArray,
    n_candidates: int,
    sentence: str,
    encoder: TextQueryEncoder,
) -> NewPerson:
    """Describe a person by a sentence, see ``models.text.query``; categories that it refuses are never shown.

    Args:
        model: fitted.
        shared: inputs of all users, whose similarity tables and categories are shared.
        liked: (n,) item indices chosen beside the sentence, may be empty.
        n_candidates: most candidates.
        sentence: of taste.
        encoder: encodes the sentence; used only where it asks for something.

    Raises:
        SettingError: nothing is left to show.
    """
    taste = read_taste(sentence, sorted({name for tags in encoder.categories for name in tags}))
    refused = encoder.members(taste.refused)
    if not taste.words:
        return replace(from_items(model, shared, liked, n_candidates, refused), taste=taste)
    query = encoder.encode(taste.words)
    scores, history = taste_scores(query, encoder.vectors, encoder.members(taste.wanted), model, liked)
    hidden = refused | np.isin(np.arange(len(refused)), liked)
    inputs = _inputs(shared, scores, history, hidden, n_candidates)
    return NewPerson(inputs, history, taste, encoder.vectors @ query)


def _inputs(
    shared: RerankInputs, scores: FloatArray, history: Interactions, hidden: BoolArray, n_candidates: int
) -> RerankInputs:
    items = np.flatnonzero(hidden).astype(np.int32)
    n = len(items)
    columns = (np.ones(n, np.float32), np.full(n, 5, np.int8), np.zeros(n))
    not_shown = Interactions(np.zeros(n, np.int32), items, *columns, 1, history.n_items)
    candidates = top_candidates(scores, not_shown, n_candidates)
    if not candidates.counts[0]:
        raise SettingError(
            message(
                "errors.nothing_left_show_every",
                "Nothing is left to show: every item is refused or known already. Refuse less.",
            )
        )
    profile = None if shared.aspects is None else _profile(shared.aspects, history)
    return shared.with_people(candidates.relevance, candidates.items, profile)


def _profile(aspects: FloatArray, history: Interactions) -> FloatArray:
    """(1, n_aspects) taste; the catalogue's own shares while the history has no category."""
    profile = taste_profile(aspects, history)
    return profile if profile.any() else aspects.sum(axis=0, keepdims=True) / max(aspects.sum(), 1.0)
