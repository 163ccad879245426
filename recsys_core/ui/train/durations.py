"""Durations and queues in words: nobody plans by the second."""

from __future__ import annotations

from recsys_core.ui.text.words import Words


def in_words(seconds: float, words: Words) -> str:
    """Such as "less than a minute", "1 minute", "6 minutes"; rounded to what can be known."""
    minutes = round(seconds / 60)
    if seconds < 40:
        return words("train.minutes.less")
    return words("train.minutes", n=max(1, minutes))


def about(seconds: float, words: Words) -> str:
    """Such as "about 6 minutes"; below a minute without the "about"."""
    text = in_words(seconds, words)
    return text if seconds < 40 else words("train.about_time", time=text)


def capital(text: str) -> str:
    """The text as the start of a sentence."""
    return text[:1].upper() + text[1:]
