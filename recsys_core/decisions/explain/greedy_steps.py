"""The greedy loop of MMR step by step: every candidate's terms at every pick."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.rerank.mmr import mmr, mmr_gain
from recsys_core.types import BoolArray, FloatArray, IndexArray


@dataclass(frozen=True, eq=False)
class GreedyStep:
    """One pick, with the terms of every candidate when it was made.

    Attributes:
        shown: positions already in the list, in order.
        open: (n_candidates,) bool, whether the candidate can still be picked.
        relevance: (n_candidates,) float64, the term ``(1 - lambda_) * relevance``.
        redundancy: (n_candidates,) float64, the term ``lambda_ * (largest similarity to the list so far)``;
            it is subtracted. 0 for an empty list.
        closest: (n_candidates,) intp, the shown position that the candidate is most similar to, the first on
            a tie; -1 for an empty list.
        total: (n_candidates,) float64, ``relevance - redundancy``, also for candidates in the list.
        picked: position picked, the lowest on a tie.
    """

    shown: tuple[int, ...]
    open: BoolArray
    relevance: FloatArray
    redundancy: FloatArray
    closest: IndexArray
    total: FloatArray
    picked: int

    @property
    def runner_up(self) -> int | None:
        """The open candidate with the next largest total; None if nothing else is open."""
        others = self.open.copy()
        others[self.picked] = False
        return int(np.argmax(np.where(others, self.total, -np.inf))) if others.any() else None


def greedy_steps(relevance: FloatArray, similarity: FloatArray, k: int, lambda_: float) -> list[GreedyStep]:
    """What Maximal Marginal Relevance (Carbonell & Goldstein, SIGIR 1998) weighs at each of its picks.

    The picks are those of :func:`recsys_core.rerank.mmr.mmr`, with the terms that led to them.

    Args:
        relevance: (n_candidates,), in [0, 1].
        similarity: (n_candidates, n_candidates), in [-1, 1].
        k: list length; fewer steps come back when candidates are fewer.
        lambda_: 0 keeps relevance order, 1 looks at diversity alone.

    Returns:
        min(k, n_candidates) steps.

    Raises:
        ValueError: shapes disagree, k < 1, or lambda_ is outside [0, 1].
    """
    picks = mmr(relevance, similarity, k, lambda_=lambda_)
    weighted = (1 - lambda_) * np.asarray(relevance, dtype=np.float64)
    steps = []
    for rank, picked in enumerate(picks):
        shown = picks[:rank]
        # 0 - x, because the negative of an exact 0 would show as "-0".
        redundancy = lambda_ * (0.0 - mmr_gain(similarity, shown))
        nothing = np.full(len(weighted), -1, dtype=np.intp)
        closest = shown[similarity[shown].argmax(axis=0)] if rank else nothing
        free = np.ones(len(weighted), dtype=bool)
        free[shown] = False
        total = weighted - redundancy
        steps.append(
            GreedyStep(tuple(shown.tolist()), free, weighted, redundancy, closest, total, int(picked))
        )
    return steps
