"""What the lessons on real lists share: where their figures come from, and the slider."""

from __future__ import annotations

import logging
from threading import Thread

import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.runtime.cache import KeyedCache
from recsys_core.ui.learn.desk import Desk
from recsys_core.ui.shell import session
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.workbench import Workbench
from recsys_core.workbench.lessons import BehindTheMean, LaterLikes, behind_the_mean, later_likes

logger = logging.getLogger(__name__)

METHOD, K = "mmr", 10
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Positions of the lessons' slider: shares of the variety that can be reached."""
MIDDLE = 0.5

_PREPARED = KeyedCache(4)


def wait_for_data(desk: Desk) -> None:
    """Open the data and make their lists; only the first visitor waits."""
    with st.spinner(desk.words("learn.preparing")):
        desk.bench.trade_off(METHOD, k=K)


def prepare(data: str) -> Thread:
    """Do what ``wait_for_data`` waits for in a thread, once a server, while earlier lessons are taught."""
    started: Thread = _PREPARED.get(data, lambda: _start_preparing(data))
    return started


def _start_preparing(data: str) -> Thread:
    thread = Thread(target=_prepare, args=(data,), name="data of the lessons", daemon=True)
    thread.start()
    return thread


def _prepare(data: str) -> None:
    try:
        session.open_workbench(data).trade_off(METHOD, k=K)
    except RecsysError as error:  # the lesson that needs the data reports it
        logger.warning("the data of the lessons could not be prepared: %s", error)


def source(desk: Desk) -> None:
    """One line: which data, how many people."""
    bench = desk.bench
    n = len(bench.trade_off(METHOD, k=K).users)
    st.caption(desk.words("learn.source", data=escape_markdown(bench.dataset.title), people=n))


def position(desk: Desk, lesson: str, start: float = 0.0) -> float:
    """The slider of a lesson, first at ``start``; returns a share of the reachable variety."""
    words = desk.words
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.markdown(f"**{words('slider.low')}**", width="content")
        st.markdown(f"**{words('slider.high')}**", width="content")
    chosen: float = st.select_slider(
        words("learn.position"),
        SHARES,
        start,
        format_func=words.position,
        key=f"learn_{lesson}_position",
        persist_state="session",
    )
    return chosen


@session.shared(max_size=64)
def likes_at(bench: Workbench, share: float) -> LaterLikes:
    """What the model promised at a position and what people later liked."""
    trade_off = bench.trade_off(METHOD, k=K)
    return later_likes(trade_off, bench.candidates(), bench.scale(METHOD, k=K).lambda_for(share))


@session.shared(max_size=64)
def people_at(bench: Workbench, share: float) -> BehindTheMean:
    """Who loses and who gains accuracy at a position."""
    trade_off, key = bench.trade_off(METHOD, k=K), f"ndcg@{K}"
    lambda_ = bench.scale(METHOD, k=K).lambda_for(share)
    return behind_the_mean(trade_off.per_user(key, 0.0), trade_off.per_user(key, lambda_))
