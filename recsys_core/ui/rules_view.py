"""Rules that a list must keep whatever the setting, and the exact cost of each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.errors import SettingError
from recsys_core.metrics.accuracy import ndcg
from recsys_core.metrics.hits import hits
from recsys_core.rerank.rules import AtLeast, AtMost, Block, Rule, Rules
from recsys_core.tradeoff.resampling import Resampling, percentile_interval
from recsys_core.tradeoff.rule_cost import RuleCost, rule_costs
from recsys_core.ui import session
from recsys_core.ui.frame import Page
from recsys_core.ui.language import Words
from recsys_core.ui.literal import literal
from recsys_core.ui.sentences import plain, signed
from recsys_core.workbench import Workbench

MOST_BLOCKED = 10
_FIELDS = ("rules_block", "rules_at_most", "rules_at_least")


def draw(page: Page, lambda_: float) -> None:
    """Choose rules; read what each costs everybody at this setting, or which of them clash."""
    words, bench = page.words, page.bench
    # It stays open while there are rules: each new one runs the page again.
    begun = any(st.session_state.get(key) not in (None, []) for key in _FIELDS)
    with st.expander(words("rules.title"), expanded=begun):
        st.caption(words("rules.note"))
        left, middle, right = st.columns(3)
        titles = bench.dataset.items["title"].tolist()
        blocked = left.multiselect(
            words("rules.block"), range(len(titles)), key="rules_block", max_selections=MOST_BLOCKED,
            format_func=lambda item: titles[item], placeholder=words("rules.none"),
        )  # fmt: skip
        has_categories = "categories" in bench.space_names
        at_most = middle.number_input(
            words("rules.at_most"), 0, page.choice.k, None, 1, key="rules_at_most",
            placeholder=words("rules.none"), disabled=not has_categories,
        )  # fmt: skip
        at_least = right.number_input(
            words("rules.at_least"), 0, 2 * page.choice.k, None, 1, key="rules_at_least",
            placeholder=words("rules.none"),
        )  # fmt: skip
        rules = chosen(bench, blocked, at_most if has_categories else None, at_least)
        if not rules:
            return
        try:
            with st.spinner(words("frame.working")):
                fields = (tuple(blocked), at_most, at_least)
                shared, choice = session.fingerprint(bench), page.choice
                costs = priced(shared, fields, choice.reranker, choice.k, lambda_, bench, rules)
        except SettingError as error:
            st.error(f"{words('rules.clash')} {literal(str(error))}")
            return
        for rule, cost in zip(rules.rules, costs, strict=True):
            st.markdown(said(rule, cost, bench, words))
        _list(page, costs[0])


def chosen(bench: Workbench, blocked: Sequence[int], at_most: int | None, at_least: int | None) -> Rules:
    """The rules of the form."""
    titles = bench.dataset.items["title"]
    rules: list[Rule] = [Block(int(item), str(titles.iloc[item])) for item in blocked]
    if at_most is not None:
        groups = bench.rerank_inputs(None, None, "test").aspects
        if groups is not None:
            rules.append(AtMost("category", groups, int(at_most)))
    if at_least is not None:
        rules.append(AtLeast("long-tail items", bench.yardstick("test").tail, int(at_least)))
    return Rules(tuple(rules))


@st.cache_resource(show_spinner=False, max_entries=16)
def priced(
    fingerprint: str,
    fields: tuple[object, ...],
    reranker: str,
    k: int,
    lambda_: float,
    _bench: Workbench,
    _rules: Rules,
) -> list[RuleCost]:
    """The cost of each rule for everybody at one setting, the others being kept.

    Raises:
        SettingError: the rules contradict each other, or somebody has no list that keeps them.
    """
    inputs = _bench.rerank_inputs(None, None, "test").with_rules(_rules)
    return rule_costs(inputs, _bench.rerankers[reranker], k, lambda_)


def said(rule: Rule, cost: RuleCost, bench: Workbench, words: Words) -> str:
    """What one rule costs, in a sentence: whose list changes, accuracy and relevance lost."""
    value, low, high = (signed(end * 100, 1) for end in accuracy_change(bench, cost))
    return words(
        "rules.cost",
        rule=rule_in_words(rule, words),
        changed=plain(float(cost.changed.mean()) * 100, 0) + "%",
        change=words("plain.change", change=f"{value}%", low=low, high=high),
        relevance=plain(float(cost.relevance_lost.mean()), 4),
    )


def rule_in_words(rule: Rule, words: Words) -> str:
    """A rule in the visitor's language."""
    if isinstance(rule, Block):
        return words("rules.word_block", title=literal(rule.name))
    if isinstance(rule, AtMost):
        return words("rules.word_at_most", n=rule.n)
    if isinstance(rule, AtLeast):
        return words("rules.word_at_least", n=rule.n)
    return literal(rule.words)


def accuracy_change(bench: Workbench, cost: RuleCost) -> tuple[float, float, float]:
    """Change of mean NDCG that a rule makes, as a share of that without it, with its 95% interval."""
    yardstick, protocol = bench.yardstick("test"), bench.protocol
    users = yardstick.evaluated
    both = np.stack(
        [
            ndcg(hits(lists[users], users, yardstick.relevant_matrix), yardstick.n_relevant[users])
            for lists in (cost.without_it, cost.with_it)
        ],
        axis=1,
    )
    before, after = both.mean(axis=0)
    if before == 0:
        return 0.0, 0.0, 0.0
    drawn = Resampling(len(users), protocol.n_resamples, protocol.seed).means(both)
    low, high = percentile_interval(((drawn[:, 1] - drawn[:, 0]) / before)[:, None])
    return float((after - before) / before), float(low[0]), float(high[0])


def _list(page: Page, cost: RuleCost) -> None:
    """The chosen person's list under all rules."""
    words, bench = page.words, page.bench
    listed = cost.with_it[bench.user_index(page.choice.user)]
    items = bench.dataset.items.iloc[listed[listed >= 0]]
    st.caption(words("rules.list", user=page.choice.user))
    table = pd.DataFrame(
        {
            words("plain.rank"): np.arange(1, len(items) + 1),
            words("plain.item"): items["title"].to_numpy(),
            words("plain.categories"): items["categories"].map(words("slider.comma").join).to_numpy(),
        }
    )
    st.dataframe(table, hide_index=True, alt=words("rules.list", user=page.choice.user))
