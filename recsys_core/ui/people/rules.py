"""Rules that a list must keep whatever the setting, and the exact cost of each."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.errors import SettingError
from recsys_core.ui.shell import frame, rules_in_address, state
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.rules_in_address import AskedRules
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.widgets.rule_texts import cost_text, request, rule_text
from recsys_core.workbench.results import RuleCost

MOST_PINNED = 3


def render(page: Page, lambda_: float) -> None:
    """Choose rules; read what each costs everybody here, who is excused, or which of them clash."""
    words, bench, asked = page.words, page.bench, page.choice.rules
    # It stays open while there are rules: each new one runs the page again.
    with st.expander(words("rules.title"), expanded=bool(asked)):
        st.caption(words("rules.note"))
        _form(page)
        wanted = request(asked)
        if not bench.rules.build(wanted):
            return
        try:
            with st.spinner(words("frame.working")):
                choice = page.choice
                report = bench.rules.report(wanted, choice.reranker, lambda_, k=choice.k)
        except SettingError as error:
            st.error(f"{words('rules.clash')} {escape_markdown(words.error(error))}")
            return
        if report.conflict:
            together = words("slider.comma").join(
                escape_markdown(rule_text(rule, words)) for rule in report.conflict.rules
            )
            excused = {"n": report.n_excused, "all": len(bench.user_ids)}
            st.warning(words("rules.excused", rules=together, **excused))
        for cost, accuracy in zip(report.costs, report.accuracy, strict=True):
            name = f"**{escape_markdown(rule_text(cost.rule, words))}**"
            st.markdown(cost_text(name, cost, accuracy, words))
        _list(page, report.costs[0])


def _form(page: Page) -> None:
    """The fields, filled from the choice, which the address carries; each change goes back there."""
    words, bench, asked = page.words, page.bench, page.choice.rules
    ids, titles = list(map(str, bench.dataset.item_ids)), bench.dataset.items["title"].tolist()
    has_categories = "categories" in bench.space_names

    def changed() -> None:
        places = dict(asked.pins)
        pinned = [ids[item] for item in state.widget("rules_pin")]
        same = set(pinned) == set(places)
        pins = tuple((item, places[item] if same else place) for place, item in enumerate(pinned, start=1))
        blocks = tuple(ids[item] for item in state.widget("rules_block"))
        at_most, at_least = state.widget("rules_at_most"), state.widget("rules_at_least")
        frame.change(rules=AskedRules(pins, blocks, at_most, at_least))

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
            select_all=False,  # else Enter takes every match of what was typed
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
        if not state.has_widget(f"rules_{name}"):
            state.set_widget(f"rules_{name}", value)
        column.number_input(
            words(f"rules.{name}"), 0, most, None, 1, key=f"rules_{name}",
            placeholder=words("rules.none"), disabled=off, on_change=changed,
        )  # fmt: skip


def _list(page: Page, cost: RuleCost) -> None:
    """The chosen person's list under all rules."""
    words, bench = page.words, page.bench
    person = bench.user_index(page.choice.user)
    listed = cost.with_rule[person]
    items = bench.dataset.items.iloc[listed[listed >= 0]]
    title = words("rules.list" if cost.feasible[person] else "rules.list_excused", user=page.choice.user)
    st.caption(title)
    table = pd.DataFrame(
        {
            words("plain.rank"): np.arange(1, len(items) + 1),
            words("plain.item"): items["title"].to_numpy(),
            words("plain.categories"): items["categories"].map(words("slider.comma").join).to_numpy(),
        }
    )
    st.dataframe(table, hide_index=True, alt=title)
