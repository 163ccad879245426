import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from recsys_core.errors import DataError
from recsys_core.scale.catalogue import Catalogue, open_catalogue, prepare_vectors
from recsys_core.scale.people import read_people
from recsys_core.scale.shards import Shard, plan_shards
from recsys_core.scale.source import open_source
from recsys_core.types import ItemSpace


def write(folder, users, items, scores, *, group=3, n_items=4):
    folder.mkdir(exist_ok=True)
    table = pa.table({"user_id": users, "item_id": items, "score": pa.array(scores, pa.float64())})
    pq.write_table(table, folder / "candidates.parquet", row_group_size=group)
    pq.write_table(pa.table({"item_id": list(range(n_items))}), folder / "items.parquet")
    np.save(folder / "vectors.npy", np.eye(n_items, dtype=np.float32))
    return open_source(folder)


def people_of(source, folder, shards):
    catalogue = open_catalogue(source, prepare_vectors(source, folder))
    return [
        [int(user) for people in read_people(source, shard, catalogue) for user in people.ids.to_pylist()]
        for shard in shards
    ]


def test_a_person_belongs_to_the_shard_of_the_first_row(tmp_path):
    users = [1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 4]
    source = write(tmp_path / "in", users, [0, 1, 2, 3, 4, 0, 1, 2, 3, 0, 1, 2], range(12), n_items=5)
    shards = plan_shards(source.candidates, 3)
    assert people_of(source, tmp_path, shards) == [[1], [2], [3], [4]]


def test_a_shard_in_which_nobody_begins_is_empty(tmp_path):
    source = write(tmp_path / "in", [1] * 7 + [2], [0, 1, 2, 3, 4, 5, 6, 0], range(8), group=2, n_items=7)
    assert people_of(source, tmp_path, plan_shards(source.candidates, 2)) == [[1], [], [], [2]]


def test_candidates_come_best_first_and_ties_keep_their_order(tmp_path):
    source = write(tmp_path / "in", [7, 7, 7, 8], [2, 0, 1, 3], [0.5, 0.9, 0.5, 1.0])
    catalogue = open_catalogue(source, prepare_vectors(source, tmp_path))
    first, second = read_people(source, Shard(0, 0, 2, 4), catalogue)
    assert first.candidates.items.tolist() == [[0, 2, 1]]
    assert first.candidates.relevance.tolist() == [[1.0, 0.0, 0.0]]
    assert second.candidates.items.tolist() == [[3]]


@pytest.mark.parametrize(
    ("users", "items", "scores", "words"),
    [
        ([2, 1], [0, 1], [1, 2], "must be sorted by user_id"),
        ([1, 1, 2, 1], [0, 1, 0, 2], [1, 2, 1, 1], "must be sorted by user_id"),
        ([1, 1], [3, 3], [1, 2], "same item twice"),
        ([1, 1], [0, 1], [1, np.nan], "no number"),
        ([1, 1], [0, 9], [1, 2], "item 9"),
        ([1, None], [0, 1], [1, 2], "without a person"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(tmp_path, users, items, scores, words):
    source = write(tmp_path / "in", users, items, scores)
    with pytest.raises(DataError, match=words):
        people_of(source, tmp_path, plan_shards(source.candidates, 1))


@pytest.mark.parametrize("ids", [[7, 5, 9], [-3, 0, 10**12], ["5", "b", "7"]])
def test_items_are_found_by_their_ids(ids):
    catalogue = Catalogue(pa.array(ids), ItemSpace("vectors", np.eye(3, dtype=np.float32)))
    asked = pa.array([ids[2], ids[0], ids[2]])
    assert catalogue.index_of(asked, "file").tolist() == [2, 0, 2]
    if isinstance(ids[0], int):
        assert catalogue.index_of(pc.cast(asked, pa.string()), "file").tolist() == [2, 0, 2]
        assert catalogue.index_of(asked.cast(pa.int64()), "file").tolist() == [2, 0, 2]


@pytest.mark.parametrize(("ids", "stranger"), [([7, 5, 9], 6), ([7, 5, 9], 10**15), (["a", "b"], "x")])
def test_an_unknown_item_is_named(ids, stranger):
    catalogue = Catalogue(pa.array(ids), ItemSpace("vectors", np.eye(len(ids), dtype=np.float32)))
    with pytest.raises(DataError, match=f"file names item {stranger}"):
        catalogue.index_of(pa.array([ids[0], stranger]), "file")
