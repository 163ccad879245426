"""Rules that lists must keep, in the visitor's words: plain text, which pages escape for markdown."""

from __future__ import annotations

from recsys_core.errors import SettingError
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.rules_in_address import AskedRules
from recsys_core.ui.text.joining import joined
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import AtLeast, AtMost, Block, Interval, Pin, Rule, RuleCost
from recsys_core.workbench.rules import RuleRequest


def request(asked: AskedRules) -> RuleRequest:
    """What the workbench is asked for."""
    return RuleRequest(asked.pins, asked.blocks, asked.at_most, asked.at_least)


def cost_texts(bench: Workbench, choice: Choice, lambda_: float, words: Words) -> list[str]:
    """What each of the visitor's rules costs at a setting; why none can be told where they clash."""
    wanted = request(choice.rules)
    if not bench.rules.build(wanted):
        return []
    try:
        report = bench.rules.report(wanted, choice.reranker, lambda_, k=choice.k)
    except SettingError as error:
        return [joined(words("rules.clash"), words.error(error))]
    pairs = zip(report.costs, report.accuracy, strict=True)
    return [cost_text(rule_text(cost.rule, words), cost, accuracy, words) for cost, accuracy in pairs]


def notice(bench: Workbench, choice: Choice, lambda_: float, words: Words) -> str:
    """That figures are without the visitor's rules, and what those cost together; "" where there are none."""
    wanted = request(choice.rules)
    if not bench.rules.build(wanted):
        return ""
    try:
        report = bench.rules.report(wanted, choice.reranker, lambda_, k=choice.k)
    except SettingError as error:
        return joined(words("tune.rules_off"), words("rules.clash"), words.error(error))
    change = report.together
    value, low, high = (words.signed(end * 100, 1) for end in (change.value, change.low, change.high))
    told = words(
        "tune.rules_cost",
        changed=words.plain(report.share_changed * 100, 0) + "%",
        change=words("plain.change", change=f"{value}%", low=low, high=high),
    )
    return joined(words("tune.rules_off"), told)


def cost_text(rule: str, cost: RuleCost, accuracy: Interval[float], words: Words) -> str:
    """What one rule costs, in a sentence: the share of lists that change, accuracy and relevance lost.

    Args:
        rule: the rule in words, as it is to be written.
        cost: of the rule.
        accuracy: relative change of accuracy.
        words: the language.
    """
    value, low, high = (words.signed(end * 100, 1) for end in (accuracy.value, accuracy.low, accuracy.high))
    return words(
        "rules.cost",
        rule=rule,
        changed=words.plain(cost.share_changed * 100, 0) + "%",
        change=words("plain.change", change=f"{value}%", low=low, high=high),
        relevance=words.plain(cost.mean_relevance_lost, 4),
    )


def rule_text(rule: Rule, words: Words) -> str:
    """A rule in the visitor's language."""
    if isinstance(rule, Pin):
        return words("rules.word_pin", title=rule.name, place=rule.place + 1)
    if isinstance(rule, Block):
        return words("rules.word_block", title=rule.name)
    if isinstance(rule, AtMost):
        return words("rules.word_at_most", n=rule.n)
    if isinstance(rule, AtLeast):
        return words("rules.word_at_least", n=rule.n)
    return rule.words
