"""The search for items that complete a list within its rules."""

from __future__ import annotations

from recsys_core.rerank.engine.arrays import NEVER, Person
from recsys_core.rerank.rules.arrays import Completions, RuleArrays
from recsys_core.runtime.compilation import borrowing
from recsys_core.types import IndexArray

SEARCH_STEPS = 4_000
"""Items tried in all searches for completions at one place of a list: filling many bounded groups is as hard
as packing a bag. The best are searched for first; one that would need more counts as not allowed."""

BOUNDED = 2**31 - 1
"""Upper bounds below this one are real."""


@borrowing
def fits(rules: RuleArrays, item: int, held: IndexArray) -> bool:
    """Whether one more of the item stays within all upper bounds."""
    for at in range(rules.offsets[item], rules.offsets[item + 1]):
        counter = rules.counters[at]
        if held[counter] >= rules.upper[counter]:
            return False
    return True


@borrowing
def add(rules: RuleArrays, item: int, held: IndexArray, step: int) -> None:
    """Count an item in (1) or out (-1)."""
    for at in range(rules.offsets[item], rules.offsets[item + 1]):
        held[rules.counters[at]] += step


@borrowing
def has(rules: RuleArrays, item: int, counter: int) -> bool:
    """Whether the item counts there."""
    for at in range(rules.offsets[item], rules.offsets[item + 1]):
        if rules.counters[at] == counter:
            return True
    return False


@borrowing
def weight(rules: RuleArrays, item: int) -> int:
    """In how many bounded groups the item takes a place."""
    groups = 0
    for at in range(rules.offsets[item], rules.offsets[item + 1]):
        groups += rules.upper[rules.counters[at]] < BOUNDED
    return groups


@borrowing
def places_left(rules: RuleArrays, held: IndexArray) -> int:
    """Free places in all bounded groups together."""
    left = 0
    for counter in range(len(held)):
        if rules.upper[counter] < BOUNDED:
            left += rules.upper[counter] - held[counter]
    return left


@borrowing
def most_wanting(rules: RuleArrays, held: IndexArray, slots: int) -> int:
    """A counter still below its lower bound, -1 when there is none, -2 when the slots cannot suffice."""
    wanting, most = -1, 0
    for counter in range(len(held)):
        lacks = rules.lower[counter] - held[counter]
        if lacks > slots:
            return -2
        if lacks > most:
            wanting, most = counter, lacks
    return wanting


@borrowing
def complete(
    rules: RuleArrays, person: Person, n: int, slots: int, without: int, plan: Completions, out: IndexArray
) -> bool:
    """Fill ``out[:slots]`` with candidates that complete ``plan.held``, unmet lower bounds first.

    ``without`` is left out. ``plan.held`` comes back as it was; ``plan.spent`` counts the items tried.
    """
    level = 0
    lightest = weight(rules, person.items[plan.order[0]]) if n > 0 else 0
    plan.cursor[0] = 0
    plan.target[0] = most_wanting(rules, plan.held, slots)
    found = False
    while level >= 0:
        if plan.target[level] == -1 and level == slots:
            found = True
            break
        moved = False
        if plan.target[level] != -2 and level < slots and plan.spent[0] < SEARCH_STEPS:
            left = places_left(rules, plan.held)
            while plan.cursor[level] < n:
                i = plan.order[plan.cursor[level]]
                plan.cursor[level] += 1
                item = person.items[i]
                # Lightest first: unless one is wanted for a lower bound, no later one is lighter.
                least = weight(rules, item) if plan.target[level] == -1 else lightest
                if (slots - level) * least > left:
                    break
                if i == without or not plan.usable[i] or plan.taken[i] or person.relevance[i] == NEVER:
                    continue
                if plan.target[level] >= 0 and not has(rules, item, plan.target[level]):
                    continue
                if not fits(rules, item, plan.held):
                    continue
                plan.spent[0] += 1
                out[level] = i
                plan.taken[i] = True
                add(rules, item, plan.held, 1)
                level += 1
                plan.target[level] = most_wanting(rules, plan.held, slots - level)
                same = plan.target[level] == plan.target[level - 1]
                plan.cursor[level] = plan.cursor[level - 1] if same else 0
                moved = True
                break
        if not moved:
            level -= 1
            if level >= 0:
                plan.taken[out[level]] = False
                add(rules, person.items[out[level]], plan.held, -1)
    for at in range(slots if found else 0):
        plan.taken[out[at]] = False
        add(rules, person.items[out[at]], plan.held, -1)
    return found
