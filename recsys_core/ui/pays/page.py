"""Who pays: segments of people, the people worst off, and which items are shown instead."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from recsys_core import config
from recsys_core.errors import RecsysError
from recsys_core.tradeoff import exposure as exposures
from recsys_core.tradeoff.exposure import GroupExposure, ItemGroups
from recsys_core.tradeoff.segments import Segmentation, segmentations
from recsys_core.tradeoff.who_pays import SegmentPrice, WorstOff, who_pays, worst_off
from recsys_core.ui import controls, frame, session
from recsys_core.ui.frame import Page
from recsys_core.ui.pays import figures
from recsys_core.ui.pays.naming import group_name
from recsys_core.ui.sentences import plain, signed
from recsys_core.ui.tuning import tuning
from recsys_core.workbench import Workbench

_MOST_SEGMENTS = 14
_GROUPS = ("popularity", "category", "creator")


def draw(page: Page) -> None:
    """Everything below the header."""
    words = page.words
    st.title(words("pays.title"), anchor=False)
    try:
        with st.container(key="card_pays_setting"):
            left, right = st.columns([3, 2], gap="medium")
            with left:
                controls.setting(page, "pays")
            with right:
                controls.method(page, "pays")
        with st.spinner(words("frame.working")):
            lambda_ = tuning(page.bench, page.choice).lambda_of(page.choice)
            trade_off = page.bench.trade_off(page.choice.reranker, k=page.choice.k)
            paying = who_pays(trade_off, _divisions(session.fingerprint(page.bench), page.bench), lambda_)
            worst = worst_off(trade_off, lambda_)
        st.subheader(_said(page, worst, paying), anchor=False)
        left, right = st.columns([3, 2], gap="medium")
        with left.container(key="card_pays_segments"):
            _segments(page, paying)
        with right.container(key="card_pays_worst"):
            _worst(page, worst)
        with st.container(key="card_pays_items"):
            _items(page, lambda_)
    except RecsysError as error:
        frame.stop(words, error)


@st.cache_resource(show_spinner=False, max_entries=8)
def _divisions(fingerprint: str, _bench: Workbench) -> list[Segmentation]:
    return segmentations(_bench.yardstick("test"), _bench.dataset.users)


def _said(page: Page, worst: WorstOff, paying: list[SegmentPrice]) -> str:
    """One sentence: how many lose, and whether one group pays more than the rest."""
    words = page.words
    hurt = f"{worst.share_hurt:.0%}"
    clear = [row for row in paying if row.stands_out and row.versus_rest.value < 0]
    if not clear:
        return words("pays.said_even", hurt=hurt)
    return words("pays.said", hurt=hurt, segment=group_name(clear[0], page.words))


def _segments(page: Page, paying: list[SegmentPrice]) -> None:
    words = page.words
    shown = paying[:_MOST_SEGMENTS]
    names = [group_name(row, page.words) for row in shown]
    st.subheader(words("pays.segments"), anchor=False)
    st.caption(words("pays.segments_note"))
    if not shown:
        st.text(words("pays.few"))
        return
    st.plotly_chart(
        figures.segments(shown, names, words), key="pays_segments", config={"displayModeBar": False},
        alt=words("pays.segments_alt", first=names[0]),
    )  # fmt: skip
    with st.expander(words("pays.table"), key="pays_segments_table"):
        rows = [
            {
                words("pays.segment"): group_name(row, page.words),
                words("pays.people"): row.n_people,
                words("measure.ndcg.short"): _interval(row.accuracy, row.accuracy_before, words),
                words("measure.ild.short"): _points(row.variety, words),
                words("pays.stands_out"): words("pays.yes") if row.stands_out else "",
            }
            for row in paying
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt=words("pays.segments"))


def _interval(change: Any, before: float, words: Any) -> str:
    value, low, high = (end / (before or 1.0) * 100 for end in (change.value, change.low, change.high))
    return f"{signed(value, 1)}% ({words('slider.interval', low=signed(low, 1), high=signed(high, 1))})"


def _points(change: Any, words: Any) -> str:
    ends = words("slider.interval", low=signed(change.low, 3), high=signed(change.high, 3))
    return f"{signed(change.value, 3)} ({ends})"


def _worst(page: Page, worst: WorstOff) -> None:
    """The people who lose most; a row opens that person on the Lists page."""
    words, bench = page.words, page.bench
    counts = bench.split.history("test").counts
    ids = [str(bench.user_ids[user]) for user in worst.users]
    st.subheader(words("pays.worst"), anchor=False)
    st.caption(
        words("pays.worst_note", mean=signed(worst.mean, 3), everybody=signed(worst.everybody, 3), n=len(ids))
    )

    def open_person() -> None:
        rows = st.session_state["pays_worst"]["selection"]["rows"]
        if rows:
            frame.change(user=ids[rows[0]])
            st.session_state["pays_open"] = True

    table = pd.DataFrame(
        {
            words("lists.user"): ids,
            words("lists.ratings"): counts[worst.users],
            words("pays.loss"): [signed(float(value), 3) for value in worst.change],
        }
    )
    st.dataframe(
        table, hide_index=True, height=390, key="pays_worst", on_select=open_person,
        selection_mode="single-row", alt=words("pays.worst"),
    )  # fmt: skip
    if st.session_state.pop("pays_open", False):
        st.switch_page(config.project_root() / "pages" / "lists.py")


def _items(page: Page, lambda_: float) -> None:
    """Exposure of groups of items before and at the setting."""
    words, bench = page.words, page.bench
    groups = _item_groups(session.fingerprint(bench), bench)
    st.subheader(words("pays.items"), anchor=False)
    st.caption(words("pays.items_note"))
    by = st.segmented_control(
        words("pays.by"), list(groups), default=next(iter(groups)), required=True, key="pays_by",
        format_func=lambda name: words(f"pays.by_{name}"), label_visibility="collapsed",
    )  # fmt: skip
    trade_off = bench.trade_off(page.choice.reranker, k=page.choice.k)
    rows = exposures.exposure_shift(trade_off, groups[by], lambda_)
    shown = _widest(rows)
    names = [words.known(f"exposure.{row.name}", row.name) for row in shown]
    st.plotly_chart(
        figures.exposure(shown, names, words), key="pays_exposure", config={"displayModeBar": False},
        alt=words("pays.items_alt"),
    )  # fmt: skip
    with st.expander(words("pays.table"), key="pays_items_table"):
        table = [
            {
                words("pays.group"): words.known(f"exposure.{row.name}", row.name),
                words("pays.catalogue"): plain(row.catalogue * 100, 1) + "%",
                words("pays.before"): plain(row.before * 100, 1) + "%",
                words("pays.after"): plain(row.after * 100, 1) + "%",
                words("pays.shift"): f"{signed((row.after - row.before) * 100, 1)} "
                f"({words('slider.interval', low=signed(row.low * 100, 1), high=signed(row.high * 100, 1))})",
            }
            for row in rows
        ]
        st.dataframe(pd.DataFrame(table), hide_index=True, alt=words("pays.items"))


def _widest(rows: list[GroupExposure], most: int = 12) -> list[GroupExposure]:
    """At most ``most`` groups: those with most places before or after, in their own order."""
    if len(rows) <= most:
        return rows
    order = sorted(range(len(rows)), key=lambda i: -max(rows[i].before, rows[i].after))[:most]
    return [rows[i] for i in sorted(order)]


@st.cache_resource(show_spinner=False, max_entries=8)
def _item_groups(fingerprint: str, _bench: Workbench) -> dict[str, ItemGroups]:
    """Ways to divide the catalogue that these data offer."""
    items = _bench.dataset.items
    groups = {"popularity": exposures.popularity_deciles(_bench.yardstick("test").popularity)}
    named = items["categories"].explode().dropna()
    if len(named):
        membership = pd.crosstab(named.index, named).reindex(range(len(items)), fill_value=0)
        groups["category"] = exposures.by_category(
            tuple(map(str, membership.columns)), membership.to_numpy(float)
        )
    creators = items["creator"].fillna("").astype(str).to_numpy()
    if (creators != "").any():
        groups["creator"] = exposures.by_creator(creators, most=20)
    return {name: groups[name] for name in _GROUPS if name in groups}
