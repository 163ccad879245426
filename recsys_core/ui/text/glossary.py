"""The terms of the interface: two sentences, a formula where there is one, and the lesson that shows it."""

from __future__ import annotations

from recsys_core.ui.text.words import Words

LESSONS = (
    "pick", "setting", "best", "same", "model", "promise", "hidden", "interval", "broken", "new", "tail",
    "own",
)  # fmt: skip
"""Names of the lessons in the order of Learn, which imports this package; a test holds both together."""

LESSON_OF = {
    "relevance": "promise",
    "ndcg": "promise",
    "kept": "promise",
    "ild": "same",
    "ild_text": "same",
    "ild_co_rating": "same",
    "coverage": "tail",
    "long_tail": "tail",
    "worse_off": "hidden",
    "similarity": "pick",
    "lambda": "setting",
    "position": "setting",
    "method": "best",
    "mmr": "pick",
    "msd": "best",
    "dpp": "broken",
    "candidates": "pick",
    "rule": "pick",
    "limit": "interval",
    "recommended": "interval",
    "certified": "interval",
    "exploratory": "interval",
    "interval": "interval",
    "period": "promise",
    "front": "best",
    "group": "hidden",
    "exposure": "tail",
    "popularity": "tail",
    "embedding": "new",
    "fine_tuning": "model",
}
"""Every term, with the name of its lesson on Learn. Those of measures are called as in ``METRICS``."""

ON_PAGE: dict[str, tuple[str, ...]] = {
    "tune": (
        "recommended", "limit", "certified", "exploratory", "position", "lambda", "method", "ndcg", "ild",
        "coverage", "long_tail", "worse_off", "interval", "period",
    ),
    "people": ("relevance", "candidates", "similarity", "position", "method", "rule"),
    "compare": ("method", "ild", "ndcg", "certified", "exploratory", "period", "interval", "front"),
    "impact": ("group", "interval", "worse_off", "exposure", "popularity", "long_tail", "ndcg"),
    "train": ("fine_tuning", "embedding", "ndcg", "period", "popularity"),
    "data": ("candidates", "relevance", "period", "popularity", "embedding"),
    "ship": ("recommended", "certified", "limit", "lambda", "method", "candidates", "interval"),
    "learn": ("relevance", "similarity", "lambda", "ndcg", "ild", "interval", "popularity", "embedding"),
}  # fmt: skip
"""Terms that a page uses, the most important first."""


def name(term: str, words: Words) -> str:
    """A term as it is called on the screen."""
    return words(f"term.{term}")


def text(term: str, words: Words) -> str:
    """Its two sentences."""
    return words(f"term.{term}.text")


def formula(term: str, words: Words) -> str:
    """Its formula in words and signs, "" where there is none."""
    return words.known(f"term.{term}.formula", "")


def lesson(term: str, words: Words) -> tuple[str, str]:
    """Number and title of the lesson that shows the term, and its address."""
    named = LESSON_OF[term]
    number = LESSONS.index(named) + 1
    title = words("glossary.lesson", number=number, title=words(f"learn.{named}.title"))
    return title, f"/learn?lesson={number}&lang={words.language}"


def explanation(term: str, words: Words) -> str:
    """Sentences and formula in one text, as beside a figure; "" for what is no term."""
    if term not in LESSON_OF:
        return ""
    said = formula(term, words)
    return f"{text(term, words)} {words('glossary.formula', formula=said)}" if said else text(term, words)
