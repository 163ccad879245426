"""Results of an A/B test come back: ship, wait or roll back, and whether offline foretold them."""

from __future__ import annotations

import io
import math
from typing import Literal

import streamlit as st

from recsys_core.errors import RecsysError
from recsys_core.handoff.trial.plan import parse_plan
from recsys_core.handoff.trial.results import Reading, judge, read_results
from recsys_core.runtime.json_text import parse_json
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.ship.rows import cost_text
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words

_COLOURS: dict[str, Literal["green", "gray", "orange", "red"]] = {
    "ship": "green",
    "wait": "gray",
    "roll_back": "red",
}


def render(page: Page) -> None:
    """A field for the plan and the results, and what they say."""
    words = page.words
    st.subheader(words("ship.trial"), anchor=False)
    st.caption(words("ship.trial_note"))
    files = st.file_uploader(
        words("ship.trial_files"), ["json", "csv"], accept_multiple_files=True, key="ship_trial"
    )
    plans = [file for file in files if file.name.lower().endswith(".json")]
    results = [file for file in files if file.name.lower().endswith(".csv")]
    if not plans or not results:
        return
    try:
        try:
            document = parse_json(plans[-1].getvalue())
        except ValueError:
            document = {}
        plan = parse_plan(document, plans[-1].name)
        table = io.BytesIO(results[-1].getvalue())
        readings = judge(plan, read_results(table, results[-1].name))
    except RecsysError as error:
        st.error(escape_markdown(words.error(error), 600))
        return
    for reading in readings:
        _render(reading, words)


def _render(reading: Reading, words: Words) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{words(f'ship.arm_{reading.arm}')}**")
        st.badge(words(f"ship.verdict_{reading.verdict}"), color=_COLOURS[reading.verdict])
    if not math.isfinite(reading.low):
        st.caption(words("ship.trial_few"))
        return
    change, low, high = (
        words.signed(end * 100, 1) + "%" for end in (reading.change, reading.low, reading.high)
    )
    online = words("plain.change", change=change, low=low, high=high)
    st.markdown(
        escape_markdown(words("ship.trial_online", change=online, people=words.count(reading.people)))
    )
    if reading.foretold is not None:
        key = "ship.foretold" if reading.foretold else "ship.not_foretold"
        st.caption(escape_markdown(words(key, offline=cost_text(reading.offline, words))))
