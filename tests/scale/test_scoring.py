import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recsys_core.errors import DataError
from recsys_core.scale import nearest as nearest_module
from recsys_core.scale import scoring
from recsys_core.scale.nearest import nearest_exactly, recall_of
from recsys_core.scale.pool import Pool
from recsys_core.scale.rows import open_rows
from recsys_core.scale.run import run_shards
from recsys_core.scale.scoring import ScoreTask, prepare_index
from recsys_core.scale.source import open_source

N_PEOPLE, N_ITEMS, DIMENSIONS, N = 130, 600, 8, 20


@pytest.fixture
def vectors(tmp_path, monkeypatch):
    monkeypatch.setattr(nearest_module, "_ITEMS_AT_ONCE", 256)
    rng = np.random.default_rng(0)
    people, items = (rng.standard_normal((n, DIMENSIONS)).astype(np.float32) for n in (N_PEOPLE, N_ITEMS))
    pq.write_table(pa.table({"user_id": np.arange(N_PEOPLE)}), tmp_path / "users.parquet", row_group_size=33)
    pq.write_table(pa.table({"item_id": np.arange(N_ITEMS)}), tmp_path / "items.parquet")
    np.save(tmp_path / "user_vectors.npy", people)
    np.save(tmp_path / "vectors.npy", items)
    return tmp_path, people, items


def task_over(folder, at_once=50):
    rows = open_rows(folder / "users.parquet", "user_id", (folder / "user_vectors.npy",), at_once)
    return ScoreTask(rows, folder / "items.parquet", "item_id", folder / "vectors.npy", N)


def test_the_best_items_are_found_across_stretches(vectors):
    _, people, items = vectors
    found, scores = nearest_exactly(people, items, N)
    expected = np.argsort(-(people @ items.T), axis=1, kind="stable")[:, :N]
    assert (found == expected).all()
    np.testing.assert_allclose(scores, np.take_along_axis(people @ items.T, expected, axis=1), rtol=1e-5)


def test_candidates_of_all_shards_are_a_source_of_their_own(vectors):
    folder, people, items = vectors
    task = task_over(folder)
    assert prepare_index(task, folder) is None
    shards = run_shards(task, task.people, folder, Pool(1), parts="candidates")
    assert len(shards) == 3
    assert len(open_source(folder).candidates) == 3
    rows = pa.concat_tables([pq.read_table(path) for path in open_source(folder).candidates]).to_pandas()
    assert (rows["item_id"].to_numpy().reshape(N_PEOPLE, N) == nearest_exactly(people, items, N)[0]).all()


def test_an_index_finds_the_best_items_of_a_large_catalogue(vectors, monkeypatch):
    folder, people, items = vectors
    monkeypatch.setattr(scoring, "EXACT_UP_TO", 100)
    path, note = prepare_index(task_over(folder), folder)
    assert note.recall >= 0.95
    index = scoring.read_index(path, 1)
    found, scores = scoring.nearest(index, people, items, N)
    assert recall_of(found, nearest_exactly(people, items, N)[0]) >= 0.95
    np.testing.assert_allclose(scores, np.einsum("nd,nkd->nk", people, items[found]), rtol=1e-5)
    assert (np.diff(scores, axis=1) <= 0).all()


def test_people_out_of_order_are_refused(vectors):
    folder, *_ = vectors
    pq.write_table(pa.table({"user_id": np.arange(N_PEOPLE)[::-1]}), folder / "users.parquet")
    task = task_over(folder)
    with pytest.raises(DataError, match="ascending order"):
        run_shards(task, task.people, folder, Pool(1), parts="candidates")
