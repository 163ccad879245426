"""Lists of the engine for inputs that can be written down: what a reranker elsewhere is compared with."""

from __future__ import annotations

from typing import Any

import numpy as np

from recsys_core.data.features import category_names
from recsys_core.metrics.similarity import aspect_shares, unit_rows
from recsys_core.rerank import REGISTRY, Reranker, RerankInputs, rerank
from recsys_core.types import Candidates, FloatArray, IndexArray, ItemSpace
from recsys_core.workbench.bench import Workbench

CASES, REAL = 200, 40
SEED = 20261127
_NEAR = 1e-9  # a list that changes so close to λ hangs on rounding and is no reference
_CATEGORIES = ("comedy", "drama", "horror", "romance", "war")
_METHODS = ("mmr", "msd", "dpp", "cover", "ssd", "xquad", "calibration", "gist", "none")


def reference_cases(bench: Workbench, method: str, lambda_: float, k: int) -> list[dict[str, Any]]:
    """Two hundred inputs with the engine's own lists.

    Some are people of the data at the setting; the others are made up, a few candidates each: equal scores,
    items twice, items that nothing is known about, fewer candidates than places, one candidate, both ends of
    λ, every method.

    Returns:
        Dicts with ``name``, ``input`` (arguments of the portable ``rerank``) and ``expected`` (positions).
    """
    cases: list[dict[str, Any]] = (
        [] if method not in _METHODS else _people(bench, bench.rerankers[method], lambda_, k)
    )
    rng, number = np.random.default_rng(SEED), 0
    while len(cases) < CASES:
        number += 1
        name = method if method in _METHODS and number % 2 else _METHODS[number % len(_METHODS)]
        case = _made_up(rng, REGISTRY[name], number)
        if case is not None:
            cases.append(case)
    return cases


def _people(bench: Workbench, method: Reranker, lambda_: float, k: int) -> list[dict[str, Any]]:
    """People of the data, evenly spread, with all their candidates."""
    inputs, candidates = bench.rerank_inputs(), bench.candidates()
    rows = np.unique(np.linspace(0, inputs.n_users - 1, min(REAL, inputs.n_users)).astype(int))
    names = category_names(bench.dataset) if bench.has_categories else []
    cases: list[dict[str, Any]] = []
    categories = [list(held) for held in bench.dataset.items["categories"]]
    for row in rows:
        one = inputs.of_users(np.array([row]))
        held = int(candidates.counts[row])
        if not held:
            continue
        items = one.items[0, :held]
        arguments = _setting(method, lambda_, k, inputs.space)
        arguments["scores"] = candidates.scores[row, :held].tolist()
        if bench.has_categories:
            arguments["categories"] = [categories[item] for item in items]
        if inputs.space.kind == "cosine" and "space" in method.needs:
            arguments["vectors"] = inputs.space.vectors[items].tolist()
        if "profile" in method.needs and one.profile is not None:
            wanted = one.profile[0] if one.profile[0].any() else np.ones(len(names))
            arguments["profile"] = dict(zip(names, wanted.tolist(), strict=True))
        expected = rerank(one, method, k, np.array([lambda_]))[0, 0]
        cases.append(_case(f"person {len(cases) + 1}", arguments, _positions(expected, items)))
    return cases


def _made_up(rng: np.random.Generator, method: Reranker, number: int) -> dict[str, Any] | None:
    """One odd input, None where its list hangs on rounding."""
    n, k = int(rng.integers(1, 13)), int(rng.integers(1, 9))
    lambda_ = float(rng.choice([0.0, 1.0, round(float(rng.random()), 3)], p=[0.1, 0.1, 0.8]))
    scores = np.sort(rng.choice(_scores(rng), n))[::-1].astype(np.float64)  # few different ones: many ties
    member = (rng.random((n, len(_CATEGORIES))) < 0.35).astype(np.float32)
    vectors = np.round(rng.normal(size=(n, 4)), 2).astype(np.float32)
    if n > 2:
        member[1], vectors[1] = member[0], vectors[0]  # an item twice
        vectors[n - 1] = 0.0  # nothing is known about it
    jaccard = number % 4 < 2 and method.name not in ("dpp", "ssd")
    space = ItemSpace("categories", member, "jaccard") if jaccard else ItemSpace("text", unit_rows(vectors))
    taste = np.round(rng.random(len(_CATEGORIES)), 2)
    items = np.arange(n, dtype=np.int32)[None]
    relevance = Candidates(items, scores[None]).relevance
    inputs = RerankInputs(relevance, items, space, aspect_shares(member), taste[None] / taste.sum())
    if "aspects" in method.needs and not member.any():
        return None
    near = np.clip([lambda_ - _NEAR, lambda_, lambda_ + _NEAR], 0.0, 1.0)
    lists = rerank(inputs, method, k, near)[0]
    if 0 < lambda_ < 1 and not (lists == lists[1]).all():
        return None
    arguments = _setting(method, lambda_, k, space) | {
        "scores": scores.tolist(),
        "categories": [[_CATEGORIES[at] for at in np.flatnonzero(row)] for row in member],
        "vectors": None if jaccard else vectors.tolist(),
        "profile": dict(zip(_CATEGORIES, taste.tolist(), strict=True)),
    }
    expected = _positions(lists[1], items[0])
    return _case(f"{method.name} {number}", arguments, expected)


def _scores(rng: np.random.Generator) -> FloatArray:
    """A few scores on a scale of their own: small, large, negative, or all the same."""
    scale = float(rng.choice([1.0, 1e-6, 1e6, 0.0]))
    return np.round(rng.normal(size=4), 2) * scale - 1.0


def _setting(method: Reranker, lambda_: float, k: int, space: ItemSpace) -> dict[str, Any]:
    return {
        "k": k,
        "method": method.name,
        "lambda_": lambda_,
        "similarity": space.kind,
        "parameter": method.parameter or 5.0,
    }


def _positions(listed: IndexArray, items: IndexArray) -> list[int]:
    """Where each listed item stands among the candidates."""
    place = {int(item): at for at, item in enumerate(items)}
    return [place[int(item)] for item in listed if item >= 0]


def _case(name: str, arguments: dict[str, Any], expected: list[int]) -> dict[str, Any]:
    given = {key: value for key, value in arguments.items() if value is not None}
    return {"name": name, "input": given, "expected": expected}
