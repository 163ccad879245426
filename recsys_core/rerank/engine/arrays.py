"""The arrays that the kernels pass around: everybody's inputs, one person's view of them, the lists so far.

Named tuples, because numba compiles them away. ``NEVER`` is finite on purpose: it is multiplied by λ and
``1 - λ``, and an infinity times zero would be no number.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from recsys_core.metrics.similarity import compiled_similarity
from recsys_core.rerank.rules.arrays import RuleArrays
from recsys_core.rerank.similarity import TWINS
from recsys_core.runtime.compilation import borrowing, compiled
from recsys_core.types import BoolArray, FloatArray, IndexArray

NEVER = -1e30
"""Relevance and gain of a candidate that cannot be taken (any more)."""


class Problem(NamedTuple):
    """Everybody's inputs, read only.

    Attributes:
        kind: which gain, an integer of ``gains``.
        parameter: the gain's own number (window, concavity, smoothing or seed).
        items: (n_users, n_candidates) int32, padded with -1 at the end.
        relevance: (n_users, n_candidates) float64.
        counts: (n_users,) int64, candidates a user has.
        table: (n_items, n_items) float32 similarity, or (0, 0) where the catalogue is too large for one.
        rest: (n_items, n_items) float32 what rounding left out of ``table``, or (0, 0) unless ``fine``.
        vectors: (n_items, n_dimensions) float32, used when there is no table.
        lengths: (n_items,) float64 lengths of ``vectors``, which float32 keeps near 1 but not at it.
        known: (n_items,) whether anything is known about the item.
        jaccard: whether ``vectors`` are memberships compared by overlap instead of unit rows.
        repeats: similarity of an item that nothing is known about to whatever is in the list.
        fine: whether similarities are needed to more digits than float32 has.
        aspect_offsets, aspect_index, aspect_share: aspects of each item (CSR); its shares sum to 1.
        wanted: (n_users or 0, n_aspects) float64, how much the user wants each aspect, rows sum to 1 or 0.
        rules: what every list must keep.
    """

    kind: int
    parameter: float
    items: IndexArray
    relevance: FloatArray
    counts: IndexArray
    table: FloatArray
    rest: FloatArray
    vectors: FloatArray
    lengths: FloatArray
    known: BoolArray
    jaccard: bool
    repeats: float
    fine: bool
    aspect_offsets: IndexArray
    aspect_index: IndexArray
    aspect_share: FloatArray
    wanted: FloatArray
    rules: RuleArrays


class Person(NamedTuple):
    """One person at work; the arrays are reused for the next one.

    Attributes:
        items: (n_candidates,) int32 item indices.
        relevance: (n_candidates,) float64, NEVER while the candidate is in the list.
        similarity: (n_candidates, n_candidates) float64, a row is filled when its candidate is first taken.
        filled: (n_candidates,) whether the row of ``similarity`` is there.
        wanted: (n_aspects,) float64.
    """

    items: IndexArray
    relevance: FloatArray
    similarity: FloatArray
    filled: BoolArray
    wanted: FloatArray


class Lists(NamedTuple):
    """The list being built; row ``d`` belongs to a list of ``d`` items, so a step can be undone.

    Attributes:
        chosen: (k,) int64, position of the candidate taken at each rank.
        gain: (k + 1, n_candidates) float64, what each candidate would add; a bound where not ``fresh``.
        fresh: (k + 1, n_candidates) whether the gain was worked out for this list.
        level: (k + 1, n_candidates) float64, the gain's own memory (residual or coverage).
        basis: (k + 1, n_candidates) float64, projections on the items taken.
        mass: (k + 1, n_aspects) float64, what the list holds of each aspect.
        base: (k + 1,) float64, worth of the list itself where gains are differences.
    """

    chosen: IndexArray
    gain: FloatArray
    fresh: BoolArray
    level: FloatArray
    basis: FloatArray
    mass: FloatArray
    base: FloatArray


@compiled
def new_person(problem: Problem) -> Person:
    """Room for one person."""
    width = problem.items.shape[1]
    return Person(
        np.empty(width, np.int32),
        np.empty(width, np.float64),
        np.empty((width, width), np.float64),
        np.empty(width, np.bool_),
        np.empty(problem.wanted.shape[1], np.float64),
    )


@compiled
def new_lists(problem: Problem, k: int) -> Lists:
    """Room for lists of up to ``k`` items."""
    width, n_aspects = problem.items.shape[1], problem.wanted.shape[1]
    return Lists(
        np.zeros(k + 1, np.int64),
        np.zeros((k + 1, width), np.float64),
        np.ones((k + 1, width), np.bool_),
        np.zeros((k + 1, width), np.float64),
        np.zeros((k + 1, width), np.float64),
        np.zeros((k + 1, n_aspects), np.float64),
        np.zeros(k + 1, np.float64),
    )


@borrowing
def load_user(problem: Problem, user: int, person: Person) -> int:
    """Make ``person`` the user ``user``; returns how many candidates there are."""
    n = problem.counts[user]
    for i in range(n):
        person.items[i] = problem.items[user, i]
        person.relevance[i] = problem.relevance[user, i]
        person.filled[i] = False
    if problem.wanted.shape[0] > 0:
        for aspect in range(problem.wanted.shape[1]):
            person.wanted[aspect] = problem.wanted[user, aspect]
    return n


@borrowing
def fill_similarity(problem: Problem, person: Person, n: int, row: int) -> None:
    """Write the similarity of every candidate to candidate ``row``, once."""
    if person.filled[row]:
        return
    person.filled[row] = True
    out = person.similarity[row]
    item = person.items[row]
    if problem.table.shape[0] > 0:
        similar = problem.table[item]
        for i in range(n):
            out[i] = similar[person.items[i]]
        if problem.rest.shape[0] > 0:
            left_over = problem.rest[item]
            for i in range(n):
                out[i] += left_over[person.items[i]]
        return
    left = problem.vectors[item]
    for i in range(n):
        other = person.items[i]
        if not problem.known[other]:
            out[i] = problem.repeats
        elif not problem.known[item]:
            out[i] = 0.0
        else:
            alike = compiled_similarity(left, problem.vectors[other], problem.jaccard, np.float64(0.0))
            alike /= problem.lengths[item] * problem.lengths[other]
            if i == row or alike > TWINS:
                out[i] = 1.0
            else:
                out[i] = alike if problem.fine else np.float64(np.float32(alike))
