"""Impact: groups of people, three people to open, and which items are shown instead."""

from __future__ import annotations

import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.ui.impact import groups, items, people, worst_off
from recsys_core.ui.shell import frame
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.widgets import controls, group_names
from recsys_core.ui.widgets.tuning import tuning


def render(page: Page) -> None:
    """Everything below the header."""
    words, impact, k = page.words, page.bench.impact, page.choice.k
    people.leave_if_asked()
    st.title(words("impact.title"), anchor=False)
    try:
        with st.container(key="card_impact_setting"):
            left, right = st.columns([3, 2], gap="medium")
            with left:
                controls.setting(page, "impact")
            with right:
                controls.method(page, "impact")
        above = st.empty()
        with st.spinner(words("frame.working")):
            lambda_ = tuning(page.bench, page.choice).lambda_of(page.choice)
            setting = (page.choice.reranker, lambda_)
            effects = impact.group_effects(*setting, k=k)
            worst = impact.worst_off(*setting, k=k)
            everybody = impact.everybody(*setting, k=k)
            examples = impact.examples(*setting, k=k)
        if not examples:
            st.subheader(words("impact.still"), anchor=False)
            st.caption(words("impact.still_note"))
            controls.rules_notice(page, above)
            return
        st.subheader(group_names.headline(worst, effects, words), anchor=False)
        st.caption(words("impact.units"))
        left, right = st.columns([3, 2], gap="medium")
        with left.container(key="card_impact_segments"):
            groups.render(page, effects, everybody, lambda_)
        with right:
            with st.container(key="card_impact_people"):
                people.render(page, examples)
            if worst.share_losing:
                with st.container(key="card_impact_worst"):
                    worst_off.render(page, worst, everybody, lambda_)
        with st.container(key="card_impact_items"):
            items.render(page, lambda_)
        controls.rules_notice(page, above)
    except RecsysError as error:
        frame.stop(words, error)
