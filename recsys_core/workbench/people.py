"""The workbench's view of single people: users of the data or somebody new, their lists and the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recsys_core.data.features import category_names, category_shares, category_space
from recsys_core.decisions.explain.ledger import Ledger
from recsys_core.decisions.explain.outcome import Outcome
from recsys_core.decisions.explain.score_shares import ScoreShares, score_shares
from recsys_core.decisions.explain.tables import list_table
from recsys_core.decisions.new_person import NewPerson, TextQueryEncoder, from_items, from_text
from recsys_core.errors import SettingError
from recsys_core.evaluation.paths import UserPath, exact_paths
from recsys_core.messages import message
from recsys_core.protocol import DEFAULT_K
from recsys_core.rerank import RerankInputs
from recsys_core.runtime.cache import KeyedCache
from recsys_core.types import FloatArray, IndexArray, Interactions

if TYPE_CHECKING:
    from recsys_core.workbench.bench import Workbench

MOST_NEW, MOST_PATHS = 256, 512  # new people and their lists kept, the most recently used
FAVOURITES = 2


@dataclass(frozen=True, eq=False)
class Person:
    """One person with all their lists.

    Attributes:
        inputs: the reranker's inputs for this one person.
        history: what the person did, or what stands in for it.
        path: every list and the λ at which it takes over.
        liked_later: (n,) items that they liked in the test period, None for somebody new.
        new: how somebody new was described, None for a user of the data.
    """

    inputs: RerankInputs
    history: Interactions
    path: UserPath
    liked_later: IndexArray | None = None
    new: NewPerson | None = None

    def outcome(self, lambda_: float) -> Outcome | None:
        """Their lists compared with what they liked later; None for somebody new."""
        if self.liked_later is None:
            return None
        return Outcome(self.liked_later, self.path.at(0.0), self.path.at(lambda_))


class PeoplePart:
    """Single people's lists with their reasons."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._shared, self._new, self._paths = KeyedCache(), KeyedCache(MOST_NEW), KeyedCache(MOST_PATHS)

    def example(self) -> str:
        """The user shown first: an evaluated one with a history of middling length."""

        def compute() -> str:
            split = self._bench.split
            counts = split.history("test").counts
            measured = np.unique(split.target("test").user_idx)
            if not self._bench.has_outcomes:
                measured = self._bench.ground_truth().evaluated
            order = measured[np.argsort(counts[measured], kind="stable")]
            return str(self._bench.user_ids[order[(len(order) * 3) // 5]])

        return self._shared.get("example", compute)

    def favourites(self) -> list[tuple[str, ...]]:
        """The two categories that each user rated most, ties in alphabetical order; empty without any."""
        return self._shared.get("favourites", self._favourites)

    def category_shares(self) -> tuple[FloatArray, list[str]] | None:
        """(n_items, n_categories) shares with the names of the categories, None if there are none."""
        if not self._bench.has_categories:
            return None
        dataset = self._bench.dataset
        return self._shared.get("shares", lambda: (category_shares(dataset), category_names(dataset)))

    def liked_later(self, user_id: str) -> IndexArray:
        """(n,) items that a user of the data liked in the test period."""
        return self._bench.ground_truth().liked_by(self._bench.user_index(user_id))

    def user(self, user_id: str, reranker: str, *, k: int = DEFAULT_K) -> Person:
        """A user of the data."""
        bench = self._bench
        row = np.array([bench.user_index(user_id)])
        return Person(
            bench.rerank_inputs().of_users(row),
            bench.split.history("test").of_users(row),
            bench.trade_off(reranker, k=k).paths.of_user(int(row[0])),
            liked_later=self.liked_later(user_id) if bench.has_outcomes else None,
        )

    def new_person(self, likes: Sequence[str], sentence: str, reranker: str, *, k: int = DEFAULT_K) -> Person:
        """Somebody who is not in the data, described by item ids and a sentence; either may be empty.

        Raises:
            SettingError: the sentence cannot be read, or nothing is left to show.
        """
        key = (tuple(likes), sentence)
        new: NewPerson = self._new.get(key, lambda: self._describe(*key))

        def compute() -> UserPath:
            return exact_paths(new.inputs, self._bench.rerankers[reranker], k).of_user(0)

        return Person(new.inputs, new.history, self._paths.get((*key, reranker, k), compute), new=new)

    def ranking(self, person: Person, lambda_: float) -> pd.DataFrame:
        """A person's list at a setting, with each item's rank at relevance only."""
        inputs = person.inputs
        now, before = person.path.at(lambda_), person.path.at(0.0)
        return list_table(self._bench.dataset, now, before, inputs.items[0], inputs.relevance[0])

    def ledger(self, person: Person, reranker: str, lambda_: float) -> Ledger:
        """The terms of every pick of a person's list.

        Raises:
            SettingError: the reranker chooses whole lists.
        """
        return Ledger(person.inputs, self._bench.rerankers[reranker], person.path.at(lambda_), lambda_)

    def score_shares(self, person: Person, item: int) -> ScoreShares:
        """What each item of a person's history adds to the score of ``item``.

        Raises:
            SettingError: the model's scores are no sums over the history.
        """
        return score_shares(self._bench.fitted(), person.history, item)

    def _describe(self, likes: tuple[str, ...], sentence: str) -> NewPerson:
        bench = self._bench
        liked, n_candidates = bench.item_indices(likes), bench.protocol.n_candidates
        if not sentence:
            return from_items(bench.fitted(), bench.rerank_inputs(), liked, n_candidates)
        if bench.checkpoint is None:
            raise SettingError(
                message(
                    "errors.no_language_model_trained",
                    "No language model was trained for these data: choose items instead of words.",
                )
            )
        vectors = bench.spaces()["text"].vectors
        encoder = TextQueryEncoder.of_checkpoint(bench.checkpoint, bench.dataset, vectors)
        return from_text(bench.fitted(), bench.rerank_inputs(), liked, n_candidates, sentence, encoder)

    def _favourites(self) -> list[tuple[str, ...]]:
        history = self._bench.split.history("test")
        if not self._bench.has_categories:
            return [()] * history.n_users
        names = category_names(self._bench.dataset)
        counts = np.asarray(history.matrix() @ category_space(self._bench.dataset).vectors)
        order = np.argsort(-counts, axis=1, kind="stable")[:, :FAVOURITES]
        return [
            tuple(names[column] for column in top if row[column] > 0)
            for row, top in zip(counts, order, strict=True)
        ]
