import numpy as np
import pytest

from recsys_core.decisions.explain.ledger import Ledger
from recsys_core.errors import SettingError
from recsys_core.evaluation.paths import exact_paths
from recsys_core.rerank import REGISTRY, RerankInputs
from recsys_core.rerank.batch import rerank
from recsys_core.types import ItemSpace

LINEAR = [name for name, reranker in REGISTRY.items() if reranker.linear]


def inputs_of(relevance, vectors, aspects=None, profile=None):
    relevance = np.asarray(relevance, float)[None]
    items = np.arange(relevance.shape[1], dtype=np.int32)[None]
    space = ItemSpace("text", np.asarray(vectors, np.float32))
    return RerankInputs(relevance, items, space, aspects, None if profile is None else profile[None])


def random_person(seed, n=14):
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(n, 4))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[3] = 0.0  # nothing is known about it
    aspects = (rng.random((n, 3)) < 0.5).astype(float)
    return inputs_of(np.sort(rng.random(n))[::-1], vectors, aspects, rng.random(3))


@pytest.fixture
def twins():
    """Item 1 repeats item 0; item 2 is unlike both."""
    return inputs_of([1.0, 0.9, 0.5], [[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])


def test_two_picks_by_hand(twins):
    # At λ = 0.5 place 2: item 1 is worth 0.45 - 0.5 * 0.8 = 0.05, item 2 is worth 0.25 - 0 = 0.25.
    ledger = Ledger(twins, REGISTRY["mmr"], np.array([0, 2, 1]), 0.5)
    pick, passed = ledger.picks[1], ledger.most_relevant_open(1)
    assert (pick.item, passed.item) == (2, 1)
    assert (pick.relevance_term, pick.gain_term) == pytest.approx((0.25, 0.0))
    assert (passed.relevance_term, passed.gain_term) == pytest.approx((0.45, -0.4))
    blocker = ledger.blocker(1, 1)
    assert (blocker.item, blocker.weight, blocker.similarity) == (0, pytest.approx(0.4), pytest.approx(0.8))


def test_nothing_blocks_what_comes_first(twins):
    assert Ledger(twins, REGISTRY["mmr"], np.array([0, 2, 1]), 0.5).blocker(0, 0) is None


def test_nothing_blocks_at_relevance_only(twins):
    assert Ledger(twins, REGISTRY["mmr"], np.array([0, 1, 2]), 0.0).blocker(1, 1) is None


@pytest.mark.parametrize("name", LINEAR)
@pytest.mark.parametrize("seed", range(3))
def test_replaying_the_ledger_gives_the_list(name, seed):
    person, reranker = random_person(seed), REGISTRY[name]
    for lambda_ in (0.0, 0.21, 0.5, 0.83, 1.0):
        listed = rerank(person, reranker, 6, np.array([lambda_]))[0, 0]
        ledger = Ledger(person, reranker, listed, lambda_)
        replayed = []
        for rank in range(6):
            open_ = [item for item in range(14) if item not in replayed]
            worth = [ledger.terms(item, rank).total for item in open_]
            replayed.append(open_[int(np.argmax(np.round(worth, 9)))])
        assert replayed == listed.tolist()


@pytest.mark.parametrize("name", LINEAR)
def test_the_pick_has_the_largest_sum_of_terms(name):
    person, reranker = random_person(7), REGISTRY[name]
    paths = exact_paths(person, reranker, 6)
    for lambda_, listed in zip(*paths.of_user(0), strict=True):
        ledger = Ledger(person, reranker, listed, float(lambda_))
        for rank, pick in enumerate(ledger.picks):
            open_ = set(range(14)) - {earlier.item for earlier in ledger.picks[:rank]}
            best = max(ledger.terms(item, rank).total for item in open_)
            assert pick.relevance_term + pick.gain_term == pytest.approx(best, abs=1e-9)


def test_a_list_that_is_not_of_the_user_is_refused(twins):
    with pytest.raises(ValueError, match="no candidates"):
        Ledger(twins, REGISTRY["mmr"], np.array([0, 7]), 0.5)


def test_a_reranker_without_single_picks_is_refused(twins):
    with pytest.raises(SettingError, match="whole lists"):
        Ledger(twins, REGISTRY["gist"], np.array([0, 2]), 0.5)


def test_padding_is_not_a_pick(twins):
    assert len(Ledger(twins, REGISTRY["mmr"], np.array([0, 2, -1]), 0.5).picks) == 2
