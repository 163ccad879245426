"""A setting for each person beside one for all, and whether it is any better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.decisions.personalised import Comparison, by_breadth, by_own_history, compare
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.types import FloatArray
from recsys_core.ui.shell import session
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.theme import DASHES, axis, palette, plain_layout
from recsys_core.ui.text.sentences import plain, signed
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets import controls
from recsys_core.workbench import Workbench

_STRENGTH = 1.0
_SETTINGS = 51


@dataclass(frozen=True, eq=False)
class Personal:
    """Fronts of personal settings beside that of one setting for all.

    Attributes:
        accuracy: (n,) with one setting for all.
        variety: (n,) with one setting for all.
        ways: by name, how λ is chosen for each person.
    """

    accuracy: FloatArray
    variety: FloatArray
    ways: dict[str, Comparison]


def draw(page: Page) -> None:
    """The card: a plain verdict for each way, the fronts, the figures."""
    words, choice = page.words, page.choice
    st.subheader(words("personal.title"), anchor=False)
    st.caption(words("personal.note", method=controls.method_short(page, choice.reranker)))
    with st.spinner(words("frame.working")):
        found = personal(session.fingerprint(page.bench), choice.reranker, choice.k, page.bench)
    for name, way in found.ways.items():
        st.markdown(said(name, way, words))
    st.plotly_chart(
        _chart(found, words, choice.k), key="personal_fronts", alt=words("personal.alt"),
        config={"displayModeBar": False},
    )  # fmt: skip
    rows = [
        {
            words("personal.way"): words(f"personal.way_{name}"),
            words("personal.gain"): signed(way.gain * 100, 1) + "%",
            words("personal.interval"): _interval(way, words),
        }
        for name, way in found.ways.items()
    ]
    st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", alt=words("personal.title"))


def said(name: str, way: Comparison, words: Words) -> str:
    """Whether one way is better, in a sentence."""
    return words(
        f"personal.{way.verdict}",
        way=words(f"personal.way_{name}"),
        gain=plain(abs(way.gain) * 100, 1) + "%",
        change=signed(way.gain * 100, 1) + "%",
        interval=_interval(way, words),
    )


def _interval(way: Comparison, words: Words) -> str:
    return words("slider.interval", low=signed(way.low * 100, 1), high=signed(way.high * 100, 1)) + "%"


@st.cache_resource(show_spinner=False, max_entries=32)
def personal(fingerprint: str, reranker: str, k: int, _bench: Workbench) -> Personal:
    """Compare on test; what is chosen from histories is chosen on validation."""
    later = _bench.trade_off(reranker, k=k)
    validation = _bench.trade_off(reranker, k=k, stage="valid")
    keys = (f"ndcg@{k}", f"ild@{k}")
    scale = SliderScale(later.curve, keys[1])
    lambdas = np.unique([scale.lambda_for(float(at)) for at in np.linspace(0, 1, _SETTINGS)])
    sampled = later.curve.sample(lambdas)
    spans = [max(float(np.ptp(sampled[key])), 1e-12) for key in keys]
    # Exchange rates around the slope from one end of the front to the other, and both ends themselves.
    rates = np.concatenate([[0.0], spans[0] / spans[1] * np.geomspace(0.02, 50, _SETTINGS - 2), [1e9]])
    ways = {"history": by_own_history(validation, later, lambdas, rates, keys)}
    profile = _bench.rerank_inputs(None, None, "test").profile
    if profile is not None:
        ways["breadth"] = by_breadth(entropy(profile), lambdas, _STRENGTH)
    n = _bench.protocol.n_resamples
    compared = {name: compare(later, lambdas, own, keys, n_resamples=n) for name, own in ways.items()}
    return Personal(sampled[keys[0]], sampled[keys[1]], compared)


def entropy(profile: FloatArray) -> FloatArray:
    """(n_users,) Shannon entropy in nats of each person's category shares: how broad a taste is."""
    logs = np.log(np.where(profile > 0, profile, 1.0))
    return -(profile * logs).sum(axis=1)


def _chart(found: Personal, words: Words, k: int) -> dict[str, Any]:
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
    layout = plain_layout(340) | {
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "font": {"size": 13}},
        "xaxis": axis(words("measure.ild")),
        "yaxis": axis(words("measure.ndcg", k=k)),
        "uirevision": "personal",
    }
    return {"data": traces, "layout": layout}
