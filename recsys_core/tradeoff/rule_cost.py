"""What each rule costs: the lists with all rules beside the lists without that one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.rerank.batch import rerank
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.reranker import Reranker
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
    """

    words: str
    relevance_lost: FloatArray
    changed: BoolArray
    with_it: IndexArray
    without_it: IndexArray


def rule_costs(inputs: RerankInputs, reranker: Reranker, k: int, lambda_: float) -> list[RuleCost]:
    """The price of each of ``inputs.rules``, the others being kept.

    The lists are exact, so every metric of the two sides prices the rule in its own unit.

    Raises:
        ValueError: k < 1 or lambda_ is outside [0, 1].
        SettingError: the rules clash, or the reranker needs what is not there.
    """
    settings = np.array([lambda_])
    with_all = rerank(inputs, reranker, k, settings)[:, 0]
    worth = mean_relevance(inputs, with_all)
    costs = []
    for rule in inputs.rules.rules:
        without = rerank(inputs.with_rules(inputs.rules.without(rule)), reranker, k, settings)[:, 0]
        lost = mean_relevance(inputs, without) - worth
        costs.append(RuleCost(rule.words, lost, (without != with_all).any(axis=1), with_all, without))
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
