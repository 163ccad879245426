"""Everything the Tune page shows for one reranker, prepared once and shared: curves and people's lists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.types import FloatArray
from recsys_core.ui.shell import session
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.measures import MOST_MORE, measures, named, offered
from recsys_core.ui.widgets.slider import payload
from recsys_core.ui.widgets.slider.payload import Measure
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
    curve_json: bytes

    def lambda_of(self, choice: Choice) -> float:
        """The λ of the slider's position: the exact one it stands on, else that of the nearest grid row."""
        if choice.lambda_ is not None:
            return choice.lambda_
        return float(self.lambdas[self.row(choice)])

    def row(self, choice: Choice) -> int:
        """The grid row with the measures at the slider's position, the one that the component shows."""
        near = round(choice.variety * (payload.GRID - 1))
        exact = choice.lambda_
        if exact is None or self.lambdas[near] == exact:
            return near
        return int(np.clip(np.searchsorted(self.lambdas, exact, side="right") - 1, 0, payload.GRID - 1))


def tuning(bench: Workbench, choice: Choice) -> Tuning:
    """The trade-off that a choice looks at."""
    reranker, k = choice.reranker, choice.k
    known = offered(bench.trade_off(reranker, k=k)) if choice.more else []
    more = tuple(name for name in choice.more if name in known)[:MOST_MORE]
    numbers = _numbers(session.fingerprint(bench), reranker, k, more, bench)
    return _tuning(numbers.identity, choice.lang, numbers)


@dataclass(frozen=True)
class _Numbers:
    """The part of a Tuning that is the same in every language."""

    identity: str
    k: int
    scale: SliderScale
    lambdas: FloatArray
    measures: list[Measure]
    users: int


@st.cache_resource(show_spinner=False, max_entries=64)
def _numbers(fingerprint: str, reranker: str, k: int, more: tuple[str, ...], _bench: Workbench) -> _Numbers:
    scale = _bench.scale(reranker, k=k)
    lambdas = scale.steps(payload.GRID)
    found = measures(_bench, reranker, k, lambdas, more)
    identity = f"{fingerprint}/{reranker}/{k}/{'+'.join(more)}"
    return _Numbers(identity, k, scale, lambdas, found, len(_bench.ground_truth().evaluated))


@st.cache_resource(show_spinner=False, max_entries=128)
def _tuning(identity: str, lang: str, _numbers: _Numbers) -> Tuning:
    found, k = named(_numbers.measures, Words(lang)), _numbers.k
    curve = payload.curve_payload(
        identity,
        _numbers.lambdas,
        found,
        accuracy=f"ndcg@{k}",
        variety=f"ild@{k}",
        users=_numbers.users,
    )
    cases = payload.sentence_cases(found[0], found[1])
    sent = payload.compact(curve).encode()
    return Tuning(_numbers.scale, _numbers.lambdas, found, cases, _numbers.users, sent)


def person_json(bench: Workbench, choice: Choice) -> dict[str, str]:
    """The component's ``person`` and ``items`` for the chosen person, ready to send."""
    shared = session.fingerprint(bench)
    return _person_json(shared, choice.user, choice.reranker, choice.k, choice.lang, bench)


@st.cache_resource(show_spinner=False, max_entries=2048)
def _person_json(
    fingerprint: str, user: str, reranker: str, k: int, lang: str, _bench: Workbench
) -> dict[str, str]:
    words = Words(lang)
    scale = _bench.scale(reranker, k=k)
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
    count, names = int(history.counts[row]), bench.people.favourites()[row]
    if not names:
        return words("person.about_plain", n=count)
    return words("person.about", categories=words("slider.comma").join(names), n=count)
