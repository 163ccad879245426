"""Rerank one person's candidates as the decision beside this file says; needs numpy alone.

    from rerank import rerank, setting
    positions = rerank(scores, categories=categories, **setting())

``python rerank.py`` compares this file with the 200 lists in golden.json.

λ is 0 for relevance only and 1 for diversity only. Scores are scaled to [0, 1] over the candidates given, so
offer as many candidates as the decision was measured with, or λ means something else.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).resolve().parent
FLOOR = 1e-6  # squared length under which nothing new is left
SMOOTHING = 0.01  # of the person's taste mixed into a list's proportions, in calibration
TWINS = 1 - 1e-6  # from here on two items are the same
REPEATS = (
    "mmr",
    "msd",
    "gist",
)  # an item that nothing is known about repeats the list; elsewhere it adds nothing
METHODS = ("mmr", "msd", "dpp", "cover", "ssd", "xquad", "calibration", "gist", "none")

Array = Any  # a numpy array
Gain = Callable[[list[int]], Array]


def rerank(
    scores: Sequence[float],
    k: int,
    method: str,
    lambda_: float,
    *,
    similarity: str = "jaccard",
    parameter: float = 5.0,
    categories: Sequence[Sequence[str]] | None = None,
    vectors: Sequence[Sequence[float]] | None = None,
    profile: Mapping[str, float] | None = None,
) -> list[int]:
    """Positions of the listed candidates, best first.

    Args:
        scores: (n,) of the candidates, in any order, finite. Equal scores keep their order.
        k: length of the list; shorter where candidates are fewer.
        method: one of METHODS.
        lambda_: 0 is relevance only, 1 is diversity only.
        similarity: "jaccard" compares categories, "cosine" compares vectors.
        parameter: how many of the last items count, in ssd.
        categories: (n,) names of each candidate's categories.
        vectors: (n, d) one for each candidate; zeros where nothing is known.
        profile: how much of each category the person likes, for xquad and calibration.

    Raises:
        ValueError: an argument does not fit; the message says which.
    """
    values = np.asarray(scores, dtype=np.float64)
    if values.ndim != 1 or not np.isfinite(values).all():
        raise ValueError("scores must be one row of finite numbers")
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}, got {method!r}")
    if k < 1 or not 0 <= lambda_ <= 1:
        raise ValueError(f"k must be at least 1 and lambda_ lie in [0, 1], got {k} and {lambda_}")
    order = np.argsort(-values, kind="stable")
    relevance = scaled(values[order])
    if method == "none" or not len(order):
        return [int(i) for i in order[:k]]
    ordered = None
    if categories is not None:
        ordered = [list(needed(categories, "categories", len(order))[i]) for i in order]
    if method in ("xquad", "calibration"):
        share, wanted = taste(needed(ordered, "categories", len(order)), profile or {}, method)
        gain = xquad(share, wanted) if method == "xquad" else calibration(share, wanted)
        return [int(order[i]) for i in greedy(relevance, k, lambda_, gain)]
    if similarity == "jaccard":
        alike, known = jaccard(needed(ordered, "categories", len(order)))
    else:
        alike, known = cosine(np.asarray(needed(vectors, "vectors", len(order)), dtype=np.float32)[order])
    np.fill_diagonal(alike, 1.0)
    alike[~known] = 0.0
    alike[:, ~known] = 1.0 if method in REPEATS else 0.0
    alike = alike.astype(np.float64)
    if method == "gist":
        return [int(order[i]) for i in gist(relevance, alike, k, lambda_)]
    gains: dict[str, Gain] = {
        "mmr": mmr(alike),
        "msd": lambda listed: (1.0 - alike[listed]).sum(axis=0),
        "dpp": lambda listed: np.log(left_over(alike, listed, len(listed) + 1)),
        "ssd": lambda listed: np.sqrt(left_over(alike, listed, int(parameter))),
        "cover": cover(alike),
    }
    return [int(order[i]) for i in greedy(relevance, k, lambda_, gains[method])]


def greedy(relevance: Array, k: int, lambda_: float, gain: Gain) -> list[int]:
    """Fill the list from the top, each time with the best; a tie goes to the candidate that comes first."""
    listed: list[int] = []
    free = np.ones(len(relevance), dtype=bool)
    for _ in range(min(k, len(relevance))):
        score = (1 - lambda_) * relevance + lambda_ * gain(listed)
        best = int(np.argmax(np.where(free, score, -np.inf)))
        listed.append(best)
        free[best] = False
    return listed


def scaled(scores: Array) -> Array:
    """Scores as relevance: the best is 1, the worst 0; all equal are 1."""
    if not len(scores):
        return scores
    high, low = scores.max(), scores.min()
    return 1.0 - (high - scores) / (high - low if high > low else 1.0)


def jaccard(categories: Sequence[Sequence[str]]) -> tuple[Array, Array]:
    """Shared categories over all categories of two items, and which items have any."""
    names = sorted({name for row in categories for name in row})
    member = np.zeros((len(categories), max(len(names), 1)), dtype=np.float32)
    for i, row in enumerate(categories):
        member[i, [names.index(name) for name in row]] = 1.0
    shared = member @ member.T
    size = member.sum(axis=1)
    shared /= np.maximum(size[:, None] + size[None] - shared, np.float32(1e-12))
    shared[shared > TWINS] = 1.0
    return np.clip(shared, -1.0, 1.0), size > 0


def cosine(vectors: Array) -> tuple[Array, Array]:
    """Cosine of two vectors, and which are not zero."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 1e-9)
    alike = np.clip(unit @ unit.T, -1.0, 1.0)
    alike[alike > TWINS] = 1.0
    return alike, np.any(unit != 0, axis=1)


def mmr(alike: Array) -> Gain:
    """Minus the largest similarity to the list (Carbonell & Goldstein, 1998; their λ is 1 minus ours)."""
    return lambda listed: -alike[listed].max(axis=0) if listed else np.zeros(len(alike))


def cover(alike: Array) -> Gain:
    """Increase of the mean root of how far the list serves all candidates (Lin & Bilmes, 2011)."""
    serves = np.maximum(alike, 0.0)

    def gain(listed: list[int]) -> Array:
        served = serves[listed].sum(axis=0)
        return (np.sqrt(served[:, None] + serves).sum(axis=0) - np.sqrt(served).sum()) / len(serves)

    return gain


def left_over(alike: Array, listed: list[int], window: int) -> Array:
    """Squared length of each candidate outside the span of the last ``window`` items (Chen et al., 2018)."""
    own = np.diagonal(alike)
    directions: list[Array] = []
    for pick in listed:
        recent = directions[max(0, len(directions) - window) :]
        left = own[pick] - sum(one[pick] ** 2 for one in recent)
        if left > FLOOR:
            shared = alike[pick] - sum(one * one[pick] for one in recent)
            directions.append(shared / np.sqrt(left))
        else:
            directions.append(np.zeros(len(alike)))
    recent = directions[max(0, len(directions) - window) :]
    return np.maximum(own - sum((one**2 for one in recent), np.zeros(len(own))), FLOOR)


def taste(
    categories: Sequence[Sequence[str]], profile: Mapping[str, float], method: str
) -> tuple[Array, Array]:
    """Shares of each candidate's categories, and of those that the person wants; both sum to 1 or 0."""
    names = sorted({*profile, *(name for row in categories for name in row)})
    share = np.zeros((len(categories), max(len(names), 1)))
    for i, row in enumerate(categories):
        for name in set(row):
            share[i, names.index(name)] = 1.0 / len(set(row))
    wanted = np.array([float(profile.get(name, 0.0)) for name in names] or [0.0])
    if np.any(wanted < 0) or not np.isfinite(wanted).all():
        raise ValueError("profile must hold finite numbers of at least 0")
    if wanted.sum() > 0:
        wanted = wanted / wanted.sum()
    elif method == "xquad":
        raise ValueError(
            "xquad needs a profile; for somebody without history give every category the same weight"
        )
    return share, wanted


def xquad(share: Array, wanted: Array) -> Gain:
    """Wanted and not yet served (Santos, Macdonald & Ounis, 2010)."""
    return lambda listed: (share * (wanted * np.prod(1.0 - share[listed], axis=0))).sum(axis=1)


def calibration(share: Array, wanted: Array) -> Gain:
    """Minus the divergence of the list's proportions from the person's taste (Steck, 2018)."""
    counts = wanted > 0

    def gain(listed: list[int]) -> Array:
        held = (share[listed].sum(axis=0) + share) / (len(listed) + 1)
        mixed = (1 - SMOOTHING) * held + SMOOTHING * wanted
        return -(wanted[counts] * np.log(wanted[counts] / mixed[:, counts])).sum(axis=1)

    return gain


def gist(relevance: Array, alike: Array, k: int, lambda_: float) -> list[int]:
    """The best of the lists in which no two items are closer than a distance (Fahrbach et al., 2025)."""
    distance, length = 1.0 - alike, min(k, len(relevance))
    best, most, least = list(range(length)), -np.inf, -np.inf
    while True:
        listed: list[int] = []
        nearest, near = (
            np.full(len(relevance), np.inf),
            np.inf,
        )  # each candidate's distance to the list so far
        for item in range(len(relevance)):
            if len(listed) < length and nearest[item] >= least:
                near = min(near, nearest[item])
                listed.append(item)
                nearest = np.minimum(nearest, distance[item])
        if len(listed) == length:
            worth = (1 - lambda_) * relevance[listed].mean() + lambda_ * (near if length > 1 else 0.0)
            if worth > most:
                best, most = listed, worth
        if len(listed) <= 1:
            return best
        least = np.nextafter(near, np.inf)


def needed(values: Any, name: str, n: int) -> Any:
    """Refuse candidates without what the method compares them by."""
    if values is None or len(values) != n:
        raise ValueError(f"{name} must be given for each of the {n} candidates")
    return values


def setting() -> dict[str, Any]:
    """The decision's setting, as the arguments of ``rerank``."""
    record = json.loads((FOLDER / "decision.json").read_text(encoding="utf-8"))["record"]
    chosen = record["setting"]
    return {
        "k": chosen["k"],
        "method": chosen["method"],
        "lambda_": chosen["lambda"],
        "similarity": chosen["similarity"],
        "parameter": chosen["parameter"],
    }


def check(path: Path) -> tuple[int, list[str]]:
    """How many golden cases there are, and the names of those that come out otherwise."""
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    wrong = [case["name"] for case in cases if rerank(**case["input"]) != case["expected"]]
    return len(cases), wrong


if __name__ == "__main__":
    number, failed = check(FOLDER / "golden.json")
    sys.stdout.write(f"{number - len(failed)} of {number} golden cases pass\n")
    sys.exit("failed: " + ", ".join(failed) if failed else 0)
