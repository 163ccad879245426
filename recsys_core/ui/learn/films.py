"""The eight invented films of the lessons: how relevant each is to Ana, and which labels they share."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from recsys_core.types import FloatArray, ItemSpace
from recsys_core.ui.text.words import Words
from recsys_core.workbench.lessons import REGISTRY, Paths, RerankInputs, exact_paths, space_similarity

LABELS: dict[str, tuple[str, ...]] = {
    "salt_road": ("sea", "crime", "drama"),
    "night_ferry": ("sea", "crime"),
    "harbour_lights": ("sea", "drama"),
    "second_watch": ("crime", "drama"),
    "paper_lanterns": ("romance", "family"),
    "clockwork_summer": ("animation", "family"),
    "moon_over_tbilisi": ("music", "romance"),
    "beekeeper": ("nature", "family", "drama"),
}
KEYS = tuple(LABELS)

RELEVANCE: FloatArray = np.array([1.0, 0.94, 0.90, 0.82, 0.70, 0.58, 0.45, 0.38])
RELEVANCE.setflags(write=False)

PLACES = 4
"""Films in a list of the first two lessons."""


@lru_cache(maxsize=1)
def space() -> ItemSpace:
    """Two films are as similar as their labels overlap: shared labels over all labels of the two."""
    names = sorted({label for labels in LABELS.values() for label in labels})
    members = [[label in labels for label in names] for labels in LABELS.values()]
    return ItemSpace("categories", np.array(members, dtype=np.float32), "jaccard")


@lru_cache(maxsize=1)
def similarity() -> FloatArray:
    """(8, 8) float64, read-only."""
    everything = np.arange(len(KEYS))
    table = space_similarity(space(), everything, everything).astype(np.float64)
    table.setflags(write=False)
    return table


@lru_cache(maxsize=1)
def paths() -> Paths:
    """Every list of ``PLACES`` films that the loop can give, with the λ at which each takes over."""
    items = np.arange(len(KEYS), dtype=np.int32)[None]
    return exact_paths(RerankInputs(RELEVANCE[None], items, space()), REGISTRY["mmr"], PLACES)


def titles(words: Words) -> list[str]:
    """The films' titles, in order of relevance."""
    return [words(f"learn.film.{key}") for key in KEYS]


def labels(words: Words, film: int) -> str:
    """A film's labels as a line of text."""
    return words("learn.comma").join(words(f"learn.label.{label}") for label in LABELS[KEYS[film]])
