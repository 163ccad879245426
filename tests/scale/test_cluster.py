"""Two nodes of a real Ray cluster on this machine, each with a worker process of its own."""

import os
import signal

import pytest
import ray

from recsys_core.scale.catalogue import prepare_vectors
from recsys_core.scale.lists import ListsTask, merge_lists
from recsys_core.scale.pool import Pool
from recsys_core.scale.run import run_shards
from recsys_core.scale.shards import plan_shards
from recsys_core.scale.source import open_source

pytestmark = pytest.mark.long


class Fragile(ListsTask):
    """Lists, but the first worker that meets a certain shard is killed in the middle of it."""

    def run(self, shard, folder):
        told = folder.parent / f"shard-{shard.number}-{os.getpid()}-{ray.get_runtime_context().get_node_id()}"
        told.touch()
        if shard.number == 2 and len(list(folder.parent.glob("shard-2-*"))) == 1:
            (folder / f".{self.part(shard)}-half.part").write_bytes(b"half")
            os.kill(os.getpid(), signal.SIGKILL)
        return super().run(shard, folder)


@pytest.fixture
def two_nodes(monkeypatch):
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("PYTHONPATH", os.getcwd())
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    cluster.add_node(num_cpus=1)
    env = {"env_vars": {"PYTHONPATH": os.getcwd()}}
    ray.init(address=cluster.address, log_to_driver=False, runtime_env=env)
    yield cluster
    ray.shutdown()
    cluster.shutdown()


def test_a_killed_worker_costs_a_retry_and_no_list(make_world, tmp_path, two_nodes, monkeypatch):
    from recsys_core.scale.cluster import Cluster

    monkeypatch.setattr("recsys_core.scale.source.plan_shards", lambda files: plan_shards(files, 300))
    world = make_world()
    source = open_source(world.folder)
    found = {}
    for name, kind, workers in (("alone", ListsTask, Pool(1)), ("cluster", Fragile, Cluster())):
        out = tmp_path / name
        out.mkdir()
        task = kind(source, prepare_vectors(source, out), "mmr", 0.4, 5)
        shards = run_shards(task, source, out, workers)
        found[name] = merge_lists(task, shards, out / "parts")
    assert found["cluster"] == found["alone"]
    met = [path.name.split("-") for path in (tmp_path / "cluster").glob("shard-*")]
    assert sum(number == "2" for _, number, *_ in met) == 2  # killed, then done again
    assert len({node for *_, node in met}) == 2  # both nodes worked
