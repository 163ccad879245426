import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recsys_core.errors import DataError
from recsys_core.scale import encoding
from recsys_core.scale.encoding import EncodeTask, merge_vectors
from recsys_core.scale.pool import Pool
from recsys_core.scale.rows import open_rows
from recsys_core.scale.run import PARTS, run_shards

TEXTS = [f"Film {n}" for n in range(25)]


class Encoder:
    """The length of a text and its last digit."""

    fingerprint = "tiny"

    def __init__(self):
        self.encoded = []

    def tokenize(self, texts):
        return texts

    def encode(self, texts):
        self.encoded += texts
        return np.array([[len(text), int(text[-1])] for text in texts], np.float32)


@pytest.fixture
def encoder(monkeypatch):
    made = Encoder()
    monkeypatch.setattr(encoding, "_encoder", lambda name: made)
    return made


def encode(folder, out, texts=TEXTS):
    folder.mkdir(exist_ok=True)
    out.mkdir(exist_ok=True)
    pq.write_table(pa.table({"title": texts}), folder / "items.parquet", row_group_size=7)
    rows = open_rows(folder / "items.parquet", "title", (), 10)
    task = EncodeTask(rows, "tiny", folder / "cache")
    shards = run_shards(task, rows, out, Pool(1))
    shape = merge_vectors(task, shards, out / PARTS, out / "vectors.npy")
    found = np.load(out / "vectors.npy")
    assert found.shape == shape
    return found


def test_vectors_keep_the_order_of_the_texts(encoder, tmp_path):
    found = encode(tmp_path / "in", tmp_path / "out")
    assert (found == Encoder().encode(TEXTS)).all()


def test_texts_that_were_encoded_before_are_not_encoded_again(encoder, tmp_path):
    first = encode(tmp_path / "in", tmp_path / "first")
    encoder.encoded.clear()
    changed = [*TEXTS[:20], *(f"Other {n}" for n in range(5))]
    second = encode(tmp_path / "in", tmp_path / "second", changed)
    assert encoder.encoded == changed[20:]  # of three stretches of ten the last one
    assert (second[:20] == first[:20]).all()


def test_a_missing_text_is_refused(encoder, tmp_path):
    with pytest.raises(DataError, match="without title"):
        encode(tmp_path / "in", tmp_path / "out", [*TEXTS, None])
    with pytest.raises(DataError, match="no column text"):
        open_rows(tmp_path / "in" / "items.parquet", "text", (), 10)
