"""The Tune page, with the slider component or with plain Streamlit elements."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from recsys_core.data.health.checks import FEW_USERS
from recsys_core.errors import RecsysError
from recsys_core.ui.shell import frame, session, state
from recsys_core.ui.shell.boundary import error_boundary
from recsys_core.ui.shell.choice import LENGTHS
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.sentences import best_manner, sentences
from recsys_core.ui.tune import charts, limits, memo_dialog, transfer
from recsys_core.ui.widgets import controls, limit_texts, verdicts
from recsys_core.ui.widgets.measures import MOST_MORE, metric_name, offered
from recsys_core.ui.widgets.saved_chart import draw, links
from recsys_core.ui.widgets.slider import view
from recsys_core.ui.widgets.slider.view import is_open, protocol_rows, unjudged, use_recommended
from recsys_core.ui.widgets.tuning import tuning
from recsys_core.ui.widgets.verdicts import Verdicts


def render(page: Page) -> None:
    """The whole page, with or without the component."""
    # First: the body asks for another run as long as a dialog is not open.
    limits.open_if_asked(page)
    memo_dialog.open_if_asked(page)
    body(page)
    if not page.choice.present:
        if page.choice.plain:
            memo_dialog.button(page)
        else:
            st.html(saved_curves(page))
        details(page)
    frame.plain_toggle(page)
    session.freeze_loaded_objects()


def saved_curves(page: Page) -> str:
    """Links that save the component's curves and what they are drawn from."""
    words, view = page.words, tuning(page.bench, page.choice)
    table = charts.curves_table(view)
    return links(words, "slider_tune", name="tune_curves", select="[data-part=plot]", table=table)


def is_dialog_asked() -> bool:
    """Whether a dialog was asked for and is not open yet."""
    return visit_state().limits_asked or visit_state().memo_asked


@st.fragment
@error_boundary("setting")
def body(before: Page) -> None:
    """Everything that depends on the setting. After a move only this fragment runs."""
    page = frame.current(before)
    if page.choice.reranker != before.choice.reranker or is_dialog_asked():
        st.rerun()  # the rest of the page names the method, too, and opens the dialogs
    looked_at = page.choice.at(0.0)
    new = visit_state().prepared != looked_at
    above = st.empty()  # what the rules cost takes a moment: the slider does not wait for it
    try:
        if new:  # a move, for which all is there already, goes without: a spinner costs a thread
            with st.spinner(page.words("frame.working")):
                tuning(page.bench, page.choice)
            visit_state().prepared = looked_at
        if page.choice.plain:
            plain_view(page)
        else:
            view.render(page, "tune", on_limits=limits.ask, on_memo=memo_dialog.ask)
    except RecsysError as error:
        frame.stop(page.words, error)
    controls.rules_notice(page, above)
    measured = len(page.bench.ground_truth().evaluated)
    if measured < FEW_USERS:
        st.warning(page.words("tune.few", n=measured))
    transfer.render(page)  # last, so that the slider does not wait for it


def details(page: Page) -> None:
    """Further settings: other measures, another list length."""
    words, choice, bench = page.words, page.choice, page.bench
    # Kept beside the widget's own state, which does not outlive another label.
    remembered = visit_state()
    if remembered.details_open is None:
        remembered.details_open = bool(choice.more)
    state.set_widget("tune_more", remembered.details_open)
    more = st.expander(words("tune.more"), key="tune_more", on_change=_open_or_shut)
    if not more.open:  # a browser then needs none of what draws it before the slider stands
        return
    with more:
        left, right = st.columns([3, 1])
        # Chips keep their first names: other chips for another length or language.
        chosen = f"tune_measures_{choice.k}_{choice.lang}"
        known = offered(bench.trade_off(choice.reranker, k=choice.k))
        left.multiselect(
            words("tune.measures"),
            known,
            [name for name in choice.more if name in known][:MOST_MORE],
            key=chosen,
            format_func=lambda name: metric_name(name, choice.k, words),
            max_selections=MOST_MORE,
            select_all=False,
            placeholder=words("tune.measures_placeholder", most=MOST_MORE),
            on_change=lambda: frame.change(more=tuple(state.widget(chosen))),
        )
        right.segmented_control(
            words("tune.length"),
            LENGTHS,
            default=choice.k,
            required=True,
            key="tune_length",
            on_change=lambda: frame.change(k=state.widget("tune_length")),
        )


def _open_or_shut() -> None:
    visit_state().details_open = bool(state.widget("tune_more"))


def plain_view(page: Page) -> None:
    """The same page from plain elements, for tests and for browsers without the component."""
    bench, choice, words = page.bench, page.choice, page.words
    view, found = tuning(bench, choice), verdicts.computed(bench, choice)
    left, middle, right = st.columns([3, 2, 1])
    left.slider(
        words("plain.variety"),
        0.0,
        100.0,
        round(choice.variety * 100, 1),
        0.1,
        key="plain_variety",
        on_change=lambda: frame.change(variety=state.widget("plain_variety") / 100),
    )
    names = list(bench.rerankers)
    middle.selectbox(
        words("plain.reranker"),
        names,
        names.index(choice.reranker),
        key="plain_reranker",
        format_func=lambda name: words.known(f"reranker.{name}", bench.rerankers[name].title),
        on_change=lambda: frame.change(reranker=state.widget("plain_reranker")),
    )
    ids = [str(user) for user in bench.user_ids]
    right.selectbox(
        words("plain.person"),
        ids,
        ids.index(choice.user),
        key="plain_user",
        on_change=lambda: frame.change(user=state.widget("plain_user")),
    )
    _plain_limits(page, found)
    row, lambda_ = view.row(choice), view.lambda_of(choice)
    said = sentences(view, choice, controls.method_title(page, choice.reranker), words, found)
    if said.badge:
        is_certified = said.state != "unproven" and found is not None and not found.explored
        st.badge(said.badge, color="green" if is_certified else "gray")
    st.subheader(said.headline, anchor=False)
    st.markdown(escape_markdown(said.cost))
    st.caption(escape_markdown(said.basis or unjudged(page, found)))
    with st.container(horizontal=True):
        for measure in view.measures:
            value, change = charts.tile(measure, row, words)
            with st.container(border=True):
                st.metric(
                    measure.label, value, change, delta_color="off", delta_arrow="off",
                    help=escape_markdown(measure.about, 600) or None,
                )  # fmt: skip
                st.caption(charts.everyday(measure, row, words))
    plot, table = st.columns(2)
    with plot:
        draw(charts.trade_off(view, row, words), words, key="plain_curves", alt=words("slider.curves_alt"))
    table.dataframe(
        list_table(page, lambda_), hide_index=True, key="plain_list",
        column_config={words("plain.before"): st.column_config.TextColumn(alignment="right")},
    )  # fmt: skip
    with st.expander(words("slider.how"), key="plain_how"):
        st.table(dict(protocol_rows(page)), border="horizontal")
    # The rest is there already: it need not wait for this.
    if found is None and is_open(page):
        verdicts.compute(bench, choice)
        st.rerun()


def _plain_limits(page: Page, found: Verdicts | None) -> None:
    """The limits in words, a button to edit them, and one that moves to the recommended setting."""
    words = page.words
    rows = [
        f"{term}: {text}"
        for term, text in limit_texts.limit_rows(page.choice.limits, page.bench.space_names[0], words)
    ]
    st.caption(f"{words('slider.limits_title')}: {words('slider.comma').join(rows)}")
    with st.container(horizontal=True):
        st.button(words("slider.edit_limits"), key="plain_limits", on_click=limits.ask)
        label = words.in_manner(best_manner(found, page.choice))("slider.use_recommended")
        st.button(label, key="plain_recommended", on_click=_take, args=(page,))


def _take(page: Page) -> None:
    """Move to the recommended setting, and the plain slider with it."""
    use_recommended(page)
    state.set_widget("plain_variety", round(frame.kept().variety * 100, 1))
    state.set_widget("plain_reranker", frame.kept().reranker)


def list_table(page: Page, lambda_: float) -> pd.DataFrame:
    """The person's list at λ with where each item stood before."""
    words, choice = page.words, page.choice
    ranking = page.bench.ranking(choice.user, choice.reranker, lambda_=lambda_, k=choice.k)
    before = ranking["rank_before"].map(lambda rank: words("plain.entered") if pd.isna(rank) else str(rank))
    return pd.DataFrame(
        {
            words("plain.rank"): ranking["rank"],
            words("plain.item"): ranking["title"],
            words("plain.before"): before,
            words("plain.categories"): ranking["categories"].map(words("slider.comma").join),
        }
    )
