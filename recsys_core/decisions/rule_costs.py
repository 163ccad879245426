"""What each rule costs: the lists with all rules beside the lists without that one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.rerank.batch import rerank, who_keeps
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.registry import Reranker
from recsys_core.rerank.rules.rules import Rules
from recsys_core.types import BoolArray, FloatArray, IndexArray


@dataclass(frozen=True, eq=False)
class RuleCost:
    """One rule's price at one setting.

    Attributes:
        words: the rule.
        relevance_lost: (n_users,) mean relevance of the list without the rule minus that with it; below 0
            where the rule happens to help.
        changed: (n_users,) whether the rule changes the person's list.
        with_it: (n_users, k) item indices under all rules.
        without_it: (n_users, k) item indices under the other rules.
        kept: (n_users,) whether the person has a list that keeps all rules; who has none is excused and has
            the list without any rule on both sides.
    """

    words: str
    relevance_lost: FloatArray
    changed: BoolArray
    with_it: IndexArray
    without_it: IndexArray
    kept: BoolArray


def rule_costs(
    inputs: RerankInputs, reranker: Reranker, k: int, lambda_: float, *, excuse: bool = False
) -> list[RuleCost]:
    """The price of each of ``inputs.rules``, the others being kept.

    The lists are exact, so every metric of the two sides prices the rule in its own unit.

    Args:
        inputs: all people, with the rules.
        reranker: which gain.
        k: list length.
        lambda_: the setting.
        excuse: let people without any list that keeps the rules go without them, instead of failing for all.

    Raises:
        ValueError: k < 1 or lambda_ is outside [0, 1].
        SettingError: the rules clash for somebody, or for everybody where people may be excused, or the
            reranker needs what is not there.
    """
    kept = who_keeps(inputs, k) if excuse else np.ones(inputs.n_users, dtype=bool)
    if not kept.any():
        kept[:] = True  # nobody is left: the engine says which rules clash
    bound, free = (inputs.of_users(np.flatnonzero(group)) for group in (kept, ~kept))
    settings = np.array([lambda_])
    excused = rerank(free.with_rules(Rules()), reranker, k, settings)[:, 0]

    def lists(rules: Rules) -> IndexArray:
        everybody: IndexArray = np.empty((inputs.n_users, k), dtype=np.int32)
        everybody[kept] = rerank(bound.with_rules(rules), reranker, k, settings)[:, 0]
        everybody[~kept] = excused
        return everybody

    with_all = lists(inputs.rules)
    worth = mean_relevance(inputs, with_all)
    costs = []
    for rule in inputs.rules.rules:
        without = lists(inputs.rules.without(rule))
        lost = mean_relevance(inputs, without) - worth
        costs.append(RuleCost(rule.words, lost, (without != with_all).any(axis=1), with_all, without, kept))
    return costs


def mean_relevance(inputs: RerankInputs, lists: IndexArray) -> FloatArray:
    """(n_users,) mean relevance of each list (n_users, k); a pin that was no candidate counts as the last."""
    listed = lists[:, :, None] == np.where(inputs.items >= 0, inputs.items, -2)[:, None, :]
    counts = (inputs.items >= 0).sum(axis=1)
    people = np.arange(len(lists))
    last = np.where(counts > 0, inputs.relevance[people, np.maximum(counts - 1, 0)], 0.0)
    found = np.take_along_axis(inputs.relevance, listed.argmax(axis=2), axis=1)
    worth = np.where(listed.any(axis=2), found, last[:, None])
    shown = lists >= 0
    return (worth * shown).sum(axis=1) / np.maximum(shown.sum(axis=1), 1)
