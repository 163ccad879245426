"""All trainings on this server as a table; selecting a row opens it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from recsys_core.jobs import Run
from recsys_core.ui.shell import state
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.words import Words

_ROW, _MOST = 35, 8


def render(page: Page, runs: list[Run], open_run: Callable[[str], None]) -> None:
    """The table, the newest first."""
    words = page.words
    st.subheader(words("train.all"), anchor=False)
    if not runs:
        st.caption(words("train.all.none"))
        return
    st.caption(words("train.all.open"))
    key = f"train_all_{len(runs)}_{runs[0].id}"

    def pick() -> None:
        rows = state.selected_rows(key)
        if rows:
            open_run(runs[rows[0]].id)

    st.dataframe(
        table(runs, words),
        hide_index=True,
        height=_ROW * (min(len(runs), _MOST) + 1) + 3,
        key=key,
        on_select=pick,
        selection_mode="single-row",
        alt=words("train.all"),
    )


def table(runs: list[Run], words: Words) -> pd.DataFrame:
    """One row a training."""
    return pd.DataFrame(
        {
            words("train.all.run"): [run.id for run in runs],
            words("train.all.state"): [words(f"train.state.{run.state}") for run in runs],
            words("train.all.data"): [run.spec.title for run in runs],
            words("train.all.strategy"): [
                words.known(f"train.strategy.{run.spec.config.strategy}", run.spec.config.strategy)
                for run in runs
            ],
            words("train.all.preset"): [
                words.known(f"train.preset.{run.spec.preset}.name", run.spec.preset) for run in runs
            ],
            words("train.all.accuracy"): [_accuracy(run, words) for run in runs],
            words("train.all.when"): [words.moment(run.spec.created) for run in runs],
        }
    )


def _accuracy(run: Run, words: Words) -> str:
    """NDCG@10 of the run's own model with its interval."""
    own = next((row for row in run.result.get("rows", ()) if row["name"] == "model"), None)
    if run.state != "done" or own is None:
        return "–"
    tag = own["ndcg@10"]
    value, low, high = (words.plain(tag[part], 3) for part in ("value", "low", "high"))
    return f"{value}  ({low}–{high})"
