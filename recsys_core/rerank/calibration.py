"""Calibration: the list in the proportions of the person's own history."""

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

SMOOTHING = 0.01
"""Share of the history mixed into the list's proportions: an absent category costs a finite amount."""


def calibration(
    relevance: FloatArray, aspects: FloatArray, profile: FloatArray, k: int, *, lambda_: float
) -> IndexArray:
    """Rerank by calibration to the person's history (Steck, RecSys 2018).

    Each step takes the largest ``(1 - lambda_) * relevance - lambda_ * KL(p || q)``: p the proportions of
    the aspects in the history, q those of the list with the item added, ``q' = 0.99 q + 0.01 p`` in its place
    as in the paper. The divergence lies in [0, 4.61] (natural logarithm). An item without categories counts
    in the list's length and holds nothing.

    Args:
        relevance: (n_candidates,), in [0, 1].
        aspects: (n_candidates, n_aspects) memberships, at least 0; rows are scaled to sum to 1.
        profile: (n_aspects,) how much the person's history holds of each aspect, at least 0; all zero: there
            is nothing to match, and relevance decides.
        k: list length; fewer come back when candidates are fewer.
        lambda_: 0 keeps relevance order, 1 looks at proportions alone.

    Returns:
        (min(k, n_candidates),) positions, best first; a tie goes to the lower position.

    Raises:
        ValueError: shapes disagree, a membership is negative, k < 1, or lambda_ is outside [0, 1].

    Two thirds of the history are of one category, a third of the other:

    >>> aspects, profile = np.array([[1, 0], [1, 0], [0, 1]]), np.array([2, 1])
    >>> calibration(np.array([1.0, 0.9, 0.3]), aspects, profile, 3, lambda_=0.7).tolist()
    [0, 2, 1]
    """
    check_inputs(relevance, k, lambda_)
    check_aspects(aspects, profile, len(relevance))
    share, wanted = aspect_shares(aspects), wanted_aspects(profile[None], uniform_if_empty=False)[0]
    return greedy(relevance, k, lambda_, lambda selected: calibration_gain(share, wanted, selected))


def calibration_gain(share: FloatArray, wanted: FloatArray, selected: IndexArray) -> FloatArray:
    """(n_candidates,) minus the divergence of the list with the candidate added."""
    held = (share[selected].sum(axis=0) + share) / (len(selected) + 1)
    mixed = (1 - SMOOTHING) * held + SMOOTHING * wanted
    counts = wanted > 0
    return -(wanted[counts] * np.log(wanted[counts] / mixed[:, counts])).sum(axis=1)


@borrowing
def start_calibration(problem: Problem, person: Person, lists: Lists, n: int) -> None:
    """The list holds nothing yet."""
    for aspect in range(lists.mass.shape[1]):
        lists.mass[0, aspect] = 0.0
    gain_calibration(problem, person, lists, n, np.int64(0))


@borrowing
def gain_calibration(problem: Problem, person: Person, lists: Lists, n: int, depth: int) -> None:
    """The gains of a list of ``depth`` items: the divergence without the item, mended in its own aspects."""
    mass, gain, wanted = lists.mass[depth], lists.gain[depth], person.wanted
    scale = (1 - SMOOTHING) / (depth + 1)
    base = 0.0
    for aspect in range(len(mass)):
        if wanted[aspect] > 0:
            mixed = scale * mass[aspect] + SMOOTHING * wanted[aspect]
            base += wanted[aspect] * np.log(wanted[aspect] / mixed)
    for i in range(n):
        item = person.items[i]
        divergence = base
        for at in range(problem.aspect_offsets[item], problem.aspect_offsets[item + 1]):
            aspect = problem.aspect_index[at]
            if wanted[aspect] > 0:
                without = scale * mass[aspect] + SMOOTHING * wanted[aspect]
                divergence -= wanted[aspect] * np.log(1 + scale * problem.aspect_share[at] / without)
        gain[i] = -divergence


@borrowing
def add_calibration(problem: Problem, person: Person, lists: Lists, n: int, depth: int) -> None:
    """The gains after the pick of rank ``depth``."""
    before, after = lists.mass[depth], lists.mass[depth + 1]
    for aspect in range(len(before)):
        after[aspect] = before[aspect]
    item = person.items[lists.chosen[depth]]
    for at in range(problem.aspect_offsets[item], problem.aspect_offsets[item + 1]):
        after[problem.aspect_index[at]] += problem.aspect_share[at]
    gain_calibration(problem, person, lists, n, depth + 1)


CALIBRATION = Reranker(
    name="calibration",
    title="In proportion to the person's taste (calibration)",
    good_at="Keeps the shares of categories in the list like those in the person's history.",
    function=calibration,
    needs=TASTE,
    gain=lambda candidates: lambda listed: calibration_gain(candidates.share, candidates.wanted, listed),
    compiled=CompiledGain(add_calibration, start_calibration),
    raises="taste",
)
