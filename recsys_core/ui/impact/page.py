"""Who pays: segments of people, the people worst off, and which items are shown instead."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from recsys_core.decisions import exposure as exposures
from recsys_core.decisions.exposure import GroupExposure, ItemGroups
from recsys_core.decisions.impact import who_pays, worst_off
from recsys_core.decisions.segments import Segmentation, segmentations
from recsys_core.errors import RecsysError
from recsys_core.ui.impact import figures, groups, people
from recsys_core.ui.shell import frame, session
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.sentences import difference, plain, signed
from recsys_core.ui.widgets import controls, group_names
from recsys_core.ui.widgets.tuning import tuning
from recsys_core.workbench import Workbench

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
        st.subheader(group_names.headline(worst, paying, words), anchor=False)
        left, right = st.columns([3, 2], gap="medium")
        with left.container(key="card_pays_segments"):
            before = float(trade_off.per_user(f"ndcg@{page.choice.k}", 0.0).mean())
            groups.draw(page, paying, worst.everybody / (before or 1.0))
        with right.container(key="card_pays_worst"):
            people.draw(page, worst, lambda_)
        with st.container(key="card_pays_items"):
            _items(page, lambda_)
    except RecsysError as error:
        frame.stop(words, error)


@st.cache_resource(show_spinner=False, max_entries=8)
def _divisions(fingerprint: str, _bench: Workbench) -> list[Segmentation]:
    return segmentations(_bench.yardstick("test"), _bench.dataset.users)


def _items(page: Page, lambda_: float) -> None:
    """Exposure of groups of items before and at the setting."""
    words, bench = page.words, page.bench
    ways = _item_groups(session.fingerprint(bench), bench)
    st.subheader(words("pays.items"), anchor=False)
    st.caption(words("pays.items_note"))
    by = st.segmented_control(
        words("pays.by"), list(ways), default=next(iter(ways)), required=True, key="pays_by",
        format_func=lambda name: words(f"pays.by_{name}"), label_visibility="collapsed",
    )  # fmt: skip
    trade_off = bench.trade_off(page.choice.reranker, k=page.choice.k)
    rows = exposures.exposure_shift(trade_off, ways[by], lambda_)
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
                words("pays.shift"): words(
                    "plain.change", change=signed(difference(row.after * 100, row.before * 100, 1), 1),
                    low=signed(row.low * 100, 1), high=signed(row.high * 100, 1),
                ),
                words("pays.before"): plain(row.before * 100, 1) + "%",
                words("pays.after"): plain(row.after * 100, 1) + "%",
                words("pays.catalogue"): plain(row.catalogue * 100, 1) + "%",
            }
            for row in rows
        ]  # fmt: skip
        st.dataframe(
            pd.DataFrame(table), hide_index=True, alt=words("pays.items"),
            column_config={
                words(f"pays.{name}"): st.column_config.TextColumn(alignment="right")
                for name in ("shift", "before", "after", "catalogue")
            },
        )  # fmt: skip


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
