"""The Tune page, with the slider component or with plain Streamlit elements."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from recsys_core.data.health.checks import FEW_USERS
from recsys_core.errors import RecsysError
from recsys_core.ui.shell import frame, session, state
from recsys_core.ui.shell.boundary import error_boundary
from recsys_core.ui.shell.choice import BUDGETS, LENGTHS
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.sentences import setting_sentences, verdict
from recsys_core.ui.text.words import Words
from recsys_core.ui.tune import charts, transfer
from recsys_core.ui.tune.memo import memo
from recsys_core.ui.widgets import advising
from recsys_core.ui.widgets.measures import MOST_MORE, metric_name, offered
from recsys_core.ui.widgets.slider import view
from recsys_core.ui.widgets.slider.view import protocol_rows
from recsys_core.ui.widgets.tuning import tuning
from recsys_core.workbench.results import ConfirmedAdvice


def render(page: Page) -> None:
    """The whole page, with or without the component."""
    body(page)
    if not page.choice.present:
        _memo_button(page)
        details(page)
    frame.plain_toggle(page)
    session.freeze_loaded_objects()


@st.fragment
@error_boundary("setting")
def body(before: Page) -> None:
    """Everything that depends on the setting. After a move only this fragment runs."""
    page = frame.current(before)
    if page.choice.reranker != before.choice.reranker:
        st.rerun()  # the rest of the page names the method, too
    looked_at = page.choice.at(0.0)
    new = visit_state().prepared != looked_at
    try:
        if new:  # a move, for which all is there already, goes without: a spinner costs a thread
            with st.spinner(page.words("frame.working")):
                tuning(page.bench, page.choice)
            visit_state().prepared = looked_at
        if page.choice.plain:
            plain_view(page)
        else:
            view.render(page, "tune")
    except RecsysError as error:
        frame.stop(page.words, error)
    measured = len(page.bench.ground_truth().evaluated)
    if measured < FEW_USERS:
        st.warning(page.words("tune.few", people=measured))
    transfer.render(page)  # last, so that the slider does not wait for it


def _ask_for_memo() -> None:
    frame.change()
    visit_state().memo_asked = True


def _memo_button(page: Page) -> None:
    """Write the memo of the setting on the screen, then offer the file.

    The click arrives together with every move made before it, so the memo cannot be of an earlier setting. A
    download button alone would hand out what the last run of the page prepared.
    """
    st.button(page.words("memo.open"), key="memo", on_click=_ask_for_memo)
    # Not the button's own value: the run of the click may start over before it comes here.
    if visit_state().memo_asked:
        visit_state().memo_asked = False
        st.dialog(page.words("memo.dialog"), icon=":material/description:")(_memo_dialog)(page)


def _memo_dialog(page: Page) -> None:
    """The finished memo, ready to download."""
    with st.spinner(page.words("memo.writing")):
        text = memo(page, (st.context.url or "").partition("?")[0])
    method = view.method(page.bench.rerankers[page.choice.reranker], page.words)[0]
    position = page.words.plain(page.choice.variety * 100, 1) + "%"
    st.write(page.words("memo.of", method=escape_markdown(method), position=position))
    st.download_button(
        page.words("memo.download"),
        text,
        f"equipoise-{page.choice.data}-{page.choice.reranker}.html",
        "text/html",
        key="memo_file",
        type="primary",
        on_click="ignore",
    )


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
            on_change=lambda: _another_length(words),
        )


def _open_or_shut() -> None:
    visit_state().details_open = bool(state.widget("tune_more"))


def _another_length(words: Words) -> None:
    """Change the list length and keep the slider's position; an exact λ belonged to the former lists."""
    exact = frame.kept().lambda_ is not None
    length = state.widget("tune_length")
    frame.change(k=length, lambda_=None)
    if exact:
        st.toast(words("tune.length_moved", k=length))


def plain_view(page: Page) -> None:
    """The same page from plain elements, for tests and for browsers without the component."""
    bench, choice, words = page.bench, page.choice, page.words
    view, advice = tuning(bench, choice), advising.computed(bench, choice)
    advised = next((one for one in advice or [] if one.budget == choice.budget), None)
    left, middle, right = st.columns([3, 2, 1])
    left.slider(
        words("plain.variety"),
        0.0,
        100.0,
        round(choice.variety * 100, 1),
        0.1,
        key="plain_variety",
        on_change=lambda: frame.change(variety=state.widget("plain_variety") / 100, lambda_=None),
    )
    names = list(bench.rerankers)
    middle.selectbox(
        words("plain.reranker"),
        names,
        names.index(choice.reranker),
        key="plain_reranker",
        format_func=lambda name: words.known(f"reranker.{name}", bench.rerankers[name].title),
        on_change=lambda: frame.change(reranker=state.widget("plain_reranker"), lambda_=None),
    )
    ids = [str(user) for user in bench.user_ids]
    right.selectbox(
        words("plain.person"),
        ids,
        ids.index(choice.user),
        key="plain_user",
        on_change=lambda: frame.change(user=state.widget("plain_user")),
    )
    _plain_budget(page, advised)
    row = view.row(choice)
    headline, sub = setting_sentences(view, row, words, choice.k, choice.budget)
    st.subheader(headline)
    if advised:
        st.markdown(f"**{verdict(view, row, words, choice.budget, choice.variety, advised.position)}**")
    st.caption(sub)
    with st.container(horizontal=True):
        for measure in view.measures:
            value, change = charts.tile(measure, row, words)
            st.metric(measure.label, value, change, delta_color="off", delta_arrow="off", border=True)
    if advised:
        st.caption(advising.advice_text(advised, words))
    elif not advice:
        st.caption(advising.no_advice_text(advice, words))
    plot, table = st.columns(2)
    plot.plotly_chart(
        charts.trade_off(view, row, words),
        key="plain_curves",
        alt=words("slider.curves_alt"),
        config={"displayModeBar": False},
    )
    table.dataframe(
        list_table(page, view.lambda_of(choice)), hide_index=True, key="plain_list",
        column_config={words("plain.before"): st.column_config.TextColumn(alignment="right")},
    )  # fmt: skip
    with st.expander(words("slider.how"), key="plain_how"):
        st.table(dict(protocol_rows(page)), border="horizontal")
    if advice is None:  # the rest is there already: it need not wait for this
        advising.compute(bench, choice)
        st.rerun()


def _plain_budget(page: Page, advised: ConfirmedAdvice | None) -> None:
    """The loss budget, and a button that moves to the advised setting."""
    words, choice = page.words, page.choice
    left, right = st.columns([1, 4], vertical_alignment="bottom")
    left.selectbox(
        words("plain.budget"),
        BUDGETS,
        BUDGETS.index(choice.budget),
        key="plain_budget",
        format_func=advising.label,
        on_change=lambda: frame.change(budget=state.widget("plain_budget")),
    )
    right.button(
        words("slider.take_advice"),
        key="plain_advice",
        disabled=advised is None or advised.position == 0,
        on_click=lambda: _take(advised),
    )


def _take(advised: ConfirmedAdvice | None) -> None:
    """Move to the advised setting, and the plain slider with it."""
    if advised:
        frame.change(variety=round(advised.position, 6), lambda_=advised.advice.lambda_)
        state.set_widget("plain_variety", round(advised.position * 100, 1))


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
