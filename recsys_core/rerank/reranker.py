"""What a reranker is called, what it is good at, and what it needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reranker:
    """A reranker as people choose it; hashable, so it can key a cache.

    Attributes:
        name: key of ``REGISTRY``.
        title: plain words with the usual name in brackets.
        good_at: one line for somebody who has to choose.
        needs: what must be there besides relevance: "space", "aspects", "profile".
        linear: whether a candidate's score is a straight line in λ, so that the whole trade-off is exact.
        kind: number of the gain in ``gains``; -1 where there is none.
        parameter: the gain's own number: the window of SSD, the seed of random.
        repeats: similarity of an item that nothing is known about to whatever is listed.
    """

    name: str
    title: str
    good_at: str
    needs: frozenset[str]
    linear: bool
    kind: int
    parameter: float = 0.0
    repeats: float = 0.0
