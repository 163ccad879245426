"""Function, batch and path agree at 1,001 settings on input made to break them, with and without rules.

Every list is held to the plain gain: each pick scores as much as any other candidate at every setting where
it is made. Only scores within rounding of each other may be taken in either order.
"""

from itertools import combinations

import numpy as np
import pytest

from recsys_core.errors import SettingError
from recsys_core.evaluation.paths import exact_paths
from recsys_core.rerank import REGISTRY, AtMost, Block, Pin, RerankInputs, candidate_similarity, rerank
from recsys_core.rerank.engine.projection import FLOOR
from recsys_core.rerank.greedy import greedy
from recsys_core.rerank.rules.rules import with_pins
from recsys_core.types import ItemSpace
from tests.rerank.engine.hostile import N_ITEMS, K, hostile_inputs, hostile_rules

GRID = np.linspace(0, 1, 1001)
LINEAR = [name for name, entry in REGISTRY.items() if entry.linear]
ROUNDING = 1e-8  # the logarithm of a length near the floor magnifies 1e-16 to this

bounded = pytest.param(range(12), id="some")
everything = pytest.param(range(12, 400), id="many", marks=pytest.mark.long)
seeds = pytest.mark.parametrize("seeds", [bounded, everything])


def stretches(lists):
    """(first, stop) of each stretch of equal lists along the grid."""
    ends = [*(np.flatnonzero((lists[1:] != lists[:-1]).any(axis=1)) + 1), len(lists)]
    return zip([0, *ends[:-1]], ends, strict=True)


def check_greedy(inputs, user, gain, listed, lambdas, allowed=None):
    """Every pick is a best one at each of ``lambdas``."""
    items = inputs.items[user][inputs.items[user] >= 0].tolist()
    relevance = inputs.relevance[user, : len(items)]
    picked = [items.index(item) for item in listed if item >= 0]
    assert len(set(picked)) == len(picked)
    for rank, pick in enumerate(picked):
        so_far = np.array(picked[:rank], dtype=np.intp)
        score = (1 - lambdas[:, None]) * relevance + lambdas[:, None] * gain(so_far)
        score[:, so_far] = -np.inf
        if allowed is not None:
            score[:, ~allowed(picked[:rank])] = -np.inf
        assert (score[:, pick] >= score.max(axis=1) - ROUNDING).all(), (user, rank, lambdas[0])


def same_or_tied(inputs, user, gain, mine, other, lambda_):
    """Two lists agree up to a tie within rounding, after which each goes its own way."""
    if np.array_equal(mine, other):
        return True
    rank = int(np.argmax(mine != other))
    items = inputs.items[user].tolist()
    so_far = np.array([items.index(item) for item in mine[:rank]], dtype=np.intp)
    score = (1 - lambda_) * inputs.relevance[user] + lambda_ * pad(gain(so_far), len(items))
    return abs(score[items.index(mine[rank])] - score[items.index(other[rank])]) <= ROUNDING


def pad(values, width):
    return np.concatenate([values, np.zeros(width - len(values))])


def paths_agree(inputs, name, lists, gain_of, k=K):
    paths = exact_paths(inputs, REGISTRY[name], k)
    for user in range(inputs.n_users):
        path, gain = paths.of_user(user), gain_of(inputs, REGISTRY[name], user)
        assert (np.diff(path.breakpoints) > 0).all() and path.breakpoints[0] == 0
        rows = np.searchsorted(path.breakpoints, GRID, side="right") - 1
        for at in np.flatnonzero((path.lists[rows] != lists[user]).any(axis=1)):
            mine, other = lists[user, at], path.lists[rows[at]]
            assert same_or_tied(inputs, user, gain, mine, other, GRID[at]), (name, user, GRID[at])


@seeds
@pytest.mark.parametrize("name", LINEAR)
def test_function_batch_and_path(name, seeds, gain_of):
    entry = REGISTRY[name]
    for seed in seeds:
        inputs = hostile_inputs(seed)
        lists = rerank(inputs, entry, K, GRID)
        for user in range(inputs.n_users):
            gain = gain_of(inputs, entry, user)
            n = int((inputs.items[user] >= 0).sum())
            assert ((lists[user] >= 0).sum(axis=1) == min(K, n)).all()
            for first, stop in stretches(lists[user]):
                check_greedy(inputs, user, gain, lists[user, first], GRID[first:stop])
                picked = greedy(inputs.relevance[user, :n], K, GRID[first], gain)
                plain = np.append(inputs.items[user, picked], np.full(K - len(picked), -1))
                assert same_or_tied(inputs, user, gain, lists[user, first], plain, GRID[first])
        paths_agree(inputs, name, lists, gain_of)


@pytest.mark.parametrize("name", [name for name, entry in REGISTRY.items() if entry.needs == {"space"}])
def test_the_method_by_its_own_function(name, gain_of):
    entry = REGISTRY[name]
    for seed in range(12):
        inputs = hostile_inputs(seed, n_users=1)
        candidates = inputs.items[0][inputs.items[0] >= 0]
        similarity = candidate_similarity(inputs.space, candidates, entry.repeats)
        for lambda_ in (0.0, 0.317, 0.75, 1.0):
            mine = rerank(inputs, entry, K, [lambda_])[0, 0]
            picked = entry.function(inputs.relevance[0, : len(candidates)], similarity, K, lambda_=lambda_)
            plain = np.append(candidates[picked], np.full(K - len(picked), -1))
            if entry.linear:
                gain = gain_of(inputs, entry, 0)
                assert same_or_tied(inputs, 0, gain, mine, plain, lambda_), (seed, lambda_)
            else:
                assert np.array_equal(mine, plain), (seed, lambda_)


def keeps(listed, rule):
    if isinstance(rule, Pin):
        return listed[rule.place] == rule.item_idx
    if isinstance(rule, Block):
        return rule.item_idx not in listed
    if isinstance(rule, AtMost):
        return bool(((rule.groups[list(listed)] > 0).sum(axis=0) <= rule.n).all())
    return bool(rule.members[list(listed)].sum() >= rule.n)


def finishable(items, so_far, rules, k):
    """Whether a list that starts so can be filled so that it keeps every rule, by trying everything."""
    pins = {pin.place: pin.item_idx for pin in rules.pins}
    start = [items[at] for at in so_far]
    open_places = [place for place in range(len(start), k) if place not in pins]
    rest = [item for item in items if item not in start and item not in pins.values()]
    for extra in combinations(rest, len(open_places)):
        full = dict(enumerate(start)) | {place: item for place, item in pins.items() if place >= len(start)}
        full |= dict(zip(open_places, extra, strict=True))
        whole = [full[place] for place in range(k)]
        if len(set(whole)) == k and all(keeps(whole, rule) for rule in rules.rules):
            return True
    return False


def everything_pinned_is_offered(inputs):
    """The same with pins that are no candidates behind the candidates, as the engine takes them."""
    relevance, items = with_pins(inputs.relevance, inputs.items, inputs.rules)
    return RerankInputs(relevance, items, inputs.space, inputs.aspects, inputs.profile, inputs.rules)


@seeds
@pytest.mark.parametrize("name", LINEAR)
def test_under_rules(name, seeds, gain_of):
    entry, k = REGISTRY[name], 3
    for seed in seeds:
        rules = hostile_rules(seed)
        inputs = everything_pinned_is_offered(hostile_inputs(seed, n_users=1).with_rules(rules))
        items = inputs.items[0][inputs.items[0] >= 0].tolist()

        def allowed(so_far, items=items, rules=rules):
            return np.array(
                [at not in so_far and finishable(items, [*so_far, at], rules, k) for at in range(len(items))]
            )

        try:
            lists = rerank(inputs, entry, k, GRID)
        except SettingError:
            assert not finishable(items, [], rules, k)
            continue
        paths_agree(inputs, name, lists, gain_of, k)
        if len(items) < k:
            continue
        for first, stop in stretches(lists[0]):
            assert all(keeps(lists[0, first], rule) for rule in rules.rules)
            check_greedy(inputs, 0, gain_of(inputs, entry, 0), lists[0, first], GRID[first:stop], allowed)


def low_rank(seed):
    """Vectors of a known rank before float32 rounds them, with one person's scores."""
    rng = np.random.default_rng(seed)
    rank, dim, n = int(rng.integers(1, 5)), int(rng.integers(4, 9)), N_ITEMS
    common = 4 * rng.standard_normal(rank)  # nearly one direction: small lengths magnify what is rounded
    exact = (common + rng.standard_normal((n, rank))) @ rng.standard_normal((rank, dim))
    exact /= np.linalg.norm(exact, axis=1, keepdims=True)
    return exact, -np.sort(-rng.random((1, n)))


def exact_gain(exact):
    """The gain of DPP by projection of the exact vectors, in float64."""

    def gain(listed):
        left, basis = exact, np.zeros((0, exact.shape[1]))
        for at in listed:
            rest = exact[at] - basis.T @ (basis @ exact[at])
            if rest @ rest > FLOOR:
                basis = np.vstack([basis, rest / np.linalg.norm(rest)])
        left = exact - (exact @ basis.T) @ basis
        return np.log(np.maximum((left**2).sum(axis=1), FLOOR))

    return gain


@seeds
def test_past_the_rank_relevance_decides(seeds):
    for seed in range(seeds.start * 10, seeds.stop * 10):
        exact, relevance = low_rank(seed)
        order = np.arange(len(exact), dtype=np.int32)[None]
        inputs = RerankInputs(relevance, order, ItemSpace("text", exact.astype(np.float32)))
        for lambda_ in (0.04, 0.11, 0.5, 0.9):
            listed = rerank(inputs, REGISTRY["dpp"], 7, [lambda_])[0, 0]
            gain = exact_gain(exact)
            for place, pick in enumerate(listed):
                score = (1 - lambda_) * relevance[0] + lambda_ * gain(listed[:place])
                score[listed[:place]] = -np.inf
                assert score[pick] >= score.max() - 1e-3, (seed, lambda_, place)
