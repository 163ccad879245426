"""Which candidates may come next so that the list can still be completed within its rules.

With every list goes a completion: items that would fill the free places within all bounds. A candidate may
be taken when it is in the completion, when it can take the place of an item there, or when a search finds
another completion with it. So no list ever runs into a corner.
"""

from __future__ import annotations

from recsys_core.rerank.engine.arrays import NEVER, Person
from recsys_core.rerank.rules.arrays import Completions, RuleArrays
from recsys_core.rerank.rules.completion import add, complete, fits, has, weight
from recsys_core.runtime.compilation import borrowing
from recsys_core.types import IndexArray


@borrowing
def load_rules(rules: RuleArrays, person: Person, n: int, k: int, plan: Completions) -> int:
    """Find who may be listed at all, and in which order to try them; returns the list's length."""
    pins, free = 0, 0
    for i in range(n):
        plan.usable[i] = not rules.banned[person.items[i]]
        for place in range(len(rules.pinned)):
            if rules.pinned[place] == person.items[i]:
                plan.usable[i] = False
                pins += 1
        free += plan.usable[i]
    at, most = 0, 0
    for i in range(n):
        most = max(most, weight(rules, person.items[i]))
    for size in range(most + 1):  # those in few bounded groups leave most room for others
        for i in range(n):
            if weight(rules, person.items[i]) == size:
                plan.order[at] = i
                at += 1
    return min(k, free + pins)


@borrowing
def count_held(
    rules: RuleArrays, person: Person, chosen: IndexArray, depth: int, length: int, plan: Completions
) -> int:
    """Count list and pins into ``plan.held``; returns the free places (-1: a pin has none)."""
    plan.held[:] = 0
    free = length - depth
    for place in range(len(rules.pinned)):
        item = rules.pinned[place]
        if item >= 0:
            if place >= length:
                return -1
            if place >= depth:
                free -= 1
            for at in range(rules.offsets[item], rules.offsets[item + 1]):
                plan.held[rules.counters[at]] += 1
    for rank in range(depth):
        if plan.usable[chosen[rank]]:  # pins are counted already
            item = person.items[chosen[rank]]
            for at in range(rules.offsets[item], rules.offsets[item + 1]):
                plan.held[rules.counters[at]] += 1
    return free


@borrowing
def can_swap(rules: RuleArrays, joins: int, leaves: int, full: IndexArray) -> bool:
    """Whether ``full`` (list, pins and completion) stays within bounds when one item replaces another."""
    for at in range(rules.offsets[joins], rules.offsets[joins + 1]):
        counter = rules.counters[at]
        if full[counter] >= rules.upper[counter] and not has(rules, leaves, counter):
            return False
    for at in range(rules.offsets[leaves], rules.offsets[leaves + 1]):
        counter = rules.counters[at]
        if full[counter] <= rules.lower[counter] and not has(rules, joins, counter):
            return False
    return True


@borrowing
def replaces(
    rules: RuleArrays, person: Person, n: int, i: int, slots: int, plan: Completions, spare: IndexArray
) -> int:
    """The place in the completion that candidate ``i`` can take; -1: none; -2: the list cannot be done.

    After -1 ``plan.other[:slots - 1]`` completes the list with the candidate.
    """
    for at in range(slots):
        if spare[at] == i:
            return at
    for at in range(slots):
        if can_swap(rules, person.items[i], person.items[spare[at]], plan.full):
            return at
    item = person.items[i]
    if not fits(rules, item, plan.held):
        return -2
    add(rules, item, plan.held, 1)
    done = complete(rules, person, n, slots - 1, i, plan, plan.other)
    add(rules, item, plan.held, -1)
    return -1 if done else -2


@borrowing
def open_candidates(
    rules: RuleArrays, person: Person, n: int, chosen: IndexArray, depth: int, length: int, plan: Completions
) -> bool:
    """Write who may be taken next into ``plan.is_open``; returns whether anybody may."""
    is_open = plan.is_open
    free = count_held(rules, person, chosen, depth, length, plan)
    if free < 0:
        return False
    spare = plan.spare[depth]
    plan.spent[0] = 0
    if depth == 0:
        if not complete(rules, person, n, free, -1, plan, spare):
            return False
    else:
        inherit(rules, person, n, chosen[depth - 1], depth, free, plan)
    plan.spent[0] = 0
    pin = rules.pinned[depth] if depth < len(rules.pinned) else -1
    for counter in range(len(plan.held)):
        plan.full[counter] = plan.held[counter]
    for at in range(free):
        add(rules, person.items[spare[at]], plan.full, 1)
    for i in range(n):
        if pin >= 0:
            is_open[i] = person.items[i] == pin
        else:
            is_open[i] = plan.usable[i] and person.relevance[i] != NEVER
            if is_open[i]:
                is_open[i] = replaces(rules, person, n, i, free, plan, spare) != -2
    return True


@borrowing
def inherit(
    rules: RuleArrays, person: Person, n: int, pick: int, depth: int, free: int, plan: Completions
) -> None:
    """The completion after ``pick`` was taken: that of the list before, less the place it fills.

    ``plan.held`` counts the pick.
    """
    before, after = plan.spare[depth - 1], plan.spare[depth]
    if not plan.usable[pick]:  # a pin was placed: the free places are the same
        for at in range(free):
            after[at] = before[at]
        return
    item = person.items[pick]
    add(rules, item, plan.held, -1)
    for counter in range(len(plan.held)):
        plan.full[counter] = plan.held[counter]
    for at in range(free + 1):
        add(rules, person.items[before[at]], plan.full, 1)
    place = replaces(rules, person, n, pick, free + 1, plan, before)
    add(rules, item, plan.held, 1)
    if place >= 0:
        for at in range(free):
            after[at] = before[at]
        if place < free:
            after[place] = before[free]
    else:
        for at in range(free):
            after[at] = plan.other[at]
