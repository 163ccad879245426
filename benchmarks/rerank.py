"""How fast everybody's lists come, beside the library of the field with the same rerankers.

(a) like for like: the same 21 values of λ for all people, ours in one call, pyversity in the loop over people
and λ that it asks for. (b) the whole axis, exactly, against pyversity's 21 points. Sides alternate in one
run, each figure is the median of its repetitions; the similarities are part of our time. Lists are asserted
to be the same wherever the formulas are (MMR, MSD, COVER); DPP and SSD are held to our plain functions.

    python -m benchmarks.rerank --json
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import partial

import numpy as np
from pyversity import Strategy, diversify

from benchmarks.people import people
from benchmarks.report import Check, Report, arguments, log
from recsys_core.evaluation.paths import Paths, exact_paths
from recsys_core.rerank import (
    REGISTRY,
    Reranker,
    RerankInputs,
    candidate_similarity,
    dpp,
    rerank,
    ssd,
    warm_up,
)
from recsys_core.rerank.ssd import WINDOW
from recsys_core.runtime.threads import n_threads
from recsys_core.types import IndexArray

K = 10
LAMBDAS = np.linspace(0.0, 1.0, 21)
FLOAT32 = 2e-6  # scores closer than this are one and the same to a library that computes in float32


@dataclass(frozen=True)
class Side:
    """One reranker on both sides.

    Attributes:
        name: ours.
        strategy: theirs.
        grid, path: how many times faster we want to be.
        sample: people of pyversity's loop in one repetition; its time is scaled up to everybody.
        scale: factor on the relevance given to pyversity, where our gain is a mean and theirs a sum.
    """

    name: str
    strategy: Strategy
    grid: float
    path: float
    sample: int
    scale: float = 1.0


SIDES = (
    Side("mmr", Strategy.MMR, 60, 45, 120),
    Side("msd", Strategy.MSD, 60, 20, 120),
    Side("dpp", Strategy.DPP, 25, 10, 80),
    Side("ssd", Strategy.SSD, 25, 10, 40),
    Side("cover", Strategy.COVER, 40, 15, 8, scale=200.0),
)


def main() -> None:
    """Measure and print the report."""
    options = arguments(__doc__)
    report = Report()
    inputs = people()
    report.details["people"], report.details["candidates"] = inputs.items.shape
    report.details["threads"], report.details["load"] = n_threads(), os.getloadavg()
    first = warm_up()
    log(f"kernels ready after {first:.1f} s")
    report.details["seconds until kernels are ready"] = first
    for side in SIDES:
        measure(side, inputs, 3 if options.quick else 9, report)
    report.show(as_json=options.json)


def measure(side: Side, inputs: RerankInputs, repetitions: int, report: Report) -> None:
    """Time both sides in turn, hold the lists against each other, and add the checks."""
    reranker = REGISTRY[side.name]
    seconds: dict[str, list[float]] = {"pyversity": [], "grid": [], "path": []}
    processor: dict[str, list[float]] = {name: [] for name in seconds}
    theirs = np.full((inputs.n_users, len(LAMBDAS), K), -1, dtype=np.int32)
    asked = np.zeros(inputs.n_users, dtype=bool)
    order = np.random.default_rng(0).permutation(inputs.n_users)
    for repetition in range(repetitions):
        users = np.roll(order, -repetition * side.sample)[: side.sample]
        asked[users] = True
        for name, work, share in (
            ("pyversity", partial(loop, side, inputs, users, theirs), len(users) / inputs.n_users),
            ("grid", partial(grid, inputs, reranker), 1.0),
            ("path", partial(path, inputs, reranker), 1.0),
        ):
            began, began_cpu = time.perf_counter(), time.process_time()
            work()
            seconds[name].append((time.perf_counter() - began) / share)
            processor[name].append((time.process_time() - began_cpu) / share)
    lists, paths = rerank(inputs, reranker, K, LAMBDAS), exact_paths(inputs, reranker, K)
    agreement = (
        held_to_plain(side, inputs, lists, np.flatnonzero(asked)[:40])
        if side.name in {"dpp", "ssd"}
        else held_to_theirs(side, inputs, lists, theirs, np.flatnonzero(asked))
    )
    agreement["path equals grid"] = path_share(paths, lists)
    if agreement["path equals grid"] < 0.9999:
        raise AssertionError(f"{side.name}: the path differs from the grid")
    middle = {name: float(np.median(values)) for name, values in seconds.items()}
    title = side.name.upper()
    for key, goal, words in (
        ("grid", side.grid, "21 values of λ, times faster than pyversity"),
        ("path", side.path, "exact path, times faster than its 21 values"),
    ):
        report.add(Check(f"{title}: {words}", middle["pyversity"] / middle[key], goal, goal))
    report.details[side.name] = {
        "seconds": middle,
        "processor seconds": {name: float(np.median(values)) for name, values in processor.items()},
        "fastest": {name: min(values) for name, values in seconds.items()},
        "lists a person": len(paths.breakpoints) / inputs.n_users,
        **agreement,
    }


def fresh(inputs: RerankInputs) -> RerankInputs:
    """The same people without the similarity table, which is then part of the time."""
    return RerankInputs(inputs.relevance, inputs.items, inputs.space)


def grid(inputs: RerankInputs, reranker: Reranker) -> IndexArray:
    """Ours at the same values of λ."""
    return rerank(fresh(inputs), reranker, K, LAMBDAS)


def path(inputs: RerankInputs, reranker: Reranker) -> Paths:
    """Ours on the whole axis."""
    return exact_paths(fresh(inputs), reranker, K)


def loop(side: Side, inputs: RerankInputs, users: IndexArray, out: IndexArray) -> None:
    """Pyversity for some people at every λ."""
    options = {"window": WINDOW} if side.strategy is Strategy.SSD else {}
    for user in users:
        vectors = inputs.space.vectors[inputs.items[user]]
        scores = inputs.relevance[user] * side.scale
        for at, lambda_ in enumerate(LAMBDAS):
            result = diversify(vectors, scores, K, side.strategy, float(lambda_), **options)
            out[user, at] = inputs.items[user][result.indices]


def held_to_theirs(
    side: Side, inputs: RerankInputs, ours: IndexArray, theirs: IndexArray, users: IndexArray
) -> dict[str, float]:
    """Both sides list the same, or their scores tie in float32 where they part first.

    Raises:
        AssertionError: they part at a score that float32 can tell apart.
    """
    parted = np.argwhere((ours[users] != theirs[users]).any(axis=2))
    for row, at in parted:
        user = users[row]
        rank = int(np.argmax(ours[user, at] != theirs[user, at]))
        gap = score_gap(side, inputs, user, float(LAMBDAS[at]), ours[user, at], theirs[user, at, rank], rank)
        if abs(gap) > FLOAT32:
            raise AssertionError(f"{side.name}: person {user} at λ = {LAMBDAS[at]}: lists part by {gap}")
    return {
        "people compared with pyversity": len(users),
        "same lists": 1.0 - len(parted) / (len(users) * len(LAMBDAS)),
        "parted at a float32 tie": len(parted),
    }


def score_gap(
    side: Side, inputs: RerankInputs, user: int, lambda_: float, listed: IndexArray, other: int, rank: int
) -> float:
    """By how much our pick of a rank scores above another item, in float64."""
    from recsys_core.rerank.cover import cover_gain
    from recsys_core.rerank.mmr import mmr_gain
    from recsys_core.rerank.msd import msd_gain

    gain = {"mmr": mmr_gain, "msd": msd_gain, "cover": cover_gain}[side.name]
    items = inputs.items[user]
    place = {int(item): at for at, item in enumerate(items)}
    similarity = candidate_similarity(inputs.space, items, REGISTRY[side.name].repeats)
    gains = gain(similarity, np.array([place[int(item)] for item in listed[:rank]], dtype=np.intp))
    score = (1 - lambda_) * inputs.relevance[user] + lambda_ * gains
    return float(score[place[int(listed[rank])]] - score[place[int(other)]])


def held_to_plain(side: Side, inputs: RerankInputs, lists: IndexArray, users: IndexArray) -> dict[str, float]:
    """Our engine lists what our plain numpy functions list, given the very numbers that the engine reads.

    Raises:
        AssertionError: less than 99.9% of the lists are the same.
    """
    plain = {"dpp": dpp, "ssd": ssd}[side.name]
    same = 0
    table, rest = inputs.table(REGISTRY[side.name].repeats)
    for user in users:
        square = np.ix_(inputs.items[user], inputs.items[user])
        similarity = table[square].astype(np.float64) + rest[square]
        for at, lambda_ in enumerate(LAMBDAS):
            picked = plain(inputs.relevance[user], similarity, K, lambda_=float(lambda_))
            same += np.array_equal(inputs.items[user][picked], lists[user, at])
    share = same / (len(users) * len(LAMBDAS))
    if share < 0.999:
        raise AssertionError(f"{side.name}: {share:.4f} of lists equal the plain function")
    return {"people compared with the plain function": len(users), "same lists": share}


def path_share(paths: Paths, lists: IndexArray) -> float:
    """Share of people and values of λ at which path and grid list the same."""
    inside = [np.all(paths.at(float(lambda_)) == lists[:, at], axis=1) for at, lambda_ in enumerate(LAMBDAS)]
    return float(np.mean(inside))


if __name__ == "__main__":
    main()
