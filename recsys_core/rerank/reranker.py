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
        linear: whether each pick maximises a straight line in λ; GIST weighs whole lists instead.
        kind: number of the gain in ``gains``.
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
