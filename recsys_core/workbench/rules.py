"""Rules that every list must keep, requested by the data's own ids, and what each of them costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from recsys_core.decisions.rule_costs import RuleReport, rule_report
from recsys_core.protocol import DEFAULT_K
from recsys_core.rerank.rules.rules import AtLeast, AtMost, Block, Pin, Rule, Rules
from recsys_core.runtime.cache import KeyedCache

if TYPE_CHECKING:
    from recsys_core.workbench.bench import Workbench

MOST_REPORTS = 16  # kept at a time, the most recently used: two lists a user and rule


@dataclass(frozen=True)
class RuleRequest:
    """Rules by the data's own ids; hashable, so that reports can be filed under it.

    Attributes:
        pins: item ids with the rank that each is shown at, 1 is the top.
        blocks: item ids that no user is shown.
        at_most: items of one category in a list, None for any number.
        at_least: long-tail items in a list, None for any number.
    """

    pins: tuple[tuple[str, int], ...] = ()
    blocks: tuple[str, ...] = ()
    at_most: int | None = None
    at_least: int | None = None


class RulesPart:
    """Rules of lists and their costs."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._reports = KeyedCache(MOST_REPORTS)

    def build(self, request: RuleRequest) -> Rules:
        """The engine's rules of a request; a limit by category is left out where there are no categories.

        Raises:
            SettingError: an item id does not exist.
        """
        bench = self._bench
        titles = bench.dataset.items["title"].tolist()
        pinned = bench.item_indices([item for item, _ in request.pins]).tolist()
        blocked = bench.item_indices(request.blocks).tolist()
        rules: list[Rule] = [
            Pin(item, rank - 1, titles[item]) for item, (_, rank) in zip(pinned, request.pins, strict=True)
        ]
        rules += [Block(item, titles[item]) for item in blocked]
        groups = bench.rerank_inputs().aspects if request.at_most is not None else None
        if request.at_most is not None and groups is not None:
            rules.append(AtMost("category", groups, request.at_most))
        if request.at_least is not None:
            rules.append(AtLeast("long-tail items", bench.ground_truth().tail, request.at_least))
        return Rules(tuple(rules))

    def report(
        self, request: RuleRequest, reranker: str, lambda_: float, *, k: int = DEFAULT_K
    ) -> RuleReport:
        """The cost of each rule for all users at one setting, while the others are kept.

        Raises:
            SettingError: the rules contradict each other, or no user has a list that keeps them.
        """

        def compute() -> RuleReport:
            bench = self._bench
            inputs = bench.rerank_inputs().with_rules(self.build(request))
            method = bench.rerankers[reranker]
            return rule_report(inputs, method, k, lambda_, bench.ground_truth(), bench.protocol)

        return self._reports.get((request, reranker, lambda_, k), compute)
