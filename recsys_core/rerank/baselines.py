"""Two references to compare with: relevance alone, and chance."""

from __future__ import annotations

import numpy as np

from recsys_core.rerank.checks import check_inputs
from recsys_core.rerank.engine.arrays import Lists, Person, Problem
from recsys_core.rerank.greedy import greedy
from recsys_core.rerank.method import CompiledGain, Gain, GainInputs, Reranker, zero_gain
from recsys_core.runtime.compilation import borrowing
from recsys_core.types import FloatArray, IndexArray


def relevance_only(relevance: FloatArray, k: int, *, lambda_: float = 0.0) -> IndexArray:
    """The most relevant items at every λ: what the model alone would show.

    Args:
        relevance: (n_candidates,).
        k: list length; fewer come back when candidates are fewer.
        lambda_: accepted like everywhere, changes nothing.

    Returns:
        (min(k, n_candidates),) positions, best first; a tie goes to the lower position.

    Raises:
        ValueError: k < 1, or lambda_ is outside [0, 1].

    >>> relevance_only(np.array([0.3, 1.0, 0.9]), 2).tolist()
    [1, 2]
    """
    check_inputs(relevance, k, lambda_)
    return np.argsort(-np.asarray(relevance, dtype=np.float64), kind="stable")[:k]


def chance(relevance: FloatArray, items: IndexArray, k: int, *, lambda_: float, seed: int = 0) -> IndexArray:
    """Mix relevance with a draw that means nothing: any real method has to beat this.

    Each step takes the largest ``(1 - lambda_) * relevance + lambda_ * draw``, one uniform draw an item.

    Args:
        relevance: (n_candidates,), in [0, 1].
        items: (n_candidates,) item indices: the draws follow the items, not their order.
        k: list length; fewer come back when candidates are fewer.
        lambda_: 0 keeps relevance order, 1 is chance alone.
        seed: another seed, other draws.

    Returns:
        (min(k, n_candidates),) positions, best first; a tie goes to the lower position.

    Raises:
        ValueError: shapes disagree, k < 1, or lambda_ is outside [0, 1].

    >>> chance(np.array([1.0, 0.9, 0.3]), np.array([7, 8, 9]), 2, lambda_=1.0).tolist()
    [2, 1]
    """
    check_inputs(relevance, k, lambda_)
    if np.shape(items) != np.shape(relevance):
        raise ValueError(f"items must have shape {np.shape(relevance)} like relevance, got {np.shape(items)}")
    draws = np.empty(len(items))
    draw(np.asarray(items, dtype=np.int32), len(items), seed, draws)
    return greedy(relevance, k, lambda_, lambda selected: draws)


@borrowing
def scramble(number: np.uint64) -> np.uint64:
    """Splitmix64: a 64-bit number that looks random, always the same for the same input."""
    mixed = np.uint64(number) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


@borrowing
def draw(items: IndexArray, n: int, seed: int, out: FloatArray) -> None:
    """Uniform draws in [0, 1), one an item, different for people with different candidates."""
    key = scramble(np.uint64(seed))
    for i in range(n):
        key += scramble(np.uint64(items[i]))
    for i in range(n):
        out[i] = np.float64(scramble(key ^ scramble(np.uint64(items[i]))) >> np.uint64(11)) * 2.0**-53


@borrowing
def start_chance(problem: Problem, person: Person, lists: Lists, n: int) -> None:
    """One draw for each candidate."""
    draw(person.items, n, int(problem.parameter), lists.gain[0])


@borrowing
def keep_gains(problem: Problem, person: Person, lists: Lists, n: int, depth: int) -> None:
    """The gains do not depend on the list."""
    before, after = lists.gain[depth], lists.gain[depth + 1]
    for i in range(n):
        after[i] = before[i]


def chance_gain(candidates: GainInputs) -> Gain:
    """The draws, whatever is listed."""
    draws = np.empty(len(candidates.items))
    draw(candidates.items.astype(np.int32), len(draws), int(candidates.parameter), draws)
    return lambda listed: draws


NONE = Reranker(
    name="none",
    title="Relevance only",
    good_at="What the model alone would show; the point all others are compared with.",
    function=relevance_only,
    gain=zero_gain,
    compiled=CompiledGain(keep_gains),
)

RANDOM = Reranker(
    name="random",
    title="Shuffled at random",
    good_at="Changes lists without meaning to: a method that cannot beat it adds nothing.",
    function=chance,
    gain=chance_gain,
    compiled=CompiledGain(keep_gains, start_chance),
    raises="chance",
)
