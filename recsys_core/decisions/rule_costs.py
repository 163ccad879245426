"""What each rule costs: the lists under all rules beside the lists without that one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.evaluation.measures import Batch, list_metrics
from recsys_core.protocol import STANDARD, MeasurementProtocol
from recsys_core.rerank.batch import rerank, smallest_conflict, users_with_feasible_list
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.method import Reranker
from recsys_core.rerank.rules.rules import Rule, Rules
from recsys_core.stats.bootstrap import Resampling, percentile_interval
from recsys_core.stats.interval import Interval
from recsys_core.types import BoolArray, FloatArray, IndexArray


@dataclass(frozen=True, eq=False)
class RuleCost:
    """What one rule costs at one setting.

    Attributes:
        rule: the rule.
        relevance_lost: (n_users,) mean relevance of the list without the rule minus that with it; below 0
            where the rule happens to help.
        changed: (n_users,) whether the rule changes the user's list.
        with_rule: (n_users, k) item indices under all rules.
        without_rule: (n_users, k) item indices under the other rules.
        feasible: (n_users,) whether some list of the user keeps all rules; a user without one is excused and
            has the list without any rule on both sides.
    """

    rule: Rule
    relevance_lost: FloatArray
    changed: BoolArray
    with_rule: IndexArray
    without_rule: IndexArray
    feasible: BoolArray

    @property
    def share_changed(self) -> float:
        """Share of all users whose list the rule changes."""
        return float(self.changed.mean())

    @property
    def mean_relevance_lost(self) -> float:
        """Mean of ``relevance_lost`` over all users."""
        return float(self.relevance_lost.mean())


@dataclass(frozen=True, eq=False)
class RuleReport:
    """The costs of all rules at one setting.

    Attributes:
        costs: one for each rule, in order.
        accuracy: the change of mean NDCG that each rule makes, as a share of that without it.
        together: the same of all rules, against lists without any.
        share_changed: share of all users whose list differs from that without any rule.
        conflict: the fewest rules that the first excused user cannot keep together; no rules where every user
            can keep all of them.
    """

    costs: list[RuleCost]
    accuracy: list[Interval[float]]
    together: Interval[float]
    share_changed: float
    conflict: Rules

    @property
    def n_excused(self) -> int:
        """Users without any list that keeps all rules."""
        return int((~self.costs[0].feasible).sum())


def rule_report(
    inputs: RerankInputs,
    reranker: Reranker,
    k: int,
    lambda_: float,
    ground_truth: GroundTruth,
    protocol: MeasurementProtocol = STANDARD,
) -> RuleReport:
    """The cost of each of ``inputs.rules`` for all users; users who cannot keep all rules are excused.

    Raises:
        SettingError: the rules contradict each other, or no user has a list that keeps them.
    """
    costs = rule_costs(inputs, reranker, k, lambda_, excuse=True)
    accuracy = [accuracy_change(cost, ground_truth, protocol) for cost in costs]
    free = rerank(inputs.with_rules(Rules()), reranker, k, np.array([lambda_]))[:, 0]
    changed = (free != costs[0].with_rule).any(axis=1)
    whole = replace(costs[0], without_rule=free, changed=changed)
    excused = np.flatnonzero(~costs[0].feasible)
    conflict = smallest_conflict(inputs.of_users(excused[:1]), k) if len(excused) else Rules()
    together = accuracy_change(whole, ground_truth, protocol)
    return RuleReport(costs, accuracy, together, whole.share_changed, conflict)


def rule_costs(
    inputs: RerankInputs, reranker: Reranker, k: int, lambda_: float, *, excuse: bool = False
) -> list[RuleCost]:
    """The cost of each of ``inputs.rules`` while the others are kept.

    The lists are exact, so any metric of the two sides measures the cost in its own unit.

    Args:
        inputs: all users, with the rules.
        reranker: which gain.
        k: list length.
        lambda_: the setting.
        excuse: let users without any list that keeps the rules go without them, instead of failing for all.

    Raises:
        ValueError: k < 1 or lambda_ is outside [0, 1].
        SettingError: some user has no list that keeps the rules (with ``excuse``, no user has one), or the
            reranker needs data that are missing.
    """
    feasible = users_with_feasible_list(inputs, k) if excuse else np.ones(inputs.n_users, dtype=bool)
    if not feasible.any():
        feasible[:] = True  # nobody is left: the engine names the rules that conflict
    bound, free = (inputs.of_users(np.flatnonzero(group)) for group in (feasible, ~feasible))
    settings = np.array([lambda_])
    excused = rerank(free.with_rules(Rules()), reranker, k, settings)[:, 0]

    def lists(rules: Rules) -> IndexArray:
        found: IndexArray = np.empty((inputs.n_users, k), dtype=np.int32)
        found[feasible] = rerank(bound.with_rules(rules), reranker, k, settings)[:, 0]
        found[~feasible] = excused
        return found

    with_all = lists(inputs.rules)
    relevance = mean_relevance(inputs, with_all)
    costs = []
    for rule in inputs.rules.rules:
        without = lists(inputs.rules.without(rule))
        lost = mean_relevance(inputs, without) - relevance
        changed = (without != with_all).any(axis=1)
        costs.append(RuleCost(rule, lost, changed, with_all, without, feasible))
    return costs


def mean_relevance(inputs: RerankInputs, lists: IndexArray) -> FloatArray:
    """(n_users,) mean relevance of each list (n_users, k); a pin that is no candidate counts as the last."""
    listed = lists[:, :, None] == np.where(inputs.items >= 0, inputs.items, -2)[:, None, :]
    counts = (inputs.items >= 0).sum(axis=1)
    users = np.arange(len(lists))
    last = np.where(counts > 0, inputs.relevance[users, np.maximum(counts - 1, 0)], 0.0)
    found = np.take_along_axis(inputs.relevance, listed.argmax(axis=2), axis=1)
    relevance = np.where(listed.any(axis=2), found, last[:, None])
    shown = lists >= 0
    return (relevance * shown).sum(axis=1) / np.maximum(shown.sum(axis=1), 1)


def accuracy_change(
    cost: RuleCost, ground_truth: GroundTruth, protocol: MeasurementProtocol = STANDARD
) -> Interval[float]:
    """Change of mean NDCG that a rule makes, as a share of that without it; 0 where that is 0.

    Without outcomes that of the relevance kept.
    """
    users, metric = ground_truth.evaluated, list_metrics(ground_truth)[ground_truth.accuracy]
    both = np.stack(
        [metric(Batch(lists[users], users, ground_truth)) for lists in (cost.without_rule, cost.with_rule)],
        axis=1,
    )
    before, after = both.mean(axis=0)
    if before == 0:
        return Interval.certain(0.0)
    drawn = Resampling.under(protocol, len(users)).means(both)
    return percentile_interval((after - before) / before, (drawn[:, 1] - drawn[:, 0]) / before)
