"""Make a decision of the setting that the visitor has chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.handoff import saved
from recsys_core.handoff.deciding import Chosen, recommended, record_of
from recsys_core.store import Store
from recsys_core.ui.shell import sign_in
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.ship import asking
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.widgets.controls import method_title
from recsys_core.ui.widgets.rule_texts import request
from recsys_core.ui.widgets.tuning import tuning

_LONGEST_REASON = 500


def render(page: Page, store: Store) -> None:
    """What would be decided, and a form for who decides it."""
    words, choice = page.words, page.choice
    chosen = chosen_setting(page)
    st.subheader(words("ship.new_title"), anchor=False)
    said = words(
        "ship.setting",
        method=method_title(page, chosen.method),
        position=words.position(chosen.position),
        lambda_=words.plain(chosen.lambda_, 4),
        k=choice.k,
    )
    st.markdown(f"**{escape_markdown(said)}**")
    try:
        best = recommended(page.bench, choice.limits, choice.k)
    except RecsysError as error:
        st.error(escape_markdown(words.error(error)))
        return
    same = chosen.lambda_ == best.lambda_ and (chosen.method == best.method or chosen.lambda_ == 0)
    position = words.position(best.position)
    best_text = words("ship.recommended_is", method=method_title(page, best.method), position=position)
    st.caption(escape_markdown(words("ship.is_recommended") if same else best_text))
    with st.form("ship_new", border=False):
        left, right = st.columns(2)
        left.text_input(words("ship.name"), key="ship_new_name", max_chars=100)
        if not sign_in.signed_in():
            right.text_input(words("ship.who"), key="ship_new_by", max_chars=100)
        st.text_area(words("ship.reason"), key="ship_new_reason", max_chars=_LONGEST_REASON, height=80)
        st.form_submit_button(
            words("ship.save"),
            type="primary",
            key="ship_save",
            on_click=asking.ask,
            args=("save", "ship_new_name", "ship_new_by", "ship_new_reason"),
        )
    fields = asking.take("save")
    if fields is not None:
        _save(page, store, chosen, fields)
    asking.say_refusal("save")


def chosen_setting(page: Page) -> Chosen:
    """The visitor's setting, with the λ that every page shows for it."""
    choice = page.choice
    return Chosen(choice.reranker, tuning(page.bench, choice).lambda_of(choice), choice.variety)


def _save(page: Page, store: Store, chosen: Chosen, fields: Mapping[str, Any]) -> None:
    words, choice = page.words, page.choice
    try:
        sign_in.require("save")
        with st.spinner(words("ship.measuring")):
            record = record_of(
                page.bench, choice.data, chosen, choice.limits, choice.k, rules=request(choice.rules)
            )
            page.bench.claims.note_shown(choice.limits, choice.k)
            decision = saved.save(
                store,
                asking.text(fields["ship_new_name"]),
                record,
                sign_in.signed_in() or asking.text(fields["ship_new_by"]),
                reason=asking.text(fields["ship_new_reason"]),
            )
    except RecsysError as error:
        asking.refuse("save", words.error(error))
        return
    visit_state().decision, visit_state().decision_new = decision.name, False
    asking.done(words("ship.saved", name=decision.name))
    st.rerun()
