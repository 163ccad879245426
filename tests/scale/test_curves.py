import numpy as np
import pytest

from recsys_core.data.candidates.halves import no_interactions
from recsys_core.decisions.effects import Effects
from recsys_core.decisions.figures import figures_of
from recsys_core.decisions.limits import Limits
from recsys_core.evaluation.curves import measure
from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.evaluation.paths import grid_paths
from recsys_core.metrics.similarity import unit_rows
from recsys_core.rerank import REGISTRY, RerankInputs
from recsys_core.scale.catalogue import prepare_vectors
from recsys_core.scale.curves import CurvesTask, lay_out_positions
from recsys_core.scale.decide import coverage, decide, figures_from, merge_sums
from recsys_core.scale.pool import Pool
from recsys_core.scale.run import run_shards
from recsys_core.scale.shards import plan_shards
from recsys_core.scale.source import open_source
from recsys_core.types import Candidates, Interactions, ItemSpace

K = 5


@pytest.fixture(params=[True, False], ids=["outcomes", "own scores"])
def both(request, make_world, tmp_path, monkeypatch):
    """Sums of many small shards, and the trade-off of the same people in memory."""
    monkeypatch.setattr("recsys_core.scale.source.plan_shards", lambda files: plan_shards(files, 500))
    world = make_world(outcomes=request.param)
    source = open_source(world.folder)
    vectors = prepare_vectors(source, tmp_path)
    lambdas = lay_out_positions(source, vectors, "mmr", K, 21)
    task = CurvesTask(source, vectors, "mmr", tuple(lambdas.tolist()), K)
    shards = run_shards(task, source, tmp_path, Pool(1))
    assert len(shards) > 4
    sums = merge_sums(task, shards, tmp_path / "parts")

    n, n_items = len(world.ids), len(world.vectors)
    space = ItemSpace("vectors", unit_rows(world.vectors.astype(np.float64)))
    candidates = Candidates(world.items, world.scores)
    inputs = RerankInputs(candidates.relevance, candidates.items, space)
    nobody = no_interactions(n, n_items)
    target, own = nobody, candidates
    if request.param:
        user, item = np.unique(world.liked, axis=0).T
        ones = np.ones(len(user))
        target, own = (
            Interactions(
                user.astype(np.int32), item.astype(np.int32), ones, np.full(len(user), 5), ones, n, n_items
            ),
            None,
        )
    truth = GroundTruth(target, nobody, {"vectors": space}, own, everyone=request.param)
    trade_off = measure(truth, grid_paths(inputs, REGISTRY["mmr"], K, np.unique(lambdas)))
    return task, sums, trade_off


def test_figures_from_sums_are_those_of_everybody_in_memory(both):
    task, sums, trade_off = both
    lambdas = np.array(task.lambdas[:-1])
    found = figures_from(sums, lambdas)
    expected = figures_of(Effects(trade_off), at=lambdas)
    assert found.n_users == expected.n_users
    for name in ("accuracy", "coverage", "worse_off"):
        ours, theirs = getattr(found, name), getattr(expected, name)
        for end in ("value", "low", "high"):
            np.testing.assert_allclose(
                getattr(ours, end), getattr(theirs, end), atol=1e-9, err_msg=name + end
            )
    np.testing.assert_allclose(found.objectives["ild"], expected.objectives["ild"], atol=1e-12)
    np.testing.assert_allclose(found.gains["ild"].low, expected.gains["ild"].low, atol=1e-9)
    assert found.starts["ild"] == pytest.approx(expected.starts["ild"])


def test_coverage_is_counted_over_everybody(both):
    task, sums, trade_off = both
    np.testing.assert_allclose(
        coverage(sums), trade_off.curve.sample(np.array(task.lambdas))[f"coverage@{K}"]
    )


def test_the_decision_keeps_the_limits(both):
    task, sums, _ = both
    found = decide(sums, task, Limits(accuracy_loss=0.2, coverage_fall=None))
    assert found.accuracy.low >= -0.2
    assert found.position == pytest.approx(found.best / 20)
