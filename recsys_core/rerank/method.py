"""What a reranker is: its words, what it needs, its plain function and its compiled gain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from recsys_core.types import FloatArray, IndexArray

Gain = Callable[[IndexArray], FloatArray]
"""From the positions in the list so far to what each candidate would add, (n_candidates,)."""

Kernel = Callable[..., Any]
"""A function compiled by ``runtime.compilation``."""


@dataclass(frozen=True, eq=False)
class GainInputs:
    """One user's candidates as plain gains read them.

    Attributes:
        items: (n,) item indices.
        similarity: (n, n) float64, row: item in the list, column: candidate; (0, 0) unless "space" is
            needed.
        share: (n, n_aspects) aspects of each candidate, rows sum to 1 or 0; (n, 0) unless "aspects" is
            needed.
        wanted: (n_aspects,) how much the user wants each aspect, sums to 1 or 0.
        parameter: the reranker's own number.
    """

    items: IndexArray
    similarity: FloatArray
    share: FloatArray
    wanted: FloatArray
    parameter: float


def zero_gain(candidates: GainInputs) -> Gain:
    """A gain of 0 whatever is listed: relevance alone decides."""
    return lambda listed: np.zeros(len(candidates.items))


@dataclass(frozen=True, eq=False)
class CompiledGain:
    """The gain as the engine computes it; row ``d`` of ``lists`` belongs to a list of ``d`` items.

    Attributes:
        add: ``add(problem, person, lists, n, depth)`` writes row ``depth + 1`` of ``lists.gain`` after
            candidate ``lists.chosen[depth]`` was listed.
        start: ``start(problem, person, lists, n)`` writes row 0; None stands for zeros.
        reads_similarity: whether ``add`` reads the similarities of the item just listed.
        of_one: for a gain that only falls as the list grows and takes long to compute: ``of_one(problem,
            person, lists, n, depth, candidate)`` gives that of one candidate, and ``add`` leaves
            ``lists.gain`` alone. The old gain serves as an upper bound until the candidate comes near the
            lead, see ``engine.lazy``.
    """

    add: Kernel
    start: Kernel | None = None
    reads_similarity: bool = False
    of_one: Kernel | None = None


@dataclass(frozen=True)
class Reranker:
    """A reranker as people choose it: each file defines its own, ``registry`` lists them. Hashable.

    Attributes:
        name: key of ``REGISTRY``.
        title: plain words with the usual name in brackets.
        good_at: one line for somebody who has to choose.
        function: the plain function for one user.
        needs: what must be there besides relevance: "space", or "aspects" and "profile".
        gain: the plain gain over one user's candidates; None for a method that weighs whole lists.
        compiled: the same gain for the engine; None likewise.
        walk: the kernel that makes all lists of a method without a gain, as ``engine.walk.walk``.
        parameter: the gain's own number: the window of SSD, the seed of random.
        repeats: similarity of an item that nothing is known about to whatever is listed.
        raises: what a pick adds, for sentences that explain one.
        wants_all: whether a user without history wants all aspects alike, or nothing.
    """

    name: str
    title: str
    good_at: str
    function: Callable[..., IndexArray] = field(compare=False)
    needs: frozenset[str] = frozenset()
    gain: Callable[[GainInputs], Gain] | None = field(default=None, compare=False, repr=False)
    compiled: CompiledGain | None = field(default=None, compare=False, repr=False)
    walk: Kernel | None = field(default=None, compare=False, repr=False)
    parameter: float = 0.0
    repeats: float = 0.0
    raises: Literal["variety", "dissimilarity", "taste", "chance"] = "variety"
    wants_all: bool = False

    def __post_init__(self) -> None:
        if (self.gain is None) != (self.compiled is None) or (self.compiled is None) == (self.walk is None):
            raise ValueError(f"{self.name} needs a gain, plain and compiled, or a walk of its own")

    @property
    def is_built_in(self) -> bool:
        """Whether its code is part of this package: only then is a change of it noticed by what is stored."""
        return self.function.__module__.startswith("recsys_core.")

    @property
    def linear(self) -> bool:
        """Whether each pick maximises a straight line in λ; the others weigh whole lists."""
        return self.compiled is not None


SPACE = frozenset({"space"})
"""What a reranker needs that compares items by similarity."""

TASTE = frozenset({"aspects", "profile"})
"""What a reranker needs that compares the categories of items with those of a user's history."""
