from types import SimpleNamespace

import numpy as np
import pytest

from recsys_core.decisions.transfer import SpaceTransfer, Transfer, transfers
from recsys_core.errors import SettingError
from recsys_core.evaluation.curves import measure
from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.evaluation.paths import exact_paths
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.protocol import MeasurementProtocol
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.registry import REGISTRY
from recsys_core.stats.interval import Interval
from recsys_core.types import Interactions, ItemSpace

N_USERS, N_ITEMS, N_KINDS = 400, 240, 6
THOROUGH = MeasurementProtocol(n_resamples=500)
QUICK = MeasurementProtocol(n_resamples=200)


def rows(rng, each, likely):
    user_idx = np.repeat(np.arange(N_USERS, dtype=np.int32), each)
    chosen = np.argsort(-(likely + rng.gumbel(size=likely.shape)), axis=1)[:, :each]
    item_idx = chosen.ravel().astype(np.int32)
    n = len(user_idx)
    level, time = np.full(n, 5, np.int8), np.arange(n, dtype=float)
    return Interactions(user_idx, item_idx, np.ones(n, np.float32), level, time, N_USERS, N_ITEMS)


@pytest.fixture(scope="module")
def world():
    """Items of six kinds; categories and text both reveal the kind, text with some detail of its own."""
    rng = np.random.default_rng(0)
    kind = rng.integers(0, N_KINDS, N_ITEMS)
    taste = rng.dirichlet(np.full(N_KINDS, 0.6), N_USERS)
    likely = 3.0 * np.log(taste[:, kind] + 0.02) + rng.normal(0, 0.5, N_ITEMS)
    categories = np.eye(N_KINDS, dtype=np.float32)[kind]
    categories[np.arange(N_ITEMS), rng.integers(0, N_KINDS, N_ITEMS)] = 1
    text = np.eye(N_KINDS)[kind] + rng.normal(0, 0.25, (N_ITEMS, N_KINDS))
    scores = likely + rng.normal(0, 0.5, likely.shape)
    items = np.argsort(-scores, axis=1)[:, :60].astype(np.int32)
    top = np.take_along_axis(scores, items, axis=1)
    relevance = (top - top[:, -1:]) / (top[:, :1] - top[:, -1:])
    return SimpleNamespace(
        rng=rng,
        text=text,
        items=items,
        relevance=relevance,
        target=rows(rng, 8, likely),
        history=rows(rng, 8, likely),
        categories=ItemSpace("categories", categories, "jaccard"),
    )


def both_sides(world, vectors, reranker):
    """Trade-offs of the reranker in the space of ``vectors``, and of chance."""
    unit = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    text = ItemSpace("text", unit)
    ground_truth = GroundTruth(world.target, world.history, {"categories": world.categories, "text": text})
    inputs = RerankInputs(world.relevance, world.items, text, None, None)
    only = ["ndcg", "ild_text", "ild_categories"]
    return [
        measure(ground_truth, exact_paths(inputs, REGISTRY[name], 8), only=only)
        for name in (reranker, "random")
    ]


def verdict(world, vectors, reranker, achieved):
    side, chance = both_sides(world, vectors, reranker)
    lambda_ = SliderScale(side.curve, "ild_text@8").lambda_for(achieved)
    return transfers(side, [lambda_], optimised="text", chance=chance, protocol=THOROUGH)[0]


@pytest.mark.parametrize("reranker", ["mmr", "msd"])
@pytest.mark.parametrize("achieved", [0.3, 0.6])
def test_clean_vectors_are_not_flagged(world, reranker, achieved):
    found = verdict(world, world.text, reranker, achieved)
    assert found.gain > 0
    assert not found.flagged
    assert found.others[0].share.value > 0.2


@pytest.mark.parametrize("reranker", ["mmr", "msd"])
@pytest.mark.parametrize("achieved", [0.3, 0.6])
def test_noise_dimensions_are_flagged(world, reranker, achieved):
    noise = np.random.default_rng(1).normal(0, 2.0, (N_ITEMS, 12))
    found = verdict(world, np.hstack([world.text, noise]), reranker, achieved)
    assert found.gain > 0
    assert found.flagged
    assert found.others[0].share.high < 0.2


def test_where_nothing_is_gained_nothing_is_flagged(world):
    found = verdict(world, world.text, "mmr", 0.0)
    assert not found.flagged
    assert found.gain == 0


def test_many_settings_at_once_are_each_found_as_alone(world):
    lambdas = (0.2, 0.5, 0.9)
    mmr, chance = both_sides(world, world.text, "mmr")
    found = transfers(mmr, lambdas, optimised="text", chance=chance, protocol=QUICK)
    alone = [transfers(mmr, [at], optimised="text", chance=chance, protocol=QUICK)[0] for at in lambdas]
    assert len({each.gain for each in found}) == 3
    for one, other in zip(found, alone, strict=True):
        assert one.gain == pytest.approx(other.gain)
        assert one.others[0].share.low == pytest.approx(other.others[0].share.low)
    assert transfers(mmr, [], optimised="text", chance=chance) == ()


def test_a_space_that_is_not_measured_is_named(world):
    with pytest.raises(SettingError, match="No space named sound"):
        ground_truth = GroundTruth(world.target, world.history, {"categories": world.categories})
        inputs = RerankInputs(world.relevance, world.items, world.categories, None, None)
        side = measure(ground_truth, exact_paths(inputs, REGISTRY["random"], 8), only=["ndcg"])
        transfers(side, [0.5], optimised="sound", chance=side)


def test_the_best_share_is_the_largest_and_never_below_nothing():
    shares = (Interval(-0.2, -0.3, -0.1), Interval(0.05, -0.1, 0.12))
    others = tuple(SpaceTransfer(name, 0.0, share) for name, share in zip("ab", shares, strict=True))
    assert Transfer("categories", 0.4, others).best_share == Interval(0.05, 0.0, 0.12)
    assert Transfer("categories", 0.4, others[:1]).best_share == Interval(0.0, 0.0, 0.0)
