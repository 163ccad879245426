"""What to train: how thorough, which part of the language model, what to compare with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.jobs import PRESETS, Run, measured_slowdown
from recsys_core.jobs.presets import encoders, expected_seconds, recipe, strategies
from recsys_core.jobs.runs import MAX_EACH, unfinished_of
from recsys_core.training.language_model.config import (
    OPTIMISER_NAMES,
    SCHEDULE_NAMES,
    STOP_NAMES,
    TrainingConfig,
)
from recsys_core.ui.shell import session, sign_in
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.visitor import visitor_key
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words
from recsys_core.ui.train import live
from recsys_core.ui.train.curves import measure_name
from recsys_core.ui.train.durations import about, capital
from recsys_core.workbench import Workbench


def render(page: Page, runs: list[Run], shown: str, open_run: Callable[[str], None]) -> None:
    """The form; a training that is asked for is opened, and while it lives stands above the button too.

    Args:
        page: what the page works with.
        runs: every training, the newest first.
        shown: id of the training that is open, "" for none.
        open_run: opens one.
    """
    times = Times(page.bench, runs)
    words = page.words
    st.subheader(words("train.new"), anchor=False)
    names = list(strategies())
    preset = st.radio(
        words("train.preset"),
        list(PRESETS),
        key="train_preset",
        persist_state="session",
        format_func=lambda name: words(
            f"train.preset.{name}", time=about(times.of(recipe(name, "lora")), words)
        ),
        captions=[words(f"train.preset.{name}.line") for name in PRESETS],
    )
    strategy = st.radio(
        words("train.strategy"),
        names,
        names.index("lora"),
        key="train_strategy",
        persist_state="session",
        format_func=lambda name: words.known(f"train.strategy.{name}", name),
        captions=[words.known(f"train.strategy.{name}.line", "") for name in names],
    )
    weight = st.slider(
        words("train.diversity"), 0.0, 5.0, 0.0, 0.5, key="train_diversity", persist_state="session"
    )
    st.caption(words("train.diversity.line"))
    settings = {"diversity_weight": weight, **_encoder(words), **_loop(words)}
    asked = recipe(preset or "quick", strategy or "frozen", **settings)
    twin_seconds = times.of(replace(asked, strategy="frozen"))
    twin = asked.strategy != "frozen" and st.checkbox(
        words("train.twin", time=about(twin_seconds, words)),
        True,
        key="train_twin",
        persist_state="session",
    )
    total = times.of(asked) + (twin_seconds if twin else 0.0)
    waiting = sum(not run.ended for run in runs)
    underway = next((run for run in runs if run.id == shown and not run.ended), None)
    if underway is not None:
        # The card beside is above the screen of who clicks down here.
        with st.container(border=True, key="train_underway"):
            live.render_here(page, underway)
    if st.button(words("train.start"), type="primary", key="train_start"):
        try:
            sign_in.require("train")
            run = session.runs().submit(
                page.bench.dataset,
                page.choice.data,
                preset=preset or "quick",
                recipe=asked,
                twin=twin,
                visitor=visitor_key(),
            )
        except RecsysError as error:
            st.error(escape_markdown(words.error(error)))
            return
        open_run(run.id)
        st.rerun()
    time = about(total, words)
    cost = words("train.cost.measured" if times.measured else "train.cost", time=capital(time))
    share = words("train.share", n=unfinished_of(runs, visitor_key()), most=MAX_EACH)
    st.caption(f"{cost} {_queue(waiting, words)} {share}")


def _encoder(words: Words) -> dict[str, Any]:
    """The text encoder, among those on this server; a setting of TrainingConfig."""
    encoder = st.selectbox(
        words("train.encoder"),
        encoders(),
        key="train_encoder",
        persist_state="session",
        format_func=lambda name: words.known(f"train.encoder.name.{name}", name),
    )
    st.caption(words("train.encoder.line"))
    return {"encoder": encoder} if encoder else {}


def _loop(words: Words) -> dict[str, Any]:
    """Settings of the training loop, for those who do not want the tuned ones."""
    with st.expander(words("train.more"), key="train_more"):
        chosen = {
            name: st.selectbox(
                words(f"train.{name}"),
                offered,
                key=f"train_{name}",
                persist_state="session",
                format_func=lambda value: words(f"train.choice.{value}"),
            )
            for name, offered in (("optimiser", OPTIMISER_NAMES), ("schedule", SCHEDULE_NAMES))
        }
        if chosen["optimiser"] != OPTIMISER_NAMES[0]:
            st.caption(words("train.optimiser.line"))
        stop_on = st.selectbox(
            words("train.stop_on"),
            (None, *STOP_NAMES),
            key="train_stop_on",
            persist_state="session",
            format_func=lambda name: measure_name(name, words) if name else words("train.stop_never"),
        )
        accumulate = st.number_input(
            words("train.accumulate"), 1, 64, key="train_accumulate", persist_state="session"
        )
        st.caption(words("train.accumulate.line"))
    return {**chosen, "stop_on": stop_on, "accumulate": accumulate}


def expect(words: Words) -> None:
    """What is known about fine-tuning on such data; each run computes its own figures."""
    st.subheader(words("train.expect"), anchor=False)
    for line in ("warm", "cold", "run"):
        st.write(words(f"train.expect.{line}"))


def _queue(waiting: int, words: Words) -> str:
    """When a new training would start."""
    if not waiting:
        return words("train.cost.free")
    return words("train.cost.queue", n=waiting)


class Times:
    """How long recipes take on these data: a guess, scaled by how wrong it was about the last one on them.

    Attributes:
        slower: seconds taken for each second expected.
        measured: whether there was a training of these data to go by.
    """

    def __init__(self, bench: Workbench, runs: list[Run]) -> None:
        self._bench = bench
        slower = measured_slowdown(runs, bench.dataset.fingerprint)
        self.slower, self.measured = slower or 1.0, slower is not None

    def of(self, asked: TrainingConfig) -> float:
        """Seconds of one training."""
        return self.slower * _expected_seconds(self._bench, asked)


@session.shared(max_size=64)
def _expected_seconds(bench: Workbench, asked: TrainingConfig) -> float:
    return expected_seconds(asked, bench.dataset)
