"""Parse a sentence about taste: words for the encoder, categories wanted, categories refused.

Sentence encoders barely register negation: the vector of "no horror" is close to that of "horror". So refused
words are removed from the sentence, and refused categories are excluded outright.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.models.base import Recommender
from recsys_core.types import BoolArray, FloatArray, IndexArray, Interactions

N_NEAREST = 10
"""The items whose texts are nearest stand in for a history: the recommender reads them as liked."""
MODEL_WEIGHT = 0.5
"""Weight of the recommender against text similarity, both in standard deviations over the catalogue."""
CATEGORY_BONUS = 1.0
"""Added to items of a category that the sentence names, in the same unit."""

_CLAUSE_BREAKS = re.compile(r"[,.;:!?\n]+|(?<!anything )\bbut\b", re.IGNORECASE)
_NEGATIONS = re.compile(
    r"\b(?:(?:i\s+)?(?:do\s+not|don['’]?t|never)\s+(?:really\s+)?(?:like|want|enjoy|watch|read|show\s+me)"
    r"|no|not|nothing|without|never|avoid|except|dislike|hate|neither|anything\s+but)\b",
    re.IGNORECASE,
)
_CONJUNCTIONS = re.compile(r"\b(and|or|nor)\b|&", re.IGNORECASE)
_LOOSE_ENDS = re.compile(r"^[\s\-–—]+|(?:\s|-|–|—|\b(?:and|or|with)\s*$)+$", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SYNONYMS = {
    "sci fi": ("science fiction", "scifi", "sf"),
    "science fiction": ("sci fi", "scifi", "sf"),
    # Not "family" or "child" alone: a film about either may not be for children.
    "children s": ("children", "kids", "family film", "family movie", "for families", "family friendly"),
    "romance": ("romantic",),
    "animation": ("animated", "cartoon"),
    "film noir": ("noir",),
    "documentary": ("factual",),
    "mystery": ("whodunit",),
}


@dataclass(frozen=True)
class Taste:
    """A parsed sentence.

    Attributes:
        words: what remains for the encoder, "" where nothing does.
        wanted: categories named without negation.
        wanted_terms: for each of them, the words of the sentence that name it.
        refused: categories named after a negation.
        unmatched: refusals that name no category; they are removed from the words and exclude nothing.
    """

    words: str
    wanted: tuple[str, ...]
    wanted_terms: tuple[str, ...]
    refused: tuple[str, ...]
    unmatched: tuple[str, ...]


def read_taste(sentence: str, categories: Sequence[str]) -> Taste:
    """Parse a sentence such as "slow-burn science fiction, no horror or war".

    A negation ("no", "not", "without", "never", "I don't like" …) reaches to the next comma, full stop or
    "but". It always extends over an "or", and over an "and" if a category follows immediately.

    Args:
        sentence: English, as typed.
        categories: the category names of the data.
    """
    kept: list[str] = []
    refused: list[str] = []
    unmatched: list[str] = []
    for clause in _CLAUSE_BREAKS.split(sentence):
        while negation := _NEGATIONS.search(clause):
            kept.append(clause[: negation.start()])
            parts, clause = _negated_parts(clause[negation.end() :], categories)
            for part in parts:
                named = _named_categories(part, categories)
                refused += named
                if not named and _normalise(part):
                    unmatched.append(part.strip())
        kept.append(clause)
    words = ", ".join(text for text in (_LOOSE_ENDS.sub("", part) for part in kept) if _normalise(text))
    wanted = [name for name in _named_categories(words, categories) if name not in refused]
    wanted_terms = tuple(_term_for(words, name) for name in wanted)
    return Taste(words, tuple(wanted), wanted_terms, tuple(dict.fromkeys(refused)), tuple(unmatched))


def taste_scores(
    query: FloatArray, vectors: FloatArray, named: BoolArray, model: Recommender, liked: IndexArray
) -> tuple[FloatArray, Interactions]:
    """Score a catalogue for a user known by a sentence and, optionally, by some liked items.

    The cosine of the sentence with each item's text, plus ``CATEGORY_BONUS`` for items of a named category,
    plus ``MODEL_WEIGHT`` times the score of a recommender whose history is the ``N_NEAREST`` items followed
    by the liked ones.

    Args:
        query: (n_dimensions,) unit vector of the words.
        vectors: (n_items, n_dimensions) unit rows of the same encoder.
        named: (n_items,) items of a category that the sentence names.
        model: fitted, over the same items.
        liked: (n,) items chosen in addition to the words.

    Returns:
        (1, n_items) scores, and the stand-in history, oldest first.
    """
    similarity = _standardise(vectors @ query) + CATEGORY_BONUS * named
    order = np.argsort(-similarity, kind="stable")
    nearest = order[~np.isin(order, liked)][:N_NEAREST][::-1]
    stand_in = liked_items(np.concatenate([nearest, liked]), len(vectors))
    scores = similarity + MODEL_WEIGHT * _standardise(model.score(stand_in)[0])
    return scores[None], stand_in


def liked_items(items: IndexArray, n_items: int) -> Interactions:
    """The history of one user who gave these items, in this order, the highest rating."""
    n = len(items)
    return Interactions(
        np.zeros(n, np.int32),
        np.asarray(items, np.int32),
        np.full(n, 5.0, np.float32),
        np.full(n, 5, np.int8),
        np.arange(n, dtype=np.float64),
        1,
        n_items,
    )


def _negated_parts(text: str, categories: Sequence[str]) -> tuple[list[str], str]:
    """The parts a negation covers, and the rest of its clause."""
    parts, start = [], 0
    for conjunction in _CONJUNCTIONS.finditer(text):
        parts.append(text[start : conjunction.start()])
        after = text[conjunction.end() :]
        extends = conjunction.group().lower() in ("or", "nor") or _starts_with_category(after, categories)
        if not extends:
            return parts, after
        start = conjunction.end()
    return [*parts, text[start:]], ""


def _starts_with_category(text: str, categories: Sequence[str]) -> bool:
    words = _normalise(text)
    return any(words == term or words.startswith(term + " ") for name in categories for term in _terms(name))


def _named_categories(text: str, categories: Sequence[str]) -> list[str]:
    return [name for name in categories if _term_for(text, name)]


def _term_for(text: str, category: str) -> str:
    """The words of a text that name a category, "" if none does."""
    padded = f" {_normalise(text)} "
    return next((term for term in _terms(category) if f" {term} " in padded), "")


def _terms(category: str) -> list[str]:
    """What a category may be called, normalised: its name, synonyms and plurals."""
    name = _normalise(category)
    singular = [name, *_SYNONYMS.get(name, ())]
    plurals = [term[:-1] + "ies" if term.endswith("y") else term + "s" for term in singular]
    return [term for term in [*singular, *plurals] if term]


def _normalise(text: str) -> str:
    """Lower-case words with single spaces."""
    return " ".join(_WORDS.findall(text.lower().replace("'", " ").replace("’", " ")))


def _standardise(values: FloatArray) -> FloatArray:
    centred = values.astype(np.float64) - values.mean(dtype=np.float64)
    spread = float(centred.std())
    return centred / spread if spread > 0 else centred
