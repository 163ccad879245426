"""The dialog in which the limits are chosen: what a setting may cost, and what it should raise."""

from __future__ import annotations

import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.ui.shell import frame, setting, state
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.limits_in_address import BUDGETS, POINTS, SHARES
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.limit_texts import objective_text
from recsys_core.workbench.results import Limits

_NOBODY = ""  # in the list of groupings: no limit on groups


def ask() -> None:
    """Open the dialog in the next run; a callback."""
    frame.change()
    visit_state().limits_asked = True


def open_if_asked(page: Page) -> None:
    """Draw the dialog if it was asked for."""
    if visit_state().limits_asked:
        visit_state().limits_asked = False
        st.dialog(page.words("limits.title"), icon=":material/rule:")(_dialog)(page)


def _dialog(page: Page) -> None:
    words, limits, bench = page.words, page.choice.limits, page.bench
    st.caption(words("limits.note"))
    with st.form("limits", border=False):
        accuracy = _share("limits.accuracy_long", BUDGETS, limits.accuracy_loss, words, optional=False)
        coverage = _share("limits.coverage_long", POINTS, limits.coverage_fall, words, unit="limits.points")
        by = st.selectbox(
            words("limits.group_by"),
            [_NOBODY, *bench.advice.groupings()],
            index=0 if limits.group_by is None else 1 + bench.advice.groupings().index(limits.group_by),
            format_func=lambda name: (
                words.known(f"segment.{name}", name.replace("_", " ")) if name else words("limits.no_group")
            ),
        )
        group = _share("limits.group_long", SHARES, limits.group_loss or 0.04, words, optional=False)
        worse = _share("limits.worse_off_long", SHARES, limits.worse_off, words)
        objectives = bench.advice.objectives()
        raised = st.selectbox(
            words("limits.objective_long"),
            objectives,
            index=objectives.index(limits.objective),
            format_func=lambda name: objective_text(name, bench.space_names[0], words),
        )
        is_declared = st.checkbox(
            words("limits.declare"), help=words("limits.declare_help"), key="limits_declare"
        )
        st.caption(_effect(page))
        name = st.text_input(words("limits.declare_name"), key="limits_name", max_chars=100)
        if not st.form_submit_button(words("limits.apply"), type="primary"):
            return
    asked = Limits(
        accuracy_loss=accuracy or Limits().accuracy_loss,
        coverage_fall=coverage,
        worse_off=worse,
        group_by=by or None,
        group_loss=group if by else None,
        objective=raised,
    )
    if is_declared:
        try:
            bench.claims.declare(asked, page.choice.k, name)
        except RecsysError as error:
            st.error(escape_markdown(words.error(error)))
            return
    _apply(page, asked)


def _effect(page: Page) -> str:
    """What declaring one more question does to the intervals of everybody."""
    words, claims = page.words, page.bench.claims
    levels = {"level": words.level(claims.level_with_another), "now": words.level(claims.level)}
    return words("limits.declare_effect", count=claims.count + 1, **levels)


def _apply(page: Page, limits: Limits) -> None:
    """Take the limits, move to what is recommended for them, and draw the page anew."""
    frame.change(limits=limits)
    with st.spinner(page.words("frame.recommending")):
        chosen = setting.recommended(page.bench, frame.kept())
    frame.change(reranker=chosen.reranker, variety=chosen.variety)
    state.forget_widgets("plain_")
    st.rerun()


def _share(
    label: str,
    offered: tuple[float, ...],
    now: float | None,
    words: Words,
    *,
    optional: bool = True,
    unit: str = "limits.percent",
) -> float | None:
    """A limit chosen from percentages; what an address has brought is offered too. None sets no limit."""
    chosen = None if now is None else round(now * 100, 6)
    values = sorted({*offered, *([] if chosen is None else [chosen])})
    options: list[float | None] = [None, *values] if optional else [*values]
    found = st.selectbox(
        words(label),
        options,
        index=options.index(chosen),
        format_func=lambda value: (
            words("limits.none") if value is None else words(unit, n=value, value=words.short(value))
        ),
    )
    return None if found is None else round(found / 100, 8)
