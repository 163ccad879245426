"""Rules hold at every λ, and greedy reranking under them is what an exhaustive look ahead gives."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.errors import SettingError
from recsys_core.evaluation.paths import exact_paths
from recsys_core.rerank import REGISTRY, AtLeast, AtMost, Block, Pin, RerankInputs, Rules, rerank
from recsys_core.rerank.greedy import greedy
from recsys_core.types import ItemSpace

LAMBDAS = np.array([0.0, 0.2, 0.6, 0.9, 1.0])


def keeps(listed, rules, k):
    """Whether a full list keeps every rule, straight from their meaning."""
    listed = list(listed)
    if len(listed) != k or len(set(listed)) != k:
        return False
    for rule in rules.rules:
        if isinstance(rule, Pin):
            kept = listed[rule.place] == rule.item_idx
        elif isinstance(rule, Block):
            kept = rule.item_idx not in listed
        elif isinstance(rule, AtMost):
            kept = ((rule.groups[listed] > 0).sum(axis=0) <= rule.n).all()
        else:
            kept = rule.members[listed].sum() >= rule.n
        if not kept:
            return False
    return True


def exhaustive(inputs, reranker, rules, k, lambda_, gain):
    """Greedy that tries every completion before it allows a pick."""
    items = inputs.items[0].tolist()
    pins = {pin.place: items.index(pin.item_idx) for pin in rules.pins}

    def finishable(so_far):
        free = [place for place in range(len(so_far), k) if place not in pins]
        rest = [i for i in range(len(items)) if i not in so_far and i not in pins.values()]
        for extra in combinations(rest, len(free)):
            full = dict(enumerate(so_far)) | {p: i for p, i in pins.items() if p >= len(so_far)}
            full |= dict(zip(free, extra, strict=True))
            if keeps([items[full[place]] for place in range(k)], rules, k):
                return True
        return False

    def allowed(so_far):
        return np.array([i not in so_far and finishable([*so_far, i]) for i in range(len(items))])

    return [items[i] for i in greedy(inputs.relevance[0], k, lambda_, gain, allowed)]


@settings(max_examples=40, deadline=None)
@given(data=st.data(), name=st.sampled_from(["mmr", "msd", "cover", "none"]))
def test_equals_greedy_with_exhaustive_look_ahead(data, name, gain_of):
    seed = data.draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    n, k = data.draw(st.integers(5, 9)), data.draw(st.integers(2, 4))
    vectors = rng.standard_normal((n, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    inputs = RerankInputs(
        -np.sort(-rng.random((1, n))),
        rng.permutation(n).astype(np.int32)[None],
        ItemSpace("text", vectors),
        np.ones((n, 2)),
        np.ones((1, 2)),
    )
    kinds = data.draw(st.lists(st.sampled_from(["pin", "block", "most", "two", "least", "few"]), unique=True))
    made = {
        "pin": Pin(int(rng.integers(n)), int(rng.integers(k))),
        "block": Block(int(rng.integers(n))),
        "most": AtMost("creator", np.eye(3)[rng.integers(3, size=n)], 1 + int(rng.integers(2))),
        "two": AtMost("category", (rng.random((n, 3)) < 0.4).astype(float), 1 + int(rng.integers(2))),
        "least": AtLeast("new items", rng.random(n) < 0.5, 1 + int(rng.integers(2))),
        "few": AtLeast("long-tail items", rng.random(n) < 0.4, 1),
    }
    rules = Rules(tuple(made[kind] for kind in kinds))
    expected = exhaustive(inputs, REGISTRY[name], rules, k, 0.5, gain_of(inputs, REGISTRY[name], 0))
    if len(expected) < k:
        with pytest.raises(SettingError):
            rerank(inputs.with_rules(rules), REGISTRY[name], k, [0.5])
    else:
        assert rerank(inputs.with_rules(rules), REGISTRY[name], k, [0.5])[0, 0].tolist() == expected


def some_rules(inputs, rng):
    n_items = len(inputs.space.vectors)
    return Rules(
        (
            Pin(int(inputs.items[0, 3]), 1),
            Pin(int(inputs.items[1, 9]), 4),
            Block(int(inputs.items[0, 0])),
            AtMost("category", inputs.aspects, 4),
            AtMost("creator", np.eye(20)[rng.integers(20, size=n_items)], 2),
            AtLeast("long-tail items", rng.random(n_items) < 0.3, 3),
        )
    )


def test_every_list_of_the_path_keeps_the_rules(make_inputs, reranker):
    inputs = make_inputs(n_users=6, n_candidates=50)
    rules = some_rules(inputs, np.random.default_rng(1))
    paths = exact_paths(inputs.with_rules(rules), reranker, 8)
    assert all(keeps(listed, rules, 8) for listed in paths.items)


def test_the_path_under_rules_is_direct_greedy(make_inputs, reranker):
    inputs = make_inputs(n_users=4, n_candidates=40)
    ruled = inputs.with_rules(some_rules(inputs, np.random.default_rng(2)))
    paths = exact_paths(ruled, reranker, 8)
    lambdas = np.concatenate([[0.0, 1.0], np.random.default_rng(0).random(20)])
    direct = rerank(ruled, reranker, 8, lambdas)
    for at, lambda_ in enumerate(lambdas):
        assert np.array_equal(paths.at(lambda_), direct[:, at])
    for user in range(4):
        starts, lists = paths.of_user(user)
        alone, ends = ruled.of_users(slice(user, user + 1)), np.append(starts[1:], 1.0)
        wide = ends - starts > 3e-9
        assert np.array_equal(rerank(alone, reranker, 8, starts[wide] + 1e-9)[0], lists[wide])
        assert np.array_equal(rerank(alone, reranker, 8, ends[wide] - 1e-9)[0], lists[wide])


def test_no_rules_change_nothing(make_inputs, reranker):
    inputs = make_inputs()
    loose = Rules((AtMost("category", inputs.aspects, 99), AtLeast("items", np.ones(80, bool), 0)))
    assert np.array_equal(
        rerank(inputs, reranker, 8, LAMBDAS), rerank(inputs.with_rules(loose), reranker, 8, LAMBDAS)
    )


def test_relevance_ties_under_rules_keep_the_list_at_zero(make_inputs):
    inputs = make_inputs(levels=2)
    ruled = inputs.with_rules(Rules((Block(int(inputs.items[0, 0])),)))
    paths = exact_paths(ruled, REGISTRY["msd"], 5)
    assert np.array_equal(paths.at(0.0), rerank(ruled, REGISTRY["msd"], 5, [0.0])[:, 0])
    assert np.all(np.diff(paths.of_user(0)[0]) > 0)


def test_a_pin_that_the_model_did_not_offer_is_shown(make_inputs):
    inputs = make_inputs(ragged=True)
    absent = int(np.setdiff1d(np.arange(80), inputs.items)[0]) if len(np.unique(inputs.items)) < 81 else 0
    ruled = inputs.with_rules(Rules((Pin(absent, 0),)))
    lists = rerank(ruled, REGISTRY["mmr"], 4, [0.3])[:, 0]
    assert np.all(lists[:, 0] == absent)
    assert lists[0].tolist() == [absent, -1, -1, -1]


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ((Pin(1, 0, "Heat"), Pin(2, 0, "Fargo")), "Fargo at place 1 and Heat at place 1 contradict"),
        ((Pin(1, 0), Pin(1, 2)), "item 1 at place 3 and item 1 at place 1 contradict"),
        ((Block(1), Pin(1, 0)), "item 1 at place 1 and item 1 blocked contradict"),
        ((Pin(1, 8),), "a list has places 1 to 5"),
        ((AtLeast("new items", np.ones(80, bool), 6),), "only 5 of 5 places"),
        ((Pin(1, 0), Pin(2, 1), AtMost("creator", np.ones((80, 1)), 1)), "and the pins .* contradict"),
    ],
)
def test_what_no_list_can_keep_is_named(make_inputs, rules, message):
    with pytest.raises(SettingError, match=message):
        rerank(make_inputs().with_rules(Rules(rules)), REGISTRY["mmr"], 5, [0.5])


def test_the_fewest_clashing_rules_are_named(make_inputs):
    inputs = make_inputs()
    members = np.zeros(80, bool)
    members[inputs.items[0, :6]] = True
    clash = AtLeast("new items", members, 3), AtMost("creator", members[:, None].astype(float), 2)
    rules = Rules((Block(int(inputs.items[0, 9])), *clash))
    with pytest.raises(SettingError, match="keeps: at least 3 new items; at most 2 of each creator[.]"):
        exact_paths(inputs.with_rules(rules), REGISTRY["mmr"], 5)


def test_gist_cannot_keep_rules(make_inputs):
    with pytest.raises(SettingError, match="cannot keep rules"):
        rerank(make_inputs().with_rules(Rules((Block(1),))), REGISTRY["gist"], 5, [0.5])
