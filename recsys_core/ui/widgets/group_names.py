"""Names of groups of people, and sentences about them, in the visitor's language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recsys_core.ui.text.words import Words
from recsys_core.workbench.results import GroupEffect, WorstOff

_RANGES = (
    ("up_to", re.compile(r"up to (?P<high>\S+)")),
    ("between", re.compile(r"over (?P<low>\S+) to (?P<high>\S+)")),
    ("over", re.compile(r"over (?P<low>\S+)")),
)


def group_name(row: GroupEffect, words: Words) -> str:
    """What people are divided by and which part of them: "activity: few ratings"."""
    return full_name(row.by, row.name, words)


def full_name(by: str, name: str, words: Words) -> str:
    """The same for a group of which no effect is known."""
    return f"{_divided_by(by, words)}{words('impact.colon')}{_part_name(by, name, words)}"


def divided_by(row: GroupEffect, words: Words) -> str:
    """What people are divided by: "activity"."""
    return _divided_by(row.by, words)


def _divided_by(by: str, words: Words) -> str:
    return words.known(f"segment.{by}", by.replace("_", " "))


def part_name(row: GroupEffect, words: Words) -> str:
    """Which part of them: a translated word, a range of numbers, or the data's own word."""
    return _part_name(row.by, row.name, words)


def _part_name(by: str, name: str, words: Words) -> str:
    known = words.known(f"segment.{by}.{name}", words.known(f"segment.{name}", ""))
    if known:
        return known
    rest = name.removeprefix(f"{by} ")
    if rest != name:  # a range that the engine cut: its name begins with the column's
        for key, pattern in _RANGES:
            found = pattern.fullmatch(rest)
            if found:
                return words(f"impact.range_{key}", **found.groupdict())
    return name


def verdict(row: GroupEffect, words: Words) -> str:
    """The verdict on a group, in a few words."""
    return words(f"impact.verdict_{row.verdict}")


def accuracy_text(row: GroupEffect, words: Words) -> str:
    """Change of accuracy with its interval, formatted."""
    change = row.accuracy_percent
    value, low, high = (words.signed(end, 1) for end in (change.value, change.low, change.high))
    return words("plain.change", change=f"{value}%", low=low, high=high)


def headline(worst: WorstOff, effects: Sequence[GroupEffect], words: Words) -> str:
    """One sentence: how many lose, and whether one group loses more than the rest."""
    hurt = f"{worst.share_losing:.0%}"
    clear = [row for row in effects if row.verdict == "more"]
    if not clear:
        return words("impact.said_even", hurt=hurt)
    return words("impact.said", hurt=hurt, segment=group_name(clear[0], words))
