"""One training as it runs: where it is, how long it will still take, its curves; cancel and resume."""

from __future__ import annotations

import time
from typing import Any

import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.jobs import Run
from recsys_core.ui.shell import session, sign_in
from recsys_core.ui.shell.boundary import error_boundary
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words
from recsys_core.ui.train import curves
from recsys_core.ui.train.durations import about, left

EVERY = 1.0  # seconds between two looks


def render(page: Page, run: Run) -> None:
    """The training's card; while it lives it looks again by itself, without the rest of the page."""
    card = st.fragment(_card, run_every=None if run.ended else EVERY)
    card(page, run.id, run.state)


def render_here(page: Page, run: Run) -> None:
    """How a living training stands and the way to stop it, where it was asked for; the card has the rest."""
    card = st.fragment(_card_here, run_every=EVERY)
    card(page, run.id, run.state)


@error_boundary("training")
def _card(page: Page, run_id: str, shown_state: str) -> None:
    words = page.words
    run = _load_run(run_id, shown_state, page.words)
    if run is None:
        return
    _head(run, words)
    if run.ended:
        _ended(run, words)
    else:
        _underway(run, words, "train_cancel")
    if run.reports:
        curves.render(run, words)


@error_boundary("training here")
def _card_here(page: Page, run_id: str, shown_state: str) -> None:
    run = _load_run(run_id, shown_state, page.words)
    if run is not None:
        _name(run, page.words)
        _underway(run, page.words, "train_cancel_here")


def _load_run(run_id: str, shown_state: str, words: Words) -> Run | None:
    """The training as it stands; None, and a sentence, where it cannot be read."""
    try:
        run = session.runs().get(run_id)
    except RecsysError as error:
        st.info(escape_markdown(words.error(error)))
        return None
    if run.state != shown_state:
        st.rerun()  # the whole page, which shows the state elsewhere, too, and the result below
    return run


def _name(run: Run, words: Words) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(words("train.run", run=run.id), anchor=False, width="content")
        colour = {"done": "green", "failed": "red", "died": "red", "running": "blue"}.get(run.state, "gray")
        st.badge(words(f"train.state.{run.state}"), color=colour)  # type: ignore[arg-type]


def _head(run: Run, words: Words) -> None:
    spec = run.spec
    _name(run, words)
    st.caption(
        escape_markdown(
            words(
                "train.run.about",
                data=spec.title,
                strategy=words.known(f"train.strategy.{spec.config.strategy}", spec.config.strategy),
                preset=words.known(f"train.preset.{spec.preset}.name", spec.preset),
            )
        )
    )


def _underway(run: Run, words: Words, key: str) -> None:
    """What it is doing, and a button with this key that cancels it."""
    if run.state == "queued":
        st.write(_waiting(run, words))
    elif run.state == "cancelling":
        st.write(words("train.stopping"))
    elif not run.has_reported:
        st.progress(run.share, text=words("train.starting"))
    else:
        st.progress(run.share, text=left(run.seconds_left(time.time()), words))
        st.caption(place(run, words))
    if run.state != "cancelling":
        st.button(words("train.cancel"), key=key, on_click=_cancel, args=(run,))


def place(run: Run, words: Words) -> str:
    """Where a training that has reported is: its phase and step."""
    last: dict[str, Any] = run.reports[-1]
    phase = words.known(f"train.phase.{last['phase']}", last["phase"])
    if run.spec.twin and last["part"] in run.spec.parts:
        phase = f"{words('train.part.' + last['part'])} · {phase}"
    return words("train.now", phase=phase, step=last["step"], total=last["total"])


def _waiting(run: Run, words: Words) -> str:
    """How many are before it and, where the one that runs says so, how long they will take."""
    unfinished = (other for other in session.runs().all() if not other.ended)
    earlier = [other for other in unfinished if other.queue_position < run.queue_position]
    if not earlier:
        return words("train.queued.first")
    seconds = 0.0
    for other in earlier:
        seconds += other.seconds_left(time.time())
    return words("train.queued.line", n=len(earlier), time=about(seconds, words))


def _ended(run: Run, words: Words) -> None:
    if run.state == "done":
        return
    if run.state == "failed":
        st.error(escape_markdown(run.message))
    elif run.state == "cancelled":
        st.write(words("train.cancelled.line"))
    elif run.message:
        st.error(words("train.died.line", why=escape_markdown(run.message, 200)))
    else:
        st.error(words("train.died.silent"))
    kept = run.has_saved_work
    st.caption(words("train.resume.kept" if kept else "train.resume.nothing"))
    st.button(
        words("train.resume" if kept else "train.again"),
        key="train_resume",
        type="primary",
        on_click=_resume,
        args=(run,),
    )


def _cancel(run: Run) -> None:
    if sign_in.may("train"):
        session.runs().cancel(run)


def _resume(run: Run) -> None:
    try:
        sign_in.require("train")
        session.runs().resume(run)
    except RecsysError:
        return  # somebody else was quicker; the next look shows it
