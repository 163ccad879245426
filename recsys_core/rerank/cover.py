"""Coverage: a short list that stands for all the candidates."""

from __future__ import annotations

import numpy as np

from recsys_core.rerank.checks import check_inputs, check_similarity
from recsys_core.rerank.engine.arrays import Lists, Person, Problem, fill_similarity
from recsys_core.rerank.greedy import greedy
from recsys_core.rerank.method import SPACE, CompiledGain, Reranker
from recsys_core.runtime.compilation import borrowing
from recsys_core.types import FloatArray, IndexArray


def cover(relevance: FloatArray, similarity: FloatArray, k: int, *, lambda_: float) -> IndexArray:
    """Rerank by saturated coverage of the candidates (concave facility location; Lin & Bilmes, ACL 2011).

    Every candidate is a customer; a listed item serves it as far as they are alike (below zero it
    serves nobody), and the second similar item serves less than the first: the worth of being served s times
    over is the square root of s. Each step takes the largest
    ``(1 - lambda_) * relevance + lambda_ * (increase of the mean worth)``.
    The mean keeps the gain in [0, 1] whatever the number of candidates; implementations that use the sum
    give the same lists for relevance multiplied by the number of candidates.

    Args:
        relevance: (n_candidates,), in [0, 1].
        similarity: (n_candidates, n_candidates) symmetric, an item that nothing is known about a zero row and
            column: it stands for nobody.
        k: list length; fewer come back when candidates are fewer.
        lambda_: 0 keeps relevance order, 1 looks at coverage alone.

    Returns:
        (min(k, n_candidates),) positions, best first; a tie goes to the lower position.

    Raises:
        ValueError: shapes disagree, k < 1, or lambda_ is outside [0, 1].

    At the end of diversity alone the third item serves itself, while the first two share a customer:

    >>> similarity = np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> cover(np.array([1.0, 0.9, 0.3]), similarity, 2, lambda_=1.0).tolist()
    [0, 2]
    """
    check_inputs(relevance, k, lambda_)
    check_similarity(similarity, len(relevance))
    return greedy(relevance, k, lambda_, lambda selected: cover_gain(similarity, selected))


def cover_gain(similarity: FloatArray, selected: IndexArray) -> FloatArray:
    """(n_candidates,) increase of the mean worth, in [0, 1]."""
    serves = np.maximum(np.asarray(similarity, dtype=np.float64), 0.0)
    served = serves[selected].sum(axis=0)
    return (np.sqrt(served[:, None] + serves).sum(axis=0) - np.sqrt(served).sum()) / len(serves)


@borrowing
def start_cover(problem: Problem, person: Person, lists: Lists, n: int) -> None:
    """Nobody is served yet; the whole similarity matrix is needed from the start."""
    for i in range(n):
        fill_similarity(problem, person, n, i)
        lists.level[0, i] = 0.0
    lists.base[0] = 0.0
    for i in range(n):
        lists.gain[0, i] = gain_cover(problem, person, lists, n, np.int64(0), i)


@borrowing(fastmath={"nnan", "nsz", "reassoc"})
def gain_cover(problem: Problem, person: Person, lists: Lists, n: int, depth: int, candidate: int) -> float:
    """What one candidate adds to a list of ``depth`` items."""
    served, serves = lists.level[depth], person.similarity[candidate]
    worth = 0.0
    for customer in range(n):
        worth += np.sqrt(served[customer] + max(serves[customer], 0.0))
    return (worth - lists.base[depth]) / n


@borrowing
def add_cover(problem: Problem, person: Person, lists: Lists, n: int, depth: int) -> None:
    """Who is served after the pick of rank ``depth``; the gains can only have fallen and wait."""
    row = person.similarity[lists.chosen[depth]]
    before, after = lists.level[depth], lists.level[depth + 1]
    worth = 0.0
    for i in range(n):
        after[i] = before[i] + max(row[i], 0.0)
        worth += np.sqrt(after[i])
    lists.base[depth + 1] = worth


COVER = Reranker(
    name="cover",
    title="A sample of everything relevant (COVER)",
    good_at="Shows typical items of every group among the candidates rather than outliers.",
    function=cover,
    needs=SPACE,
    gain=lambda candidates: lambda listed: cover_gain(candidates.similarity, listed),
    compiled=CompiledGain(add_cover, start_cover, of_one=gain_cover),
)
