"""Sentences one after another, with the space that each script wants between them."""

from __future__ import annotations

_BRING_SPACE = tuple("。！？；")  # as wide as a letter: the space is part of the mark


def joined(*sentences: str) -> str:
    """The sentences that are not empty, in order.

    >>> joined("It costs 1%.", "", "It gains 2%."), joined("损失 1%。", "提高 2%。")
    ('It costs 1%. It gains 2%.', '损失 1%。提高 2%。')
    """
    text = ""
    for sentence in filter(None, sentences):
        text += sentence if not text or text.endswith(_BRING_SPACE) else f" {sentence}"
    return text
