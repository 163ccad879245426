"""Why an item is at its rank: the two terms of every pick, and what the pick was preferred to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.method import Reranker
from recsys_core.rerank.one_user import plain_gain
from recsys_core.types import IndexArray


@dataclass(frozen=True)
class Terms:
    """The greedy score of a candidate given the list so far: ``relevance_term + gain_term``.

    Attributes:
        item: item index.
        relevance: in [0, 1].
        gain: the reranker's gain, unweighted.
        lambda_: the setting.
    """

    item: int
    relevance: float
    gain: float
    lambda_: float

    @property
    def relevance_term(self) -> float:
        """Relevance, weighted by the setting."""
        return (1.0 - self.lambda_) * self.relevance

    @property
    def gain_term(self) -> float:
        """The reranker's gain, weighted by the setting."""
        return self.lambda_ * self.gain

    @property
    def total(self) -> float:
        """The greedy score."""
        return self.relevance_term + self.gain_term


@dataclass(frozen=True)
class Blocker:
    """The listed item that lowers a candidate's gain most.

    Attributes:
        item: item index.
        weight: by how much the candidate's weighted gain would be higher without it; above 0.
        similarity: of the two in the reranker's space, None for a reranker that reads categories alone.
    """

    item: int
    weight: float
    similarity: float | None


class Ledger:
    """One user's list at one λ with the terms of every pick.

    Args:
        user: inputs of exactly one user.
        reranker: what made the list.
        listed: (k,) item indices of the list, padded with -1.
        lambda_: the setting.

    Attributes:
        raises: what a pick of the reranker adds, see ``Reranker.raises``.
        picks: terms of each listed item when it was picked, best rank first.

    Raises:
        SettingError: the reranker chooses whole lists, so there are no single picks to explain.
        ValueError: the inputs are of several users, or the list holds an item that is no candidate.
    """

    def __init__(self, user: RerankInputs, reranker: Reranker, listed: IndexArray, lambda_: float) -> None:
        self._gain, self._similarity = plain_gain(user, reranker)
        self.lambda_, self.raises = lambda_, reranker.raises
        self._candidates = user.items[0][user.items[0] >= 0]
        self._relevance = user.relevance[0][: len(self._candidates)].astype(np.float64)
        self._position = {int(item): at for at, item in enumerate(self._candidates)}
        unknown = [int(item) for item in listed if item >= 0 and int(item) not in self._position]
        if unknown:
            raise ValueError(f"{unknown} are no candidates of this user")
        self._listed = np.array([self._position[int(item)] for item in listed if item >= 0], dtype=np.intp)
        self.picks = [self.terms(int(self._candidates[at]), rank) for rank, at in enumerate(self._listed)]

    def terms(self, item: int, rank: int) -> Terms:
        """Terms of a candidate when the rank (from 0) was filled."""
        at = self._position[item]
        gain = float(self._gain(self._listed[:rank])[at])
        return Terms(item, float(self._relevance[at]), gain, self.lambda_)

    def most_relevant_open(self, rank: int) -> Terms | None:
        """The most relevant candidate not listed when the rank was filled, the pick itself included."""
        taken = set(self._listed[:rank].tolist())
        first = next((at for at in range(len(self._candidates)) if at not in taken), None)
        return None if first is None else self.terms(int(self._candidates[first]), rank)

    def blocker(self, item: int, rank: int) -> Blocker | None:
        """The listed item without which the candidate's gain would rise most; None if none would raise it.

        A tie goes to the item shown first.
        """
        at, above = self._position[item], self._listed[:rank]
        now = float(self._gain(above)[at])
        without = np.array([float(self._gain(np.delete(above, place))[at]) for place in range(rank)])
        if not rank or self.lambda_ * (without.max() - now) <= 1e-12:
            return None
        place = int(np.argmax(without))
        similarity = None if self._similarity is None else float(self._similarity[above[place], at])
        weight = self.lambda_ * float(without[place] - now)
        return Blocker(int(self._candidates[above[place]]), weight, similarity)
