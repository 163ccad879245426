"""The Tune page's two faces: the instant component, and the same measures as ordinary elements."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.ui import charts, frame
from recsys_core.ui.frame import Page
from recsys_core.ui.sentences import said
from recsys_core.ui.slider import component, payload
from recsys_core.ui.tuning import Tuning, person_json, tuning

_START, _SEEN = "slider_start", "slider_seen"


def draw(page: Page) -> None:
    """The Tune page in the face that the visitor chose."""
    try:
        if page.choice.plain:
            plain_view(page)
        else:
            component_view(page)
    except RecsysError as error:
        frame.stop(page.words, error)
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.toggle(
            page.words("frame.plain"), page.choice.plain, key="plain", help=page.words("frame.plain_help"),
            on_change=lambda: frame.change(plain=st.session_state.plain),
        )


def component_view(page: Page) -> None:
    """The slider component; it tells Python where it was let go of, and is told only what it cannot know."""
    bench, choice, words = page.bench, page.choice, page.words
    view = tuning(bench, choice)
    strings = words.under("slider")
    for name in ("sub_cost", "sub_unclear", "sub_gain"):
        strings[name] = strings[name].replace("{k}", str(choice.k))
    options = [
        [name, words.known(f"reranker.{name}", entry.title), entry.good_at] for name, entry in bench.rerankers.items()
    ]
    sent = payload.encode(
        {
            "strings": strings,
            "start": _start(view, page),
            "rerankers": {"chosen": choice.reranker, "options": options},
            "protocol": protocol_rows(page),
        },
        {"curve": view.curve_json, **person_json(bench, choice)},
    )
    component.tuning_slider(
        sent, on_at=_on_at, on_reranker=_on_reranker, on_budget=_on_budget, on_person=lambda: _on_person(page)
    )


def _start(view: Tuning, page: Page) -> dict[str, object]:
    """Where the component should stand; unchanged after its own moves, so that nothing is sent again."""
    choice = page.choice
    here = (choice.variety, choice.lambda_)
    start = st.session_state.get(_START)
    if start is None or not component.is_mounted() or st.session_state.get(_SEEN) != here:
        revision = 0 if start is None else start["revision"] + 1
        start = {"t": choice.variety, "lambda": view.lambda_of(choice), "revision": revision, "budget": choice.budget}
    st.session_state[_START], st.session_state[_SEEN] = start, here
    return start


def _on_at() -> None:
    at = component.value("at")
    if not isinstance(at, dict):
        return
    variety, lambda_ = float(at["t"]), float(at["lambda"])
    exact = lambda_ if at.get("exact") else None
    frame.change(variety=variety, lambda_=exact)
    st.session_state[_SEEN] = (variety, exact)


def _on_reranker() -> None:
    frame.change(reranker=str(component.value("reranker")), lambda_=None)
    current = st.session_state["choice"]
    st.session_state[_SEEN] = (current.variety, None)


def _on_budget() -> None:
    frame.change(budget=float(str(component.value("budget"))))


def _on_person(page: Page) -> None:
    step = component.value("person")
    ids = page.bench.user_ids
    here = page.bench.user_index(page.choice.user)
    frame.change(user=str(ids[(here + int(step or 0)) % len(ids)]))


def protocol_rows(page: Page) -> list[list[str]]:
    """How the figures were measured, as terms and texts."""
    words, protocol = page.words, page.bench.protocol
    trade_off = page.bench.trade_off(page.choice.reranker, k=page.choice.k)
    values = {
        "data": page.bench.dataset.title,
        "split": words("protocol.split_text", test=f"{protocol.test_share:.0%}", valid=f"{protocol.valid_share:.0%}"),
        "candidates": str(protocol.n_candidates),
        "k": str(page.choice.k),
        "users": str(len(trade_off.users)),
        "intervals": words("protocol.intervals_text", n=protocol.n_resamples, seed=protocol.seed),
    }
    return [[words(f"protocol.{name}"), text] for name, text in values.items()]


def plain_view(page: Page) -> None:
    """The same page from ordinary elements: for tests, and for a browser without the component."""
    bench, choice, words = page.bench, page.choice, page.words
    view = tuning(bench, choice)
    left, middle, right = st.columns([3, 2, 1])
    left.slider(
        words("plain.variety"), 0.0, 100.0, round(choice.variety * 100, 1), 0.1, key="plain_variety",
        on_change=lambda: frame.change(variety=st.session_state.plain_variety / 100, lambda_=None),
    )
    names = list(bench.rerankers)
    middle.selectbox(
        words("plain.reranker"), names, names.index(choice.reranker), key="plain_reranker",
        format_func=lambda name: words.known(f"reranker.{name}", bench.rerankers[name].title),
        on_change=lambda: frame.change(reranker=st.session_state.plain_reranker, lambda_=None),
    )
    ids = [str(user) for user in bench.user_ids]
    right.selectbox(
        words("plain.person"), ids, ids.index(choice.user), key="plain_user",
        on_change=lambda: frame.change(user=st.session_state.plain_user),
    )
    row = view.row(choice)
    headline, sub = said(view, row, words, choice.k)
    st.subheader(headline)
    st.caption(sub)
    with st.container(horizontal=True):
        for measure in view.measures:
            value, change = charts.tile(measure, row, words)
            st.metric(measure.label, value, change, delta_color="off", delta_arrow="off", border=True)
    plot, table = st.columns(2)
    plot.plotly_chart(
        charts.trade_off(view, row, words), key="plain_curves", alt=words("slider.curves_alt"),
        config={"displayModeBar": False},
    )
    table.dataframe(list_table(page, view.lambda_of(choice)), hide_index=True, key="plain_list")


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
