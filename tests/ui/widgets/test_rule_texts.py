"""Rules in words: for everybody to read, and never more than text."""

import numpy as np
import pytest

from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.rules_in_address import AskedRules
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.rule_texts import cost_text, cost_texts, notice, request, rule_text
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import AtLeast, AtMost, Block, Interval, Pin, RuleCost
from recsys_core.workbench.rules import RuleRequest

ENGLISH = Words()


@pytest.fixture(scope="module")
def bench():
    return Workbench.open("sample")


RULES = [
    (Pin(3, 0, "Alien (1979)"), "Alien (1979) at place 1", "Alien (1979)"),
    (Block(5, "*Up* & away"), "*Up* & away blocked", "*Up* & away"),
    (AtMost("category", np.zeros((2, 1)), 2), "at most 2 of each category", "2"),
    (AtLeast("long tail", np.zeros(2, bool), 1), "at least 1 long-tail item", "1"),
    (AtLeast("long tail", np.zeros(2, bool), 3), "at least 3 long-tail items", "3"),
]


@pytest.mark.parametrize(("rule", "english", "part"), RULES)
def test_every_rule_is_told_in_the_visitors_language(rule, english, part):
    assert rule_text(rule, ENGLISH) == english
    chinese = rule_text(rule, Words("zh"))
    assert chinese != english and part in chinese


def test_what_a_rule_costs_is_one_sentence():
    lost, changed = np.array([0.04, 0.0, 0.0092, 0.0]), np.array([True, False, False, False])
    lists = np.zeros((4, 5), int)
    cost = RuleCost(RULES[0][0], lost, changed, lists, lists, np.ones(4, bool))
    told = cost_text("Alien (1979) at place 1", cost, Interval(-0.0104, -0.0251, 0.0), ENGLISH)
    assert told == (
        "Alien (1979) at place 1 changes 25% of all lists. "
        "Accuracy changes by \u22121.0% (\u22122.5 to 0.0); the mean relevance of a list falls by 0.0123."
    )


def test_what_is_asked_for_is_what_the_address_holds():
    asked = AskedRules((("17", 2),), ("3",), 2, 1, ("damaged",))
    assert request(asked) == RuleRequest((("17", 2),), ("3",), 2, 1)


def test_without_rules_there_is_nothing_to_tell(bench):
    assert cost_texts(bench, Choice("sample", "mmr"), 0.3, ENGLISH) == []


def test_every_rule_is_told_with_its_own_cost(bench):
    item = str(bench.dataset.item_ids[5])
    title = bench.dataset.items["title"].iloc[5]
    choice = Choice("sample", "mmr", rules=AskedRules((), (item,), 2, None))
    blocked, at_most = cost_texts(bench, choice, 0.3, ENGLISH)
    assert blocked.startswith(f"{title} blocked changes ")
    assert at_most.startswith("at most 2 of each category changes ")
    assert "*" not in blocked + at_most, "plain text: a page makes it bold, the memo has no markdown"
    report = bench.rules.report(request(choice.rules), "mmr", 0.3)
    assert f"changes {report.costs[0].share_changed * 100:.0f}% of all lists" in blocked


def test_rules_that_clash_are_told_in_place_of_their_costs(bench):
    choice = Choice("sample", "mmr", rules=AskedRules(at_least=15))
    (told,) = cost_texts(bench, choice, 0.3, ENGLISH)
    assert told.startswith("These rules cannot be satisfied together. ")
    assert "\\" not in told


def test_the_notice_says_what_all_rules_cost_together(bench):
    assert notice(bench, Choice("sample", "mmr"), 0.3, ENGLISH) == ""
    choice = Choice("sample", "mmr", rules=AskedRules(at_most=2))
    report = bench.rules.report(request(choice.rules), "mmr", 0.3)
    assert report.together == report.accuracy[0]  # of a single rule it is that rule's own
    told = notice(bench, choice, 0.3, ENGLISH)
    assert told.startswith(ENGLISH("tune.rules_off"))
    assert f"change {report.share_changed * 100:.0f}% of all lists, and accuracy by " in told
