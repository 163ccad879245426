"""Names of groups of people, and sentences about them, in the visitor's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isnan

from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.slider.measure import as_sent
from recsys_core.workbench.results import GroupEffect, Interval, WorstOff

_MOST_NAMED = 3
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
    """Relative change of accuracy with its interval; both levels where there was no accuracy before."""
    if row.has_share:
        return percent_text(row.accuracy_share, words)
    return words("impact.from_nothing", now=words.plain(row.accuracy.value, 2))


def percent_text(share: Interval[float], words: Words) -> str:
    """A relative change in percent with its interval, "–" where there is none."""
    if isnan(share.value):
        return "–"
    ends = (float(as_sent(end)) for end in (share.value, share.low, share.high))
    value, low, high = (words.signed(end * 100, 1) for end in ends)
    return words("plain.change", change=f"{value}%", low=low, high=high)


def headline(worst: WorstOff, effects: Sequence[GroupEffect], words: Words) -> str:
    """One sentence: how many lose and gain, and which groups come off worse than the rest."""
    shares = {
        "hurt": words.plain(worst.share_losing * 100, 0) + "%",
        "better": words.plain(worst.share_gaining * 100, 0) + "%",
    }
    worse = [group_name(row, words) for row in effects if row.is_worse]
    if not worse:
        return words("impact.said_even", **shares)
    named = worse if len(worse) <= _MOST_NAMED else [*worse[:_MOST_NAMED], "…"]
    return words("impact.said", n=len(worse), segments=words("slider.comma").join(named), **shares)


def worst_text(worst: WorstOff, everybody: Interval[float], words: Words) -> str:
    """What the people worst off lose, beside everybody, and that part of it is luck."""
    return words(
        "impact.worst_said",
        n=len(worst.users),
        mean=words.signed(worst.relative * 100, 0) + "%",
        everybody=percent_text(everybody, words),
    )
