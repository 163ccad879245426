"""Direct greedy reranking of everybody at many values of λ.

Neighbouring values of λ mostly agree on the first picks. The greedy tree is walked depth first with the
values sorted, and every list is built only from the rank on at which it differs from the one before.
"""

from __future__ import annotations

import threading

import numba
import numpy as np

from recsys_core.compilation import compiled
from recsys_core.rerank.arrays import Lists, Person, Problem, new_lists, new_person, seat
from recsys_core.rerank.checks import check_lambda, check_length
from recsys_core.rerank.gains import start, take, untake
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.reranker import Reranker
from recsys_core.rerank.winners import grid_winners
from recsys_core.types import FloatArray, IndexArray

ONE_AT_A_TIME = threading.Lock()
"""Numba's simplest threading layer aborts the process when two threads start parallel work at once."""


def rerank(inputs: RerankInputs, reranker: Reranker, k: int, lambdas: FloatArray) -> IndexArray:
    """Greedy lists of all users at every λ.

    Args:
        inputs: all users.
        reranker: which gain.
        k: list length.
        lambdas: (n_lambdas,) in [0, 1], any order.

    Returns:
        (n_users, n_lambdas, k) int32 item indices, -1 where a user has fewer candidates. A tie goes to the
        candidate that comes first. Equal to the one-person function of the reranker.

    Raises:
        ValueError: k < 1 or a λ is outside [0, 1].
        SettingError: the reranker needs what is not there.
    """
    lambdas = np.atleast_1d(np.asarray(lambdas, dtype=np.float64))
    check_length(k)
    for lambda_ in lambdas:
        check_lambda(float(lambda_))
    order = np.argsort(lambdas, kind="stable")
    out = np.full((inputs.n_users, len(lambdas), k), -1, dtype=np.int32)
    if out.size:
        with ONE_AT_A_TIME:
            _rerank_all(inputs.problem(reranker), k, lambdas[order], out)
    if np.array_equal(order, np.arange(len(order))):
        return out
    unsorted = np.empty_like(out)
    unsorted[:, order] = out
    return unsorted


@compiled(parallel=True)
def _rerank_all(problem: Problem, k: int, lambdas: FloatArray, out: IndexArray) -> None:
    n_users = len(problem.counts)
    n_blocks = (n_users + 15) // 16  # room is made once a block
    for block in numba.prange(n_blocks):
        person, lists = new_person(problem), new_lists(problem, k)
        for user in range(16 * block, min(n_users, 16 * block + 16)):
            _rerank_one(problem, user, person, lists, k, lambdas, out[user])


@compiled
def _rerank_one(
    problem: Problem, user: int, person: Person, lists: Lists, k: int, lambdas: FloatArray, out: IndexArray
) -> None:
    n = seat(problem, user, person)
    length = min(k, n)
    if length == 0:
        return
    n_lambdas = len(lambdas)
    scratch = np.empty((2, n), np.float64)
    near = np.empty(n, np.int64)
    picks = np.empty((length, n_lambdas), np.int64)
    last = np.zeros(length, np.int64)  # end of the run of λ that a rank works for
    at = np.zeros(length, np.int64)  # the λ where the next branch of a rank begins
    depth = 0
    last[0] = n_lambdas
    start(problem, person, lists, n)
    grid_winners(person.relevance, lists.gain[0], n, lambdas, 0, n_lambdas, scratch, near, picks[0])
    while depth >= 0:
        if at[depth] == last[depth]:
            depth -= 1
            if depth >= 0:
                untake(problem, user, person, lists, depth)
            continue
        first = at[depth]
        pick = picks[depth, first]
        stop = first + 1
        while stop < last[depth] and picks[depth, stop] == pick:
            stop += 1
        at[depth] = stop
        for point in range(first, stop):
            out[point, depth] = person.items[pick]
        if depth + 1 == length:
            continue
        lists.chosen[depth] = pick
        take(problem, person, lists, n, depth)
        depth += 1
        at[depth], last[depth] = first, stop
        gain = lists.gain[depth]
        grid_winners(person.relevance, gain, n, lambdas, first, stop, scratch, near, picks[depth])
