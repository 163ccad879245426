"""Direct greedy reranking of everybody at many values of λ; ``warm_up`` has the kernels ready before that.

Neighbouring values of λ mostly agree on the first picks: the lists share them, see ``walk``.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from recsys_core.errors import SettingError
from recsys_core.messages import message
from recsys_core.rerank.checks import check_lambda, check_length
from recsys_core.rerank.engine.walk import walk
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.method import Reranker
from recsys_core.rerank.registry import REGISTRY
from recsys_core.rerank.rules.rules import Rules
from recsys_core.runtime.threads import for_all
from recsys_core.types import BoolArray, FloatArray, IndexArray, ItemSpace

logger = logging.getLogger(__name__)


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
        SettingError: the reranker needs what is not there, or the rules clash.
    """
    lambdas = np.atleast_1d(np.asarray(lambdas, dtype=np.float64))
    check_length(k)
    inputs.rules.check(k, len(inputs.space.vectors))
    for lambda_ in lambdas:
        check_lambda(float(lambda_))
    order = np.argsort(lambdas, kind="stable")
    n_users = inputs.n_users
    out: IndexArray = np.empty((n_users, len(lambdas), k), dtype=np.int32)
    if out.size:
        unused, counts = np.empty((n_users, 1)), np.empty(n_users, dtype=np.int64)
        problem, users = inputs.problem(reranker), np.arange(n_users)
        kernel = walk_of(reranker)
        for_all(n_users, partial(kernel, problem, k, lambdas[order], users, unused, out, counts))
        check_all_feasible(inputs, k, counts >= 0)
    if np.array_equal(order, np.arange(len(order))):
        return out
    unsorted = np.empty_like(out)
    unsorted[:, order] = out
    return unsorted


def walk_of(reranker: Reranker) -> Callable[..., None]:
    """The kernel that makes a reranker's lists."""
    return reranker.walk or walk


def check_all_feasible(inputs: RerankInputs, k: int, kept: BoolArray) -> None:
    """Check that every user has a list that satisfies the rules.

    Raises:
        SettingError: somebody has none; names the fewest rules that clash for the first such person.
    """
    if kept.all():
        return
    clash = smallest_conflict(inputs.of_users(np.flatnonzero(~kept)[:1]), k)
    words = "; ".join(rule.words for rule in clash.rules)
    missing = int((~kept).sum())
    raise SettingError(
        message(
            "errors.people_no_list_candidates",
            "For {missing} of {n_users} people no list of {k} candidates keeps: {words}. Loosen "
            "one of these, or offer more candidates.",
            missing=missing,
            n_users=inputs.n_users,
            k=k,
            words=words,
        )
    )


def smallest_conflict(inputs: RerankInputs, k: int) -> Rules:
    """The fewest rules that people who have no list keeping all of them cannot keep together."""
    clash = inputs.rules
    for rule in inputs.rules.rules:
        if not users_with_feasible_list(inputs.with_rules(clash.without(rule)), k).all():
            clash = clash.without(rule)
    return clash


def users_with_feasible_list(inputs: RerankInputs, k: int) -> BoolArray:
    """(n_users,) whether a list of ``k`` of the person's candidates keeps the rules, whatever the reranker.

    Raises:
        SettingError: no list at all can keep them.
    """
    check_length(k)
    inputs.rules.check(k, len(inputs.space.vectors))
    users = np.arange(inputs.n_users)
    counts = np.zeros(inputs.n_users, dtype=np.int64)
    if inputs.n_users:
        out, unused = np.empty((inputs.n_users, 1, k), dtype=np.int32), np.empty((inputs.n_users, 1))
        problem = inputs.problem(REGISTRY["none"])
        for_all(inputs.n_users, partial(walk, problem, k, np.zeros(1), users, unused, out, counts))
    return counts >= 0


def warm_up() -> float:
    """Compile the engine, or load what an earlier run compiled; returns the seconds it took.

    One kernel serves all gains, the grid and the exact path, another one GIST; two people and three items are
    enough.
    """
    began = time.perf_counter()
    items = np.array([[0, 1, 2], [2, 0, 1]], dtype=np.int32)
    relevance = np.array([[1.0, 0.5, 0.0], [1.0, 0.5, 0.0]])
    inputs = RerankInputs(relevance, items, ItemSpace("text", np.eye(3, dtype=np.float32)))
    for name in ("mmr", "gist"):
        rerank(inputs, REGISTRY[name], 2, np.array([0.5]))
    seconds = time.perf_counter() - began
    logger.info("reranking engine ready after %.2f s", seconds)
    return seconds
