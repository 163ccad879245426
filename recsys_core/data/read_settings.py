"""What somebody said about how their own file is read: its format and what its values mean, as one choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from recsys_core.data.meaning import Meaning
from recsys_core.data.readers.text_format import TextFormat


@dataclass(frozen=True)
class ReadSettings:
    """What was said; everything else is found out from the file.

    Attributes:
        text: format of text files.
        meaning: what the values mean.
    """

    text: TextFormat = TextFormat()
    meaning: Meaning = Meaning()

    def to_dict(self) -> dict[str, Any]:
        """What was said, ready for JSON; {} where nothing was."""
        parts = {"text": self.text.to_dict(), "meaning": self.meaning.to_dict()}
        return {name: entries for name, entries in parts.items() if entries}

    @classmethod
    def from_dict(cls, entries: Mapping[str, Any]) -> ReadSettings:
        """The settings that ``to_dict`` wrote; unknown entries are ignored.

        Raises:
            DataError: an entry has a value that it cannot have.
        """
        text, meaning = entries.get("text", {}), entries.get("meaning", {})
        return cls(TextFormat.from_dict(text), Meaning.from_dict(meaning))
