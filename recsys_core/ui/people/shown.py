"""The one person whose lists are looked at: somebody of the data, or somebody new."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from recsys_core.decisions.explain.ledger import Ledger
from recsys_core.decisions.explain.score_shares import ScoreShares, score_shares
from recsys_core.decisions.explain.tables import list_table
from recsys_core.decisions.new_person import Ears, Newcomer, by_items, by_words, item_rows
from recsys_core.errors import SettingError
from recsys_core.evaluation.paths import exact_paths
from recsys_core.rerank import RerankInputs
from recsys_core.types import FloatArray, IndexArray, Interactions
from recsys_core.ui.shell import session
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets import tuning
from recsys_core.ui.widgets.slider import payload
from recsys_core.workbench import Workbench


@dataclass(frozen=True, eq=False)
class Shown:
    """A person with all their lists.

    Attributes:
        key: tells people apart.
        title: heading.
        about: a few words beside it.
        inputs: what the reranker sees of this one person.
        history: what the person did, or what stands in for it.
        breakpoints: (n_lists,) λ at which each list takes over, first 0.0.
        lists: (n_lists, k) item indices, -1 padded.
        newcomer: where the person is not in the data.
    """

    key: str
    title: str
    about: str
    inputs: RerankInputs
    history: Interactions
    breakpoints: FloatArray
    lists: IndexArray
    newcomer: Newcomer | None = None

    def list_at(self, lambda_: float) -> IndexArray:
        """(k,) the list in force."""
        return self.lists[int(np.searchsorted(self.breakpoints, lambda_, side="right")) - 1]

    def ranking(self, bench: Workbench, lambda_: float) -> pd.DataFrame:
        """The list at a setting with each item's rank at relevance only."""
        return list_table(
            bench.dataset,
            self.list_at(lambda_),
            self.list_at(0.0),
            self.inputs.items[0],
            self.inputs.relevance[0],
        )

    def ledger(self, bench: Workbench, reranker: str, lambda_: float) -> Ledger:
        """What every pick of the list in force was worth."""
        return Ledger(self.inputs, bench.rerankers[reranker], self.list_at(lambda_), lambda_)

    def shares(self, bench: Workbench, item: int) -> ScoreShares:
        """What each item of the history adds to the score of ``item``."""
        return score_shares(bench.fitted(), self.history, item)


def of_data(bench: Workbench, choice: Choice, words: Words) -> Shown:
    """Somebody of the data."""
    row = np.array([bench.user_index(choice.user)])
    breakpoints, lists = bench.trade_off(choice.reranker, k=choice.k).paths.of_user(int(row[0]))
    return Shown(
        choice.user,
        words("person.title", user=choice.user),
        tuning.about(bench, choice.user, words),
        bench.rerank_inputs(None, None, "test").of_users(row),
        bench.split.history("test").of_users(row),
        breakpoints,
        lists,
    )


def of_newcomer(bench: Workbench, choice: Choice, likes: tuple[str, ...], taste: str, words: Words) -> Shown:
    """Somebody new; worked out once for the same items and words.

    Raises:
        SettingError: the words cannot be read, or nothing is left to show.
    """
    found = _newcomer(session.fingerprint(bench), likes, taste, bench)
    breakpoints, lists = _lists(session.fingerprint(bench), likes, taste, choice.reranker, choice.k, bench)
    return Shown(
        "new " + hashlib.sha256("\n".join([*likes, taste]).encode()).hexdigest()[:12],
        words("newcomer.title"),
        words("newcomer.about", count=len(likes)) if likes else words("newcomer.about_words"),
        found.inputs,
        found.history,
        breakpoints,
        lists,
        found,
    )


@st.cache_resource(show_spinner=False, max_entries=256)
def _newcomer(fingerprint: str, likes: tuple[str, ...], taste: str, _bench: Workbench) -> Newcomer:
    bench = _bench
    everybody = bench.rerank_inputs(None, None, "test")
    known = (bench.fitted(), everybody, item_rows(bench.dataset, likes), bench.protocol.n_candidates)
    if not taste:
        return by_items(*known)
    if bench.checkpoint is None:
        raise SettingError("No language model was trained for these data: choose items instead of words.")
    ears = Ears.of(bench.checkpoint, bench.dataset, bench.spaces()["text"].vectors)
    return by_words(*known, taste, ears)


@st.cache_resource(show_spinner=False, max_entries=512)
def _lists(
    fingerprint: str, likes: tuple[str, ...], taste: str, reranker: str, k: int, _bench: Workbench
) -> tuple[FloatArray, IndexArray]:
    person = _newcomer(fingerprint, likes, taste, _bench)
    return exact_paths(person.inputs, _bench.rerankers[reranker], k).of_user(0)


def person_json(bench: Workbench, choice: Choice, person: Shown) -> dict[str, str]:
    """The component's ``person`` and ``items`` for somebody new, ready to send."""
    scale = tuning.tuning(bench, choice).scale
    positions = np.array([scale.achieved(float(at)) for at in person.breakpoints])
    table = bench.dataset.items
    sent = payload.person_payload(
        person.key, person.title, person.about, person.breakpoints, positions, person.lists
    )
    shown = payload.item_table(person.lists, table["title"].tolist(), table["categories"].tolist())
    return {"person": payload.compact(sent), "items": payload.compact(shown)}
