"""Durations and queues in words: nobody plans by the second."""

from __future__ import annotations

from recsys_core.ui.text.words import Words

LEAST = 40.0
"""Seconds from which on a time is called a minute: it may be off by half."""


def in_words(seconds: float, words: Words) -> str:
    """Such as "less than a minute", "1 minute", "6 minutes"; rounded to what can be known."""
    if seconds < LEAST:
        return words("train.minutes.less")
    return words("train.minutes", n=max(1, round(seconds / 60)))


def about(seconds: float, words: Words) -> str:
    """Such as "about 6 minutes"; below a minute without the "about"."""
    text = in_words(seconds, words)
    return text if seconds < LEAST else words("train.about_time", time=text)


def left(seconds: float, words: Words) -> str:
    """Such as "About 6 minutes left"."""
    if seconds < LEAST:
        return words("train.left.less")
    return words("train.left", n=max(1, round(seconds / 60)))


def capital(text: str) -> str:
    """The text as the start of a sentence."""
    return text[:1].upper() + text[1:]
