"""Escape text from users and data files for markdown."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~&])")
LONGEST = 400


def escape_markdown(text: str, longest: int = LONGEST) -> str:
    """``text`` with all that markdown acts on escaped, cut after ``longest`` characters."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return _SPECIAL.sub(r"\\\1", cut)
