"""xQuAD: every category the person likes gets its turn."""

from __future__ import annotations

import numpy as np

from recsys_core.metrics.similarity import aspect_shares
from recsys_core.rerank.aspects import wanted_aspects
from recsys_core.rerank.checks import check_aspects, check_inputs
from recsys_core.rerank.engine.arrays import Lists, Person, Problem
from recsys_core.rerank.greedy import greedy
from recsys_core.rerank.method import TASTE, CompiledGain, Reranker
from recsys_core.runtime.compilation import borrowing
from recsys_core.types import FloatArray, IndexArray


def xquad(
    relevance: FloatArray, aspects: FloatArray, profile: FloatArray, k: int, *, lambda_: float
) -> IndexArray:
    """Rerank by explicit aspect diversification (xQuAD; Santos, Macdonald & Ounis, WWW 2010).

    Each step takes the largest ``(1 - lambda_) * relevance + lambda_ * gain`` with
    ``gain = sum over aspects a of P(a | user) * P(a | item) * product over the list of (1 - P(a | listed))``.
    P(a | item) is the item's share in the aspect (one of three categories: a third), P(a | user) the share of
    the person's history. The gain lies in [0, 1].

    Args:
        relevance: (n_candidates,), in [0, 1].
        aspects: (n_candidates, n_aspects) memberships, at least 0; rows are scaled to sum to 1, an empty row
            (an item without categories) serves no aspect.
        profile: (n_aspects,) how much the person's history holds of each aspect, at least 0; all zero: every
            aspect is wanted alike.
        k: list length; fewer come back when candidates are fewer.
        lambda_: 0 keeps relevance order, 1 looks at aspects alone.

    Returns:
        (min(k, n_candidates),) positions, best first; a tie goes to the lower position.

    Raises:
        ValueError: shapes disagree, a membership is negative, k < 1, or lambda_ is outside [0, 1].

    Two thirds of the history are of one category; after one item of it the other category is due:

    >>> aspects, profile = np.array([[1, 0], [1, 0], [0, 1]]), np.array([2, 1])
    >>> xquad(np.array([1.0, 0.9, 0.3]), aspects, profile, 2, lambda_=0.7).tolist()
    [0, 2]
    """
    check_inputs(relevance, k, lambda_)
    check_aspects(aspects, profile, len(relevance))
    share, wanted = aspect_shares(aspects), wanted_aspects(profile[None], uniform_if_empty=True)[0]
    return greedy(relevance, k, lambda_, lambda selected: xquad_gain(share, wanted, selected))


def xquad_gain(share: FloatArray, wanted: FloatArray, selected: IndexArray) -> FloatArray:
    """(n_candidates,) wanted and not yet served; ``share`` rows and ``wanted`` sum to 1."""
    unserved = np.prod(1.0 - share[selected], axis=0)
    return (share * (wanted * unserved)).sum(axis=1)


@borrowing
def start_xquad(problem: Problem, person: Person, lists: Lists, n: int) -> None:
    """No aspect is served yet."""
    for aspect in range(lists.mass.shape[1]):
        lists.mass[0, aspect] = 1.0
    for i in range(n):
        lists.gain[0, i] = gain_xquad(problem, person, lists, n, np.int64(0), i)


@borrowing
def gain_xquad(problem: Problem, person: Person, lists: Lists, n: int, depth: int, candidate: int) -> float:
    """What one candidate adds to a list of ``depth`` items; only its own aspects count."""
    unserved, item = lists.mass[depth], person.items[candidate]
    worth = 0.0
    for at in range(problem.aspect_offsets[item], problem.aspect_offsets[item + 1]):
        aspect = problem.aspect_index[at]
        worth += problem.aspect_share[at] * (person.wanted[aspect] * unserved[aspect])
    return worth


@borrowing
def add_xquad(problem: Problem, person: Person, lists: Lists, n: int, depth: int) -> None:
    """What is unserved after the pick of rank ``depth``; the gains can only have fallen and wait."""
    before, after = lists.mass[depth], lists.mass[depth + 1]
    for aspect in range(len(before)):
        after[aspect] = before[aspect]
    item = person.items[lists.chosen[depth]]
    for at in range(problem.aspect_offsets[item], problem.aspect_offsets[item + 1]):
        after[problem.aspect_index[at]] *= 1.0 - problem.aspect_share[at]


XQUAD = Reranker(
    name="xquad",
    title="Every liked category gets a turn (xQuAD)",
    good_at="Serves all the categories a person likes, the favourite ones first.",
    function=xquad,
    needs=TASTE,
    gain=lambda candidates: lambda listed: xquad_gain(candidates.share, candidates.wanted, listed),
    compiled=CompiledGain(add_xquad, start_xquad, of_one=gain_xquad),
    raises="taste",
    wants_all=True,
)
