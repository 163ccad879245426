"""Collects Python blocks and recsys_core commands of the documentation."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    path
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    if path.exists()
]
NAMES = [str(path.relative_to(ROOT)) for path in PAGES]

_FENCE = re.compile(r"^```(\S*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"python -m recsys_core ([^`#|\n]+)")


@dataclass(frozen=True)
class Example:
    """A Python block with the line it starts at and what the page says it prints, if it says so."""

    line: int
    code: str
    output: str | None


def python_blocks(text):
    """Every ```python block; a ```text block right after it is its output."""
    fences = list(_FENCE.finditer(text))
    blocks = []
    for fence, after in pairwise([*fences, None]):
        if fence[1] == "python":
            line = text.count("\n", 0, fence.start()) + 2
            adjacent = after is not None and not text[fence.end() : after.start()].strip()
            blocks.append(Example(line, fence[2], after[2] if adjacent and after[1] == "text" else None))
    return blocks


def commands(text):
    """Arguments of every `python -m recsys_core` in fences, tables and sentences, in order."""
    return [match[1].strip() for match in _COMMAND.finditer(text)]
