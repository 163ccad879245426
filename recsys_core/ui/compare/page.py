"""Compare: verdicts, fronts, and the same person's lists under several models and methods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.ui.compare import pairs as choosing
from recsys_core.ui.compare import personalised, tables
from recsys_core.ui.compare.chart import chart
from recsys_core.ui.shell import frame
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.widgets import controls
from recsys_core.workbench.results import Front, Standing

_ROWS = 10  # of differences without scrolling
_SCROLLS = 430  # pixels; on a wide screen this cuts a row in two, which shows that there is more


def address() -> dict[str, str]:
    """The page's own keys of the address: ``models`` and ``methods`` are what is compared."""
    return choosing.asked()


def render(page: Page) -> None:
    """Everything below the header."""
    words = page.words
    st.title(words("compare.title"), anchor=False)
    st.caption(words("compare.report"))
    try:
        with st.container(key="card_compare_choose"):
            pairs = choosing.choose(page)
            controls.setting(page, "compare")
        if not pairs:
            st.info(words("compare.empty"))
            return
        fronts = []
        for model, reranker in pairs:
            name = choosing.name(page, (model, reranker), pairs)
            with st.spinner(words("compare.working", name=name)):
                fronts.append(page.bench.fronts.front(model, reranker, k=page.choice.k))
        _show(page, fronts)
        with st.container(key="card_compare_personal"):
            personalised.render(page)
    except RecsysError as error:
        frame.stop(words, error)


def _show(page: Page, fronts: list[Front]) -> None:
    words, choice = page.words, page.choice
    pairs = [(front.model, front.reranker) for front in fronts]
    names = [choosing.name(page, pair, pairs) for pair in pairs]
    found = page.bench.fronts.standings(fronts)
    left, right = st.columns([3, 2], gap="medium")
    with left.container(key="card_compare_fronts"):
        st.subheader(words("compare.fronts"), anchor=False, help=words("compare.fronts_help"))
        st.caption(words("compare.fronts_note"))
        figure = chart(fronts, found, names, choice.variety, words, choice.k)
        best = names[tables.ranked(found)[0]]
        st.plotly_chart(
            figure, key="compare_fronts", alt=words("compare.alt", n=len(names), best=best),
            config={"displayModeBar": False},
        )  # fmt: skip
    with right.container(key="card_compare_table"):
        st.subheader(words("compare.which"), anchor=False, help=words("compare.area_help"))
        _verdicts(page, fronts, names, found)
        st.caption(words("compare.area_note", percent=words.position(choice.variety), k=choice.k))
        # A plain table wraps its cells: on a phone nothing of an interval is cut off.
        st.table(
            tables.here(page, fronts, names, found), hide_index=True, border="horizontal",
            alt=words("compare.which"),
        )  # fmt: skip
    if len(fronts) > 1:
        with st.container(key="card_compare_figures"):
            differences = tables.differences(names, found, words)
            scrolls = len(differences) > _ROWS
            note = words("compare.pairs_scroll" if scrolls else "compare.pairs_note", n=len(differences))
            st.subheader(words("compare.pairs_title"), anchor=False)
            st.caption(note)
            height: int | Literal["content"] = _SCROLLS if scrolls else "content"
            st.table(differences, hide_index=True, border="horizontal", alt=note, height=height)
    with st.container(key="card_compare_lists"):
        st.subheader(words("compare.lists", user=choice.user), anchor=False)
        st.caption(words("compare.lists_note", percent=words.position(choice.variety)))
        st.dataframe(
            tables.lists(page, fronts, names),
            hide_index=True,
            alt=words("compare.lists", user=choice.user),
            column_config={words("plain.rank"): st.column_config.NumberColumn(width=50)},
        )


def _verdicts(page: Page, fronts: Sequence[Front], names: Sequence[str], found: Sequence[Standing]) -> None:
    """Each method with its verdict, the best first, and a button that takes it for every page."""
    words, choice = page.words, page.choice
    taken, visit_state().method_taken = visit_state().method_taken, None
    if taken:
        method = controls.method_title(page, choice.reranker)
        st.success(words("compare.taken", method=escape_markdown(method)))
    for at in tables.ranked(found):
        front = fronts[at]
        with st.container(key=f"compare_row_{at}", horizontal=True, vertical_alignment="center"):
            said = tables.verdict(at, names, found, words)
            st.markdown(f"**{escape_markdown(names[at])}**  \n{escape_markdown(said)}", width="stretch")
            if front.reranker == choice.reranker:
                here = front.model == page.bench.model
                st.caption(words("compare.in_use" if here else "compare.method_in_use"), width="content")
            else:
                st.button(
                    words("compare.use"), key=f"compare_use_{front.model}_{front.reranker}",
                    help=words("compare.use_help"), on_click=_take, args=(front.reranker,),
                )  # fmt: skip
    if {front.model for front in fronts} != {page.bench.model}:
        st.caption(words("compare.model_stays", model=controls.model_title(page, page.bench.model)))


def _take(reranker: str) -> None:
    frame.change(reranker=reranker, lambda_=None)
    visit_state().method_taken = reranker
