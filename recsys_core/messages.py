"""Sentences of the engine that can be translated: a key, its English, the values in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Message:
    """A sentence the engine produces; ``str()`` gives its English, the interface looks up its key.

    Attributes:
        key: what translations are filed under, for example ``health.missing_ids``.
        english: template in ``str.format`` syntax; with ``plural``, the singular form.
        values: what fills the placeholders.
        plural: the English plural form, used unless ``n`` is 1.
        n: the count that chooses the plural form; also available as ``{n}``.
    """

    key: str
    english: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str | None = None
    n: int | None = None

    def __str__(self) -> str:
        """The sentence in English."""
        template = self.english if self.plural is None or self.n == 1 else self.plural
        return template.format(n=self.n, **self.values)


def message(
    key: str, english: str, *, plural: str | None = None, n: int | None = None, **values: Any
) -> Message:
    """Make a Message; keys and templates are literals, so that translation tools can find them.

    Raises:
        ValueError: a plural form without a count, or a count without a plural form.
    """
    if (plural is None) != (n is None):
        raise ValueError("a plural form needs a count, and a count needs a plural form")
    return Message(key, english, values, plural, n)
