"""Rules a list must keep whatever λ is: pins, blocks, at most n of a kind, at least n of a set."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from recsys_core.errors import SettingError
from recsys_core.messages import message
from recsys_core.rerank.rules.arrays import RuleArrays
from recsys_core.types import BoolArray, FloatArray, IndexArray


@dataclass(frozen=True)
class Pin:
    """An item that everybody is shown at one place.

    Attributes:
        item_idx: the item.
        place: 0 is the top of the list.
        name: what messages call the item.
    """

    item_idx: int
    place: int
    name: str = ""

    @property
    def words(self) -> str:
        """The rule in words."""
        return f"{self.name or f'item {self.item_idx}'} at place {self.place + 1}"


@dataclass(frozen=True)
class Block:
    """An item that nobody is shown."""

    item_idx: int
    name: str = ""

    @property
    def words(self) -> str:
        """The rule in words."""
        return f"{self.name or f'item {self.item_idx}'} blocked"


@dataclass(frozen=True, eq=False)
class AtMost:
    """No more than ``n`` items of any one group in a list.

    Attributes:
        kind: what the groups are: "category", "creator".
        groups: (n_items, n_groups) memberships; anything above 0 is a member, an item may be in several.
        n: at least 0.
    """

    kind: str
    groups: FloatArray
    n: int

    @property
    def words(self) -> str:
        """The rule in words."""
        return f"at most {self.n} of each {self.kind}"


@dataclass(frozen=True, eq=False)
class AtLeast:
    """No fewer than ``n`` items of a set in a list.

    Attributes:
        kind: what the set is: "new items", "long-tail items".
        members: (n_items,) whether the item belongs to it.
        n: at least 0.
    """

    kind: str
    members: BoolArray
    n: int

    @property
    def words(self) -> str:
        """The rule in words."""
        return f"at least {self.n} {self.kind}"


Rule = Pin | Block | AtMost | AtLeast


@dataclass(frozen=True, eq=False)
class Rules:
    """All rules of a list; an empty one changes nothing."""

    rules: tuple[Rule, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rules)

    @property
    def pins(self) -> list[Pin]:
        """The pins among the rules."""
        return [rule for rule in self.rules if isinstance(rule, Pin)]

    def without(self, rule: Rule) -> Rules:
        """All rules but one."""
        return replace(self, rules=tuple(other for other in self.rules if other is not rule))

    def check(self, k: int, n_items: int) -> None:
        """Find what no list can keep, whatever the candidates.

        Raises:
            SettingError: two rules contradict each other or one cannot be kept by any list of ``k`` items.
            ValueError: a rule's array does not fit the catalogue.
        """
        blocked = {rule.item_idx: rule for rule in self.rules if isinstance(rule, Block)}
        place: dict[int, Pin] = {}
        pinned: dict[int, Pin] = {}
        for pin in self.pins:
            if not 0 <= pin.place < k:
                raise SettingError(
                    message(
                        "errors.list_places_choose_one",
                        "{words}: a list has places 1 to {k}. Choose one of them.",
                        words=pin.words,
                        k=k,
                    )
                )
            for other in (place.get(pin.place), pinned.get(pin.item_idx), blocked.get(pin.item_idx)):
                if other is not None:
                    raise SettingError(
                        message(
                            "errors.contradict_each_other_drop",
                            "{words} and {words_2} contradict each other. Drop one.",
                            words=pin.words,
                            words_2=other.words,
                        )
                    )
            place[pin.place] = pinned[pin.item_idx] = pin
        items = np.array(list(pinned), dtype=np.intp)
        for rule in self.rules:
            if isinstance(rule, Pin | Block):
                if not 0 <= rule.item_idx < n_items:
                    raise ValueError(f"item_idx must be below {n_items}, got {rule.item_idx}")
            elif isinstance(rule, AtMost):
                if np.ndim(rule.groups) != 2 or len(rule.groups) != n_items or rule.n < 0:
                    raise ValueError(f"{rule.words}: n >= 0 and groups ({n_items}, n_groups) expected")
                if len(items) and (rule.groups[items] > 0).sum(axis=0).max(initial=0) > rule.n:
                    pins = ", ".join(pin.words for pin in self.pins)
                    raise SettingError(
                        message(
                            "errors.pins_contradict_each_other",
                            "{words} and the pins ({pins}) contradict each other. Drop one.",
                            words=rule.words,
                            pins=pins,
                        )
                    )
            else:
                if np.shape(rule.members) != (n_items,) or rule.n < 0:
                    raise ValueError(f"{rule.words}: n >= 0 and members ({n_items},) expected")
                reachable = k - len(items) + int(np.asarray(rule.members)[items].sum())
                if rule.n > reachable:
                    raise SettingError(
                        message(
                            "errors.beside_pins_only_places",
                            "{words}: beside the pins only {reachable} of {k} places are left. Lower it.",
                            words=rule.words,
                            reachable=reachable,
                            k=k,
                        )
                    )

    def arrays(self, n_items: int) -> RuleArrays:
        """The rules as the kernels take them: one counter a group or set, with the bounds of its count."""
        if not self.rules:
            return no_rules()
        pinned = np.full(1 + max((pin.place for pin in self.pins), default=-1), -1, dtype=np.int64)
        banned = np.zeros(n_items, dtype=np.bool_)
        columns: list[sparse.csr_array] = [sparse.csr_array((n_items, 0))]
        lower, upper = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        never = np.iinfo(np.int32).max
        for rule in self.rules:
            if isinstance(rule, Pin):
                pinned[rule.place] = rule.item_idx
            elif isinstance(rule, Block):
                banned[rule.item_idx] = True
            else:
                members = rule.groups if isinstance(rule, AtMost) else np.asarray(rule.members)[:, None]
                columns.append(sparse.csr_array(np.asarray(members, dtype=np.float64) > 0))
                most = isinstance(rule, AtMost)
                lower.append(np.full(columns[-1].shape[1], 0 if most else rule.n))
                upper.append(np.full(columns[-1].shape[1], rule.n if most else never))
        counters = sparse.csr_array(sparse.hstack(columns, format="csr"))
        return RuleArrays(
            True,
            pinned,
            banned,
            counters.indptr.astype(np.int64),
            counters.indices.astype(np.int64),
            np.concatenate(lower).astype(np.int64),
            np.concatenate(upper).astype(np.int64),
        )


def no_rules() -> RuleArrays:
    """Arrays that restrict nothing."""
    nothing = np.zeros(0, dtype=np.int64)
    return RuleArrays(False, nothing, np.zeros(0, dtype=np.bool_), nothing, nothing, nothing, nothing)


def with_pins(relevance: FloatArray, items: IndexArray, rules: Rules) -> tuple[FloatArray, IndexArray]:
    """Candidates with every pinned item among them; one that the model did not offer comes last."""
    for pin in rules.pins:
        lacking = ~(items == pin.item_idx).any(axis=1)
        if lacking.any():
            counts = (items >= 0).sum(axis=1)
            items = np.pad(items, ((0, 0), (0, 1)), constant_values=-1)
            relevance = np.pad(relevance, ((0, 0), (0, 1)))
            users = np.flatnonzero(lacking)
            items[users, counts[users]] = pin.item_idx
            last = np.where(counts[users] > 0, relevance[users, counts[users] - 1], 0.0)
            relevance[users, counts[users]] = last
    return relevance, items
