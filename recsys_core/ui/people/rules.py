"""Rules that a list must keep whatever the setting, and the exact cost of each."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.decisions.new_person import item_rows
from recsys_core.decisions.rule_costs import RuleCost, rule_costs
from recsys_core.errors import SettingError
from recsys_core.metrics.accuracy import ndcg
from recsys_core.metrics.hits import hits
from recsys_core.rerank.batch import clashing
from recsys_core.rerank.rules.rules import AtLeast, AtMost, Block, Pin, Rule, Rules
from recsys_core.stats.bootstrap import Resampling, percentile_interval
from recsys_core.ui.shell import frame, rules_in_address, session
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.rules_in_address import AskedRules
from recsys_core.ui.text.escape import literal
from recsys_core.ui.text.sentences import plain, signed
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench

MOST_PINNED = 3


def draw(page: Page, lambda_: float) -> None:
    """Choose rules; read what each costs everybody here, who is excused, or which of them clash."""
    words, bench, asked = page.words, page.bench, page.choice.rules
    # It stays open while there are rules: each new one runs the page again.
    with st.expander(words("rules.title"), expanded=bool(asked)):
        st.caption(words("rules.note"))
        _form(page)
        rules = chosen(bench, asked)
        if not rules:
            return
        try:
            with st.spinner(words("frame.working")):
                shared, choice = session.fingerprint(bench), page.choice
                costs, clash = priced(shared, asked, choice.reranker, choice.k, lambda_, bench, rules)
        except SettingError as error:
            st.error(f"{words('rules.clash')} {literal(str(error))}")
            return
        if clash:
            excused = {"n": int((~costs[0].kept).sum()), "all": len(costs[0].kept)}
            together = words("slider.comma").join(rule_in_words(rule, words) for rule in clash.rules)
            st.warning(words("rules.excused", rules=together, **excused))
        for rule, cost in zip(rules.rules, costs, strict=True):
            st.markdown(said(rule, cost, bench, words))
        _list(page, costs[0])


def _form(page: Page) -> None:
    """The fields, filled from the choice, which the address carries; each change goes back there."""
    words, bench, asked = page.words, page.bench, page.choice.rules
    ids, titles = list(map(str, bench.dataset.item_ids)), bench.dataset.items["title"].tolist()
    has_categories = "categories" in bench.space_names

    def changed() -> None:
        state = st.session_state
        places = dict(asked.pins)
        pinned = [ids[item] for item in state.rules_pin]
        same = set(pinned) == set(places)
        pins = tuple((item, places[item] if same else place) for place, item in enumerate(pinned, start=1))
        blocks = tuple(ids[item] for item in state.rules_block)
        frame.change(rules=AskedRules(pins, blocks, state.rules_at_most, state.rules_at_least))

    for column, name, known, most in zip(
        st.columns(2),
        ("pin", "block"),
        ([item for item, _ in asked.pins], asked.blocks),
        (MOST_PINNED, rules_in_address.MOST_ITEMS),
        strict=True,
    ):
        column.multiselect(
            words(f"rules.{name}"), range(len(titles)), [ids.index(item) for item in known],
            key=f"rules_{name}", max_selections=max(most, len(known)), format_func=lambda item: titles[item],
            placeholder=words("rules.none"), on_change=changed,
        )  # fmt: skip
    for column, name, value, most, off in zip(
        st.columns(2),
        ("at_most", "at_least"),
        (asked.at_most, asked.at_least),
        (page.choice.k, 2 * page.choice.k),
        (not has_categories, False),
        strict=True,
    ):
        # Not as the field's default: emptied, it would fall back to that.
        st.session_state.setdefault(f"rules_{name}", value)
        column.number_input(
            words(f"rules.{name}"), 0, most, None, 1, key=f"rules_{name}",
            placeholder=words("rules.none"), disabled=off, on_change=changed,
        )  # fmt: skip


def chosen(bench: Workbench, asked: AskedRules) -> Rules:
    """What is asked for as the engine's rules; categories where there are none restrict nothing."""
    titles = bench.dataset.items["title"].tolist()
    rows = item_rows(bench.dataset, [*(item for item, _ in asked.pins), *asked.blocks]).tolist()
    pins, blocks = rows[: len(asked.pins)], rows[len(asked.pins) :]
    rules: list[Rule] = [
        Pin(item, place - 1, titles[item]) for item, (_, place) in zip(pins, asked.pins, strict=True)
    ]
    rules += [Block(item, titles[item]) for item in blocks]
    groups = bench.rerank_inputs(None, None, "test").aspects if asked.at_most is not None else None
    if asked.at_most is not None and groups is not None:
        rules.append(AtMost("category", groups, asked.at_most))
    if asked.at_least is not None:
        rules.append(AtLeast("long-tail items", bench.yardstick("test").tail, asked.at_least))
    return Rules(tuple(rules))


@st.cache_resource(show_spinner=False, max_entries=16)
def priced(
    fingerprint: str,
    asked: AskedRules,
    reranker: str,
    k: int,
    lambda_: float,
    _bench: Workbench,
    _rules: Rules,
) -> tuple[list[RuleCost], Rules]:
    """The cost of each rule for everybody at one setting, the others being kept.

    Returns:
        The costs, and the fewest rules that the first of those clash for who cannot keep all; no rules where
        everybody can.

    Raises:
        SettingError: the rules contradict each other, or nobody has a list that keeps them.
    """
    inputs = _bench.rerank_inputs(None, None, "test").with_rules(_rules)
    costs = rule_costs(inputs, _bench.rerankers[reranker], k, lambda_, excuse=True)
    excused = np.flatnonzero(~costs[0].kept)
    return costs, clashing(inputs.of_users(excused[:1]), k) if len(excused) else Rules()


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
    if isinstance(rule, Pin):
        return words("rules.word_pin", title=literal(rule.name), place=rule.place + 1)
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
    person = bench.user_index(page.choice.user)
    listed = cost.with_it[person]
    items = bench.dataset.items.iloc[listed[listed >= 0]]
    title = words("rules.list" if cost.kept[person] else "rules.list_excused", user=page.choice.user)
    st.caption(title)
    table = pd.DataFrame(
        {
            words("plain.rank"): np.arange(1, len(items) + 1),
            words("plain.item"): items["title"].to_numpy(),
            words("plain.categories"): items["categories"].map(words("slider.comma").join).to_numpy(),
        }
    )
    st.dataframe(table, hide_index=True, alt=title)
