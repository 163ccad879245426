"""What a sentence of taste asks for: words for the encoder, categories wanted, categories refused.

Sentence encoders hardly hear a "no": the vector of "no horror" lies close to that of "horror". So what is
refused is taken out of the words, and refused outright where it names a category.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.models.base import Recommender
from recsys_core.types import BoolArray, FloatArray, IndexArray, Interactions

NEAREST = 10
"""Items with the nearest texts stand in for a history: the recommender reads them as liked."""
MODEL_WEIGHT = 0.5
"""Weight of the recommender beside the likeness of texts, both in standard deviations over the catalogue."""
NAMED_BONUS = 1.0
"""What an item of a category that is named outright gains, in the same unit."""

_CLAUSES = re.compile(r"[,.;:!?\n]+|(?<!anything )\bbut\b", re.IGNORECASE)
_CUES = re.compile(
    r"\b(?:(?:i\s+)?(?:do\s+not|don['’]?t|never)\s+(?:really\s+)?(?:like|want|enjoy|watch|read|show\s+me)"
    r"|no|not|nothing|without|never|avoid|except|dislike|hate|neither|anything\s+but)\b",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"\b(and|or|nor)\b|&", re.IGNORECASE)
_LOOSE = re.compile(r"^[\s\-–—]+|(?:\s|-|–|—|\b(?:and|or|with)\s*$)+$", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SAID_AS = {
    "sci fi": ("science fiction", "scifi", "sf"),
    "science fiction": ("sci fi", "scifi", "sf"),
    # Not "family" or "child" alone: a film about either need not be for children.
    "children s": ("children", "kids", "family film", "family movie", "for families", "family friendly"),
    "romance": ("romantic",),
    "animation": ("animated", "cartoon"),
    "film noir": ("noir",),
    "documentary": ("factual",),
    "mystery": ("whodunit",),
}


@dataclass(frozen=True)
class Taste:
    """One sentence, read.

    Attributes:
        words: what is left for the encoder, "" where nothing is.
        wanted: categories named without a "no".
        wanted_as: for each of them the words of the sentence that name it.
        refused: categories named after one.
        unheard: refusals that name no category: they are left out of the words, and block nothing.
    """

    words: str
    wanted: tuple[str, ...]
    wanted_as: tuple[str, ...]
    refused: tuple[str, ...]
    unheard: tuple[str, ...]


def read_taste(sentence: str, categories: Sequence[str]) -> Taste:
    """Read a sentence such as "slow-burn science fiction, no horror or war".

    A refusal ("no", "not", "without", "never", "I don't like" …) reaches to the next comma, stop or "but";
    over an "or" always, over an "and" where a category follows at once.

    Args:
        sentence: English, as typed.
        categories: names that the data have.
    """
    kept: list[str] = []
    refused: list[str] = []
    unheard: list[str] = []
    for clause in _CLAUSES.split(sentence):
        while cue := _CUES.search(clause):
            kept.append(clause[: cue.start()])
            parts, clause = _scope(clause[cue.end() :], categories)
            for part in parts:
                named = _named(part, categories)
                refused += named
                if not named and _plain(part):
                    unheard.append(part.strip())
        kept.append(clause)
    words = ", ".join(text for text in (_LOOSE.sub("", part) for part in kept) if _plain(text))
    wanted = [name for name in _named(words, categories) if name not in refused]
    wanted_as = tuple(_said(words, name) for name in wanted)
    return Taste(words, tuple(wanted), wanted_as, tuple(dict.fromkeys(refused)), tuple(unheard))


def taste_scores(
    query: FloatArray, vectors: FloatArray, named: BoolArray, model: Recommender, liked: IndexArray
) -> tuple[FloatArray, Interactions]:
    """Score a catalogue for somebody known by a sentence, and perhaps by some items.

    The cosine of the sentence to each item's text, plus ``NAMED_BONUS`` for items of a named category, plus
    ``MODEL_WEIGHT`` times the score of a recommender that takes the ``NEAREST`` items, and after them the
    liked ones, for a history.

    Args:
        query: (n_dimensions,) unit vector of the words.
        vectors: (n_items, n_dimensions) unit rows of the same encoder.
        named: (n_items,) items of a category that the sentence names.
        model: fitted, over the same items.
        liked: (n,) items chosen beside the words.

    Returns:
        (1, n_items) scores, and the stand-in history, oldest first.
    """
    likeness = _standardised(vectors @ query) + NAMED_BONUS * named
    order = np.argsort(-likeness, kind="stable")
    nearest = order[~np.isin(order, liked)][:NEAREST][::-1]
    stand_in = liked_items(np.concatenate([nearest, liked]), len(vectors))
    scores = likeness + MODEL_WEIGHT * _standardised(model.score(stand_in)[0])
    return scores[None], stand_in


def liked_items(items: IndexArray, n_items: int) -> Interactions:
    """The history of one person who loved these items, in this order."""
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


def _scope(text: str, categories: Sequence[str]) -> tuple[list[str], str]:
    """What a refusal covers, and the rest of its clause."""
    parts, start = [], 0
    for joint in _JOINTS.finditer(text):
        parts.append(text[start : joint.start()])
        after = text[joint.end() :]
        goes_on = joint.group().lower() in ("or", "nor") or _starts_with_category(after, categories)
        if not goes_on:
            return parts, after
        start = joint.end()
    return [*parts, text[start:]], ""


def _starts_with_category(text: str, categories: Sequence[str]) -> bool:
    plain = _plain(text)
    return any(plain == form or plain.startswith(form + " ") for name in categories for form in _forms(name))


def _named(text: str, categories: Sequence[str]) -> list[str]:
    return [name for name in categories if _said(text, name)]


def _said(text: str, category: str) -> str:
    """The words of a text that name a category, "" where none does."""
    padded = f" {_plain(text)} "
    return next((form for form in _forms(category) if f" {form} " in padded), "")


def _forms(category: str) -> list[str]:
    """Ways to say a category, as ``_plain`` writes them: its name, synonyms, plurals."""
    name = _plain(category)
    said = [name, *_SAID_AS.get(name, ())]
    plurals = [form[:-1] + "ies" if form.endswith("y") else form + "s" for form in said]
    return [form for form in [*said, *plurals] if form]


def _plain(text: str) -> str:
    """Lower case words with single spaces."""
    return " ".join(_WORDS.findall(text.lower().replace("'", " ").replace("’", " ")))


def _standardised(values: FloatArray) -> FloatArray:
    centred = values.astype(np.float64) - values.mean(dtype=np.float64)
    spread = float(centred.std())
    return centred / spread if spread > 0 else centred
