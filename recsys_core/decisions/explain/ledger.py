"""Why an item is at its rank: the two terms of every pick, and what the pick was preferred to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recsys_core.errors import SettingError
from recsys_core.metrics.similarity import aspect_shares
from recsys_core.rerank.aspects import wishes
from recsys_core.rerank.baselines import draw
from recsys_core.rerank.calibration import calibration_gain
from recsys_core.rerank.cover import cover_gain
from recsys_core.rerank.dpp import dpp_gain
from recsys_core.rerank.greedy import Gain
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.mmr import mmr_gain
from recsys_core.rerank.msd import msd_gain
from recsys_core.rerank.registry import Reranker
from recsys_core.rerank.similarity import candidate_similarity
from recsys_core.rerank.ssd import ssd_gain
from recsys_core.rerank.xquad import xquad_gain
from recsys_core.types import FloatArray, IndexArray


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
        picks: terms of each listed item when it was picked, best rank first.

    Raises:
        SettingError: the reranker chooses whole lists, so there are no single picks to explain.
        ValueError: the inputs are of several users, or the list holds an item that is no candidate.
    """

    def __init__(self, user: RerankInputs, reranker: Reranker, listed: IndexArray, lambda_: float) -> None:
        if user.n_users != 1:
            raise ValueError(f"a ledger is of one user, got {user.n_users}")
        if not reranker.linear:
            raise SettingError(f"{reranker.title} chooses whole lists: no single pick explains a place.")
        self.lambda_ = lambda_
        self._candidates = user.items[0][user.items[0] >= 0]
        self._relevance = user.relevance[0][: len(self._candidates)].astype(np.float64)
        self._position = {int(item): at for at, item in enumerate(self._candidates)}
        unknown = [int(item) for item in listed if item >= 0 and int(item) not in self._position]
        if unknown:
            raise ValueError(f"{unknown} are no candidates of this user")
        self._gain, self._similarity = _plain_gain(user, reranker, self._candidates)
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


def _plain_gain(
    user: RerankInputs, reranker: Reranker, candidates: IndexArray
) -> tuple[Gain, FloatArray | None]:
    """The reranker's gain on positions of the candidates, and their similarity if it reads one."""
    if "space" in reranker.needs:
        similarity = candidate_similarity(user.space, candidates, reranker.repeats)
        of_space: dict[str, Callable[[IndexArray], FloatArray]] = {
            "mmr": lambda listed: mmr_gain(similarity, listed),
            "msd": lambda listed: msd_gain(similarity, listed),
            "dpp": lambda listed: dpp_gain(similarity, listed),
            "cover": lambda listed: cover_gain(similarity, listed),
            "ssd": lambda listed: ssd_gain(similarity, listed, int(reranker.parameter)),
        }
        return of_space[reranker.name], similarity
    if "aspects" in reranker.needs:
        if user.aspects is None or user.profile is None:
            raise SettingError(f"{reranker.title} needs item categories, and these data have none.")
        share = aspect_shares(user.aspects[candidates])
        wanted = wishes(user.profile, uniform_if_empty=reranker.name == "xquad")[0]
        gain = xquad_gain if reranker.name == "xquad" else calibration_gain
        return (lambda listed: gain(share, wanted, listed)), None
    drawn = np.zeros(len(candidates))
    if reranker.name == "random":
        draw(candidates.astype(np.int32), len(candidates), int(reranker.parameter), drawn)
    return (lambda listed: drawn), None
