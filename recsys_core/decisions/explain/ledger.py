"""Why an item stands where it stands: the two terms of every pick, and what the pick was preferred to."""

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
    """What a candidate is worth to a list so far: ``relevance_term + gain_term``, the greedy gain.

    Attributes:
        item: item index.
        relevance: in [0, 1].
        gain: what the reranker sees in it, before weighing.
        lambda_: the setting.
    """

    item: int
    relevance: float
    gain: float
    lambda_: float

    @property
    def relevance_term(self) -> float:
        """Relevance as weighed at the setting."""
        return (1.0 - self.lambda_) * self.relevance

    @property
    def gain_term(self) -> float:
        """The reranker's gain as weighed at the setting."""
        return self.lambda_ * self.gain

    @property
    def total(self) -> float:
        """The greedy gain."""
        return self.relevance_term + self.gain_term


@dataclass(frozen=True)
class Blocker:
    """The listed item that stood most in a candidate's way.

    Attributes:
        item: item index.
        weight: by how much the candidate's weighed gain would be higher without it; above 0.
        similarity: of the two in the reranker's space, None for one that reads categories alone.
    """

    item: int
    weight: float
    similarity: float | None


class Ledger:
    """One person's list at one λ with what every pick was worth.

    Args:
        person: inputs of exactly one person.
        reranker: what made the list.
        listed: (k,) item indices of the list, -1 padded.
        lambda_: the setting.

    Attributes:
        picks: terms of each listed item when it was picked, best place first.

    Raises:
        SettingError: the reranker chooses whole lists, so there are no picks to account for.
        ValueError: the inputs are of more than one person, or the list holds what is no candidate.
    """

    def __init__(self, person: RerankInputs, reranker: Reranker, listed: IndexArray, lambda_: float) -> None:
        if person.n_users != 1:
            raise ValueError(f"a ledger is of one person, got {person.n_users}")
        if not reranker.linear:
            raise SettingError(f"{reranker.title} chooses whole lists: no single pick explains a place.")
        self.lambda_ = lambda_
        self._candidates = person.items[0][person.items[0] >= 0]
        self._relevance = person.relevance[0][: len(self._candidates)].astype(np.float64)
        self._places = {int(item): at for at, item in enumerate(self._candidates)}
        unknown = [int(item) for item in listed if item >= 0 and int(item) not in self._places]
        if unknown:
            raise ValueError(f"{unknown} are no candidates of this person")
        self._gain, self._similarity = _gain_of(person, reranker, self._candidates)
        self._listed = np.array([self._places[int(item)] for item in listed if item >= 0], dtype=np.intp)
        self.picks = [self.terms(int(self._candidates[at]), rank) for rank, at in enumerate(self._listed)]

    def terms(self, item: int, rank: int) -> Terms:
        """What a candidate was worth when the place ``rank`` (from 0) was filled."""
        at = self._places[item]
        gain = float(self._gain(self._listed[:rank])[at])
        return Terms(item, float(self._relevance[at]), gain, self.lambda_)

    def waiting(self, rank: int) -> Terms | None:
        """The most relevant candidate still waiting when the place was filled, the pick itself included."""
        taken = set(self._listed[:rank].tolist())
        first = next((at for at in range(len(self._candidates)) if at not in taken), None)
        return None if first is None else self.terms(int(self._candidates[first]), rank)

    def best_open(self, rank: int) -> float:
        """The largest greedy gain of all candidates still waiting: that of the pick, up to rounding."""
        gain = self._gain(self._listed[:rank])
        total = (1.0 - self.lambda_) * self._relevance + self.lambda_ * gain
        total[self._listed[:rank]] = -np.inf
        return float(total.max())

    def blocker(self, item: int, rank: int) -> Blocker | None:
        """The listed item without which the candidate's gain would rise most; None where none would raise it.

        Of equals the one shown first.
        """
        at, above = self._places[item], self._listed[:rank]
        now = float(self._gain(above)[at])
        without = np.array([float(self._gain(np.delete(above, place))[at]) for place in range(rank)])
        if not rank or self.lambda_ * (without.max() - now) <= 1e-12:
            return None
        place = int(np.argmax(without))
        alike = None if self._similarity is None else float(self._similarity[above[place], at])
        weight = self.lambda_ * float(without[place] - now)
        return Blocker(int(self._candidates[above[place]]), weight, alike)


def enters_at(breakpoints: FloatArray, lists: IndexArray, item: int, lambda_: float) -> float | None:
    """The λ from which an item is in the list without a break up to ``lambda_``; 0.0 if from the start.

    Args:
        breakpoints: (n_lists,) ascending from 0.0.
        lists: (n_lists, k) item indices.
        item: which.
        lambda_: the setting.

    Returns:
        None where the item is not in the list at the setting.
    """
    return _since(breakpoints, (lists == item).any(axis=1), lambda_)


def leaves_at(breakpoints: FloatArray, lists: IndexArray, item: int, lambda_: float) -> float | None:
    """The λ from which an item is missing without a break up to ``lambda_``; None where it is listed."""
    return _since(breakpoints, ~(lists == item).any(axis=1), lambda_)


def _since(breakpoints: FloatArray, holds: np.ndarray, lambda_: float) -> float | None:
    here = int(np.searchsorted(breakpoints, lambda_, side="right")) - 1
    if not holds[here]:
        return None
    breaks = np.flatnonzero(~holds[:here])
    return float(breakpoints[breaks[-1] + 1 if len(breaks) else 0])


def _gain_of(
    person: RerankInputs, reranker: Reranker, candidates: IndexArray
) -> tuple[Gain, FloatArray | None]:
    """The reranker's gain on positions of the candidates, and their similarity where it reads one."""
    if "space" in reranker.needs:
        alike = candidate_similarity(person.space, candidates, reranker.repeats)
        of_space: dict[str, Callable[[IndexArray], FloatArray]] = {
            "mmr": lambda listed: mmr_gain(alike, listed),
            "msd": lambda listed: msd_gain(alike, listed),
            "dpp": lambda listed: dpp_gain(alike, listed),
            "cover": lambda listed: cover_gain(alike, listed),
            "ssd": lambda listed: ssd_gain(alike, listed, int(reranker.parameter)),
        }
        return of_space[reranker.name], alike
    if "aspects" in reranker.needs:
        if person.aspects is None or person.profile is None:
            raise SettingError(f"{reranker.title} needs item categories, and these data have none.")
        share = aspect_shares(person.aspects[candidates])
        wanted = wishes(person.profile, uniform_if_empty=reranker.name == "xquad")[0]
        gain = xquad_gain if reranker.name == "xquad" else calibration_gain
        return (lambda listed: gain(share, wanted, listed)), None
    drawn = np.zeros(len(candidates))
    if reranker.name == "random":
        draw(candidates.astype(np.int32), len(candidates), int(reranker.parameter), drawn)
    return (lambda listed: drawn), None
