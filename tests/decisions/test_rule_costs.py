"""What a rule costs in relevance equals what enumeration finds."""

from itertools import combinations

import numpy as np
import pytest

from recsys_core.decisions.rule_costs import accuracy_change, rule_costs, rule_report
from recsys_core.errors import SettingError
from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.rerank import REGISTRY, AtLeast, AtMost, Block, Pin, RerankInputs, Rules
from recsys_core.rerank.batch import smallest_conflict, users_with_feasible_list
from recsys_core.types import Interactions, ItemSpace


def person(seed, n=12):
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((n, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    relevance = -np.sort(-rng.random((1, n)))
    return RerankInputs(relevance, rng.permutation(n).astype(np.int32)[None], ItemSpace("text", vectors)), rng


def best_mean(inputs, k, kept):
    """Most relevant set of k items that keeps the rules, by trying all."""
    items, relevance = inputs.items[0], inputs.relevance[0]
    sets = (chosen for chosen in combinations(range(len(items)), k) if kept(items[list(chosen)]))
    return max(relevance[list(chosen)].mean() for chosen in sets)


@pytest.mark.parametrize("seed", range(12))
def test_at_most_and_at_least_cost_what_enumeration_says(seed):
    inputs, rng = person(seed)
    creator = rng.integers(4, size=12)
    rare = np.zeros(12, bool)
    rare[inputs.items[0, 7:]] = True
    most, least = AtMost("creator", np.eye(4)[creator], 2), AtLeast("long-tail items", rare, 2)

    def few(items):
        return np.bincount(creator[items], minlength=4).max() <= 2

    def enough(items):
        return rare[items].sum() >= 2

    for rules, kept in (((most,), few), ((least,), enough)):
        cost = rule_costs(inputs.with_rules(Rules(rules)), REGISTRY["none"], 5, 0.0)[0]
        expected = inputs.relevance[0, :5].mean() - best_mean(inputs, 5, kept)
        assert cost.relevance_lost[0] == pytest.approx(expected, abs=1e-12)
        assert cost.changed[0] == (expected > 0)


def test_pin_and_block_by_hand():
    inputs, _ = person(3)
    pinned, blocked = int(inputs.items[0, 9]), int(inputs.items[0, 0])
    pin, block = Pin(pinned, 2, "Heat"), Block(blocked)
    costs = rule_costs(inputs.with_rules(Rules((pin, block))), REGISTRY["mmr"], 4, 0.0)
    relevance = inputs.relevance[0]
    assert [cost.rule.words for cost in costs] == ["Heat at place 3", f"item {blocked} blocked"]
    assert costs[0].with_rule[0].tolist() == inputs.items[0, [1, 2, 9, 3]].tolist()
    assert costs[0].relevance_lost[0] == pytest.approx((relevance[4] - relevance[9]) / 4)
    assert costs[1].relevance_lost[0] == pytest.approx((relevance[0] - relevance[3]) / 4)


def test_a_rule_that_is_kept_anyway_costs_nothing():
    inputs, _ = person(4)
    free = AtMost("creator", np.eye(12), 1)
    cost = rule_costs(inputs.with_rules(Rules((free,))), REGISTRY["mmr"], 5, 0.7)[0]
    assert cost.relevance_lost[0] == 0 and not cost.changed[0]


def test_a_pin_that_was_no_candidate_counts_as_the_last_one():
    inputs, _ = person(5)
    shorter = RerankInputs(inputs.relevance[:, :8], inputs.items[:, :8], inputs.space)
    pin = Pin(int(inputs.items[0, 11]), 0)
    cost = rule_costs(shorter.with_rules(Rules((pin,))), REGISTRY["none"], 3, 0.0)[0]
    assert cost.relevance_lost[0] == pytest.approx((inputs.relevance[0, 2] - inputs.relevance[0, 7]) / 3)


def two_people():
    """Two people over the same twelve items; only the first has candidates of the rare set."""
    rng = np.random.default_rng(5)
    vectors = rng.standard_normal((12, 4)).astype(np.float32)
    items = np.array([[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]], np.int32)
    relevance = np.tile(np.linspace(1.0, 0.2, 6), (2, 1))
    rare = np.zeros(12, bool)
    rare[4:6] = True
    return RerankInputs(relevance, items, ItemSpace("text", vectors)), AtLeast("rare items", rare, 2)


def test_a_user_who_cannot_keep_a_rule_is_excused_and_the_others_are_measured():
    inputs, rule = two_people()
    block = Block(6)
    ruled = inputs.with_rules(Rules((rule, block)))
    assert users_with_feasible_list(ruled, 3).tolist() == [True, False]
    priced, blocked = rule_costs(ruled, REGISTRY["none"], 3, 0.0, excuse=True)
    assert priced.feasible.tolist() == [True, False]
    assert priced.with_rule.tolist() == [[0, 4, 5], [6, 7, 8]]  # the second list keeps none of the rules
    assert priced.without_rule.tolist() == [[0, 1, 2], [6, 7, 8]]
    assert priced.changed.tolist() == [True, False]
    assert priced.relevance_lost[1] == 0
    assert not blocked.changed.any()
    assert smallest_conflict(ruled.of_users(np.array([1])), 3).rules == (rule,)


def test_no_user_is_excused_unless_asked_for():
    inputs, rule = two_people()
    with pytest.raises(
        SettingError, match="For 1 of 2 people no list of 3 candidates keeps: at least 2 rare"
    ):
        rule_costs(inputs.with_rules(Rules((rule,))), REGISTRY["none"], 3, 0.0)


def test_where_nobody_can_keep_a_rule_the_engine_says_so():
    inputs, rule = two_people()
    second = inputs.of_users(np.array([1])).with_rules(Rules((rule,)))
    with pytest.raises(SettingError, match="For 1 of 1 people"):
        rule_costs(second, REGISTRY["none"], 3, 0.0, excuse=True)


def test_rules_that_no_list_can_keep_are_refused_for_all():
    inputs, rule = two_people()
    with pytest.raises(SettingError, match="Lower it"):
        rule_costs(
            inputs.with_rules(Rules((AtLeast("x", rule.members, 9),))), REGISTRY["none"], 3, 0.0, excuse=True
        )


def liked(item, user=0):
    one = np.ones(1)
    return Interactions(
        np.array([user], np.int32), np.array([item], np.int32), one, 5 * one.astype(np.int8), one, 2, 12
    )


def test_accuracy_changes_by_hand_and_the_conflict_is_named():
    inputs, rule = two_people()
    ruled = inputs.with_rules(Rules((rule,)))
    truth = GroundTruth(liked(1), liked(6, user=1), {"text": inputs.space})
    report = rule_report(ruled, REGISTRY["none"], 3, 0.0, truth)
    # user 0 liked item 1: at rank 2 without the rule, gone with it
    assert report.accuracy[0].value == -1.0
    assert (report.n_excused, report.conflict.rules) == (1, (rule,))
    assert report.costs[0].share_changed == 0.5
    nothing_hit = GroundTruth(liked(11), liked(6, user=1), {"text": inputs.space})
    assert accuracy_change(report.costs[0], nothing_hit).value == 0.0
