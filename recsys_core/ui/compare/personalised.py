"""The card that compares a setting for each person with one setting for all."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from recsys_core.runtime.background import Answer
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.theme import DASHES, palette
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets import controls
from recsys_core.ui.widgets.charts import axis, enlarged, layout
from recsys_core.ui.widgets.saved_chart import draw
from recsys_core.workbench.results import Personalisation, PersonalisedFront


def render(page: Page, answer: Answer[Personalisation]) -> None:
    """The card: a plain verdict for each way, the fronts, the figures, once they are there."""
    words, choice = page.words, page.choice
    st.subheader(words("personal.title"), anchor=False)
    st.caption(words("personal.note", method=controls.method_short(page, choice.reranker)))
    found = answer.value
    if found is None:
        if answer.pending:
            st.caption(words("compare.waiting"))
        return
    for name, way in found.ways.items():
        st.markdown(verdict_text(name, way, words))
    figure = enlarged(_chart(found, words, choice.k), choice.present)
    draw(figure, words, key="personal_fronts", alt=words("personal.alt"))
    rows = [
        {
            words("personal.way"): words(f"personal.way_{name}"),
            words("personal.gain"): words.signed(way.gain.value * 100, 1) + "%",
            words("personal.interval"): _interval(way, words),
        }
        for name, way in found.ways.items()
    ]
    st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt=words("personal.title"))


def verdict_text(name: str, way: PersonalisedFront, words: Words) -> str:
    """Whether one way is better, in a sentence."""
    return words(
        f"personal.{way.verdict}",
        way=words(f"personal.way_{name}"),
        gain=words.plain(abs(way.gain.value) * 100, 1) + "%",
        change=words.signed(way.gain.value * 100, 1) + "%",
        interval=_interval(way, words),
    )


def _interval(way: PersonalisedFront, words: Words) -> str:
    low, high = (words.signed(end * 100, 1) for end in (way.gain.low, way.gain.high))
    return words("slider.interval", low=low, high=high) + "%"


def _chart(found: Personalisation, words: Words, k: int) -> dict[str, Any]:
    colours = palette()
    lines = [(words("personal.way_all"), found.variety, found.accuracy)]
    lines += [(words(f"personal.way_{name}"), way.variety, way.accuracy) for name, way in found.ways.items()]
    traces = [
        {
            "type": "scatter", "mode": "lines", "x": x, "y": y, "name": name,
            "line": {"color": colours[number], "width": 2.4, "dash": DASHES[number]},
        }
        for number, (name, x, y) in enumerate(lines)
    ]  # fmt: skip
    whole = layout(340) | {
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "font": {"size": 13}},
        "xaxis": axis(words("measure.ild")),
        "yaxis": axis(words("measure.ndcg", k=k)),
        "uirevision": "personal",
    }
    return {"data": traces, "layout": whole}
