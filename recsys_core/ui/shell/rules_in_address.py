"""The rules that a visitor asks for, and how the address holds them.

``rules=pin.17.1~block.203~most.2~least.3``: ``pin.ITEM.PLACE`` shows an item to everybody at a place,
``block.ITEM`` to nobody, ``most.N`` lists at most N of each category, ``least.N`` at least N long-tail items.
Signs in an item's id that mean something here are written as in any address (%2E for a point).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

MOST_ITEMS = 10  # pinned, and blocked
LONGEST = 2_000


@dataclass(frozen=True)
class AskedRules:
    """What every list must keep.

    Attributes:
        pins: item ids with the place each is shown at, 1 is the top.
        blocks: item ids that nobody is shown.
        at_most: items of one category in a list, None for any number.
        at_least: long-tail items in a list, None for any number.
        damaged: parts of the address that are no rule; told once, then dropped.
    """

    pins: tuple[tuple[str, int], ...] = ()
    blocks: tuple[str, ...] = ()
    at_most: int | None = None
    at_least: int | None = None
    damaged: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pins or self.blocks) or self.at_most is not None or self.at_least is not None


def read(text: str) -> AskedRules:
    """Parse the rules in an address; what is not a rule is kept as ``damaged``."""
    found = AskedRules()
    for part in text[:LONGEST].split("~"):
        kind, *values = part.split(".")
        numbers = [int(value) if value.isascii() and value.isdigit() else None for value in values]
        room = len(found.pins) < MOST_ITEMS, len(found.blocks) < MOST_ITEMS
        match kind, numbers:
            case "pin", [_, int(place)] if values[0] and place >= 1 and room[0]:
                found = replace(found, pins=(*found.pins, (unquote(values[0]), place)))
            case "block", [_] if values[0] and room[1]:
                found = replace(found, blocks=(*found.blocks, unquote(values[0])))
            case "most", [int(n)] if n < 1000:
                found = replace(found, at_most=n)
            case "least", [int(n)] if n < 1000:
                found = replace(found, at_least=n)
            case _ if part:
                found = replace(found, damaged=(*found.damaged, part))
    return found


def write(rules: AskedRules) -> str:
    """The form in the address, "" where there are none."""
    parts = [f"pin.{_escaped(item)}.{place}" for item, place in rules.pins]
    parts += [f"block.{_escaped(item)}" for item in rules.blocks]
    parts += [f"most.{rules.at_most}"] if rules.at_most is not None else []
    parts += [f"least.{rules.at_least}"] if rules.at_least is not None else []
    return "~".join(parts)


def resolve(rules: AskedRules, items: Collection[str], k: int) -> tuple[AskedRules, list[str]]:
    """Drop rules that these data cannot serve; returns the rest and the texts of those dropped.

    Args:
        rules: what is asked for.
        items: ids of the catalogue.
        k: list length; a pin further down has no place.
    """
    dropped = list(rules.damaged)
    pins, blocks = [], []
    for item, place in rules.pins:
        if item in items and place <= k:
            pins.append((item, place))
        else:
            dropped.append(write(AskedRules(pins=((item, place),))))
    for item in rules.blocks:
        if item in items:
            blocks.append(item)
        else:
            dropped.append(write(AskedRules(blocks=(item,))))
    at_most = None if rules.at_most is None else min(rules.at_most, k)
    at_least = None if rules.at_least is None else min(rules.at_least, 2 * k)  # more than k is told to clash
    return AskedRules(tuple(pins), tuple(blocks), at_most, at_least), dropped


def _escaped(item: str) -> str:
    return quote(item, safe="").replace(".", "%2E").replace("~", "%7E")
