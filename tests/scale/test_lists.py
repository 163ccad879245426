import numpy as np
import pyarrow.parquet as pq
import pytest

from recsys_core.metrics.similarity import unit_rows
from recsys_core.rerank import REGISTRY, RerankInputs, rerank
from recsys_core.scale.catalogue import prepare_vectors
from recsys_core.scale.lists import ListsTask, merge_lists
from recsys_core.scale.pool import Pool
from recsys_core.scale.run import run_shards
from recsys_core.scale.shards import plan_shards
from recsys_core.scale.source import open_source
from recsys_core.types import Candidates, ItemSpace

METHODS = [one.name for one in REGISTRY.values() if not {"aspects", "profile"} & one.needs]


def in_memory(world, method, lambda_, k):
    space = ItemSpace("vectors", unit_rows(world.vectors.astype(np.float64)))
    candidates = Candidates(world.items, world.scores)
    inputs = RerankInputs(candidates.relevance, candidates.items, space)
    return rerank(inputs, REGISTRY[method], k, np.array([lambda_]))[:, 0]


def on_disk(world, out, method, lambda_, k):
    out.mkdir(exist_ok=True)
    source = open_source(world.folder)
    task = ListsTask(source, prepare_vectors(source, out), method, lambda_, k)
    shards = run_shards(task, source, out, Pool(1))
    return task, shards


def read(task, shards, folder):
    rows = [row for shard in shards for row in pq.read_table(folder / "parts" / task.part(shard)).to_pylist()]
    return [row["user_id"] for row in rows], [row["item_ids"] for row in rows]


@pytest.fixture
def small_shards(monkeypatch):
    monkeypatch.setattr("recsys_core.scale.source.plan_shards", lambda files: plan_shards(files, 500))
    monkeypatch.setattr("recsys_core.scale.people.ROWS_AT_ONCE", 64)


@pytest.mark.parametrize("method", METHODS)
def test_lists_are_those_of_the_engine_in_memory(world, tmp_path, small_shards, method):
    task, shards = on_disk(world, tmp_path, method, 0.4, 7)
    assert len(shards) > 4
    users, lists = read(task, shards, tmp_path)
    assert users == world.ids
    expected = [[int(item) for item in row if item >= 0] for row in in_memory(world, method, 0.4, 7)]
    assert lists == expected


@pytest.mark.parametrize("group", [1, 7, 40, 100_000])
@pytest.mark.parametrize("files", [1, 5])
def test_neither_row_groups_nor_files_change_a_list(make_world, tmp_path, small_shards, group, files):
    world = make_world(group=group, files=files, text_ids=True)
    task, shards = on_disk(world, tmp_path, "mmr", 0.6, 5)
    users, lists = read(task, shards, tmp_path)
    assert users == world.ids
    assert lists == [[f"i{item:04}" for item in row if item >= 0] for row in in_memory(world, "mmr", 0.6, 5)]


def test_the_digest_tells_lists_apart(world, tmp_path):
    found = {}
    for lambda_ in (0.0, 0.3):
        task, shards = on_disk(world, tmp_path / str(lambda_), "mmr", lambda_, 5)
        found[lambda_] = merge_lists(task, shards, tmp_path / str(lambda_) / "parts")
    assert found[0.0].people == found[0.3].people == len(world.ids)
    assert found[0.0].digest != found[0.3].digest
