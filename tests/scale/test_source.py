import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recsys_core.errors import DataError, SettingError
from recsys_core.scale.catalogue import prepare_vectors
from recsys_core.scale.source import open_source
from recsys_core.scale.task import find_reranker


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda folder: (folder / "vectors.npy").unlink(), "needs items.parquet"),
        (lambda folder: (folder / "candidates.parquet").unlink(), "candidates of one system"),
        (lambda folder: (folder / "candidates.parquet").write_bytes(b"PAR1 no"), "cannot be read as Parquet"),
        (lambda folder: (folder / "candidates.parquet").rename(folder / "candidates.csv"), "must be Parquet"),
        (
            lambda folder: pq.write_table(
                pa.table({"user_id": [1], "item_id": [2], "rank": [1]}), folder / "candidates.parquet"
            ),
            "ranks only",
        ),
        (
            lambda folder: pq.write_table(
                pa.table({"user_id": [1], "item_id": [2], "rating": [1.0]}), folder / "outcomes.parquet"
            ),
            "holds ratings",
        ),
    ],
)
def test_a_folder_that_cannot_be_streamed_is_refused_in_a_sentence(make_world, change, words):
    folder = make_world().folder
    change(folder)
    with pytest.raises(DataError, match=words):
        open_source(folder)


@pytest.mark.parametrize("rows", [np.ones((3, 2)), np.ones(90), np.full((90, 2), np.nan)])
def test_vectors_that_do_not_fit_are_refused(make_world, tmp_path, rows):
    folder = make_world().folder
    np.save(folder / "vectors.npy", rows)
    with pytest.raises(DataError, match="vectors.npy"):
        prepare_vectors(open_source(folder), tmp_path)


def test_the_identity_follows_the_contents(make_world):
    world = make_world()
    source = open_source(world.folder)
    before = source.identity()
    assert before == open_source(world.folder).identity()
    np.save(world.folder / "vectors.npy", world.vectors + 1)
    assert source.identity() != before


def test_methods_that_need_a_history_are_refused():
    with pytest.raises(SettingError, match="history"):
        find_reranker("xquad")
    with pytest.raises(SettingError, match="no method 'mrm'"):
        find_reranker("mrm")
