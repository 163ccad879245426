"""Everything the Tune page shows for one reranker, made once and shared: curves and people's lists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from recsys_core.tradeoff.scale import SliderScale
from recsys_core.types import FloatArray
from recsys_core.ui import session
from recsys_core.ui.choice import Choice
from recsys_core.ui.language import Words
from recsys_core.ui.measures import measures
from recsys_core.ui.slider import payload
from recsys_core.ui.slider.payload import Measure
from recsys_core.workbench import Workbench


@dataclass(frozen=True)
class Tuning:
    """One trade-off on the slider's grid.

    Attributes:
        scale: between λ and the slider.
        lambdas: (GRID,) λ of each position.
        measures: the tiles.
        cases: (GRID,) which sentence holds.
        users: people measured.
        curve_json: the component's ``curve``, ready to send.
    """

    scale: SliderScale
    lambdas: FloatArray
    measures: list[Measure]
    cases: np.ndarray
    users: int
    curve_json: str

    def lambda_of(self, choice: Choice) -> float:
        """The λ of the slider's position: the exact one it stands on, else that of the nearest grid row."""
        if choice.lambda_ is not None:
            return choice.lambda_
        return float(self.lambdas[self.row(choice)])

    def row(self, choice: Choice) -> int:
        """The grid row of the slider's position."""
        return round(choice.variety * (payload.GRID - 1))


def tuning(bench: Workbench, choice: Choice) -> Tuning:
    """The trade-off that a choice looks at."""
    return _tuning(session.fingerprint(bench), choice.reranker, choice.k, choice.lang, bench)


@st.cache_resource(show_spinner=False, max_entries=64)
def _tuning(fingerprint: str, reranker: str, k: int, lang: str, _bench: Workbench) -> Tuning:
    words = Words(lang)
    trade_off = _bench.trade_off(reranker, k=k)
    scale = SliderScale(trade_off.curve, f"ild@{k}")
    lambdas = np.array([scale.lambda_for(float(position)) for position in payload.grid()])
    found = measures(trade_off, _bench.price(reranker, k=k), lambdas, words)
    accuracy = found[0]
    curve = payload.curve_payload(
        f"{fingerprint}/{reranker}/{k}/{lang}",
        lambdas,
        found,
        accuracy=f"ndcg@{k}",
        variety=f"ild@{k}",
        users=len(trade_off.users),
    )
    return Tuning(
        scale, lambdas, found, payload.sentence_cases(accuracy), len(trade_off.users), payload.compact(curve)
    )


def person_json(bench: Workbench, choice: Choice) -> dict[str, str]:
    """The component's ``person`` and ``items`` for the chosen person, ready to send."""
    shared = session.fingerprint(bench)
    return _person_json(shared, choice.user, choice.reranker, choice.k, choice.lang, bench)


@st.cache_resource(show_spinner=False, max_entries=2048)
def _person_json(
    fingerprint: str, user: str, reranker: str, k: int, lang: str, _bench: Workbench
) -> dict[str, str]:
    words = Words(lang)
    scale = _tuning(fingerprint, reranker, k, lang, _bench).scale
    breakpoints, items = _bench.trade_off(reranker, k=k).paths.of_user(_bench.user_index(user))
    positions = np.array([scale.achieved(float(at)) for at in breakpoints])
    table = _bench.dataset.items
    person = payload.person_payload(
        user, words("person.title", user=user), about(_bench, user, words), breakpoints, positions, items
    )
    shown = payload.item_table(items, table["title"].tolist(), table["categories"].tolist())
    return {"person": payload.compact(person), "items": payload.compact(shown)}


def about(bench: Workbench, user: str, words: Words) -> str:
    """A few words on a person: the categories they rate most, and how often they rated."""
    history = bench.split.history("test")
    row = bench.user_index(user)
    items = history.item_idx[history.offsets[row] : history.offsets[row + 1]]
    named = bench.dataset.items["categories"].iloc[items].explode().dropna().value_counts()
    if named.empty:
        return words("person.about_plain", count=len(items))
    return words("person.about", categories=words("slider.comma").join(named.index[:2]), count=len(items))
