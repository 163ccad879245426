import numpy as np

from recsys_core.models.candidate_store import CandidateStore
from recsys_core.types import Candidates


def made():
    return Candidates(np.array([[1, 0]], np.int32), np.array([[0.9, 0.1]]))


def refuse():
    raise AssertionError("must come from disk")


def test_second_time_comes_from_disk(tmp_path):
    CandidateStore(tmp_path).get(("a", "valid"), made)
    again = CandidateStore(tmp_path).get(("a", "valid"), refuse)
    assert again.items.tolist() == [[1, 0]]
    assert again.scores.tolist() == [[0.9, 0.1]]


def test_another_key_is_made_anew(tmp_path):
    store = CandidateStore(tmp_path)
    store.get(("a",), made)
    calls = []
    store.get(("b",), lambda: calls.append(1) or made())
    assert calls == [1]


def test_a_damaged_file_is_made_again(tmp_path):
    store = CandidateStore(tmp_path)
    store.get(("a",), made)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:40])
    assert store.get(("a",), made).items.tolist() == [[1, 0]]
    assert store.get(("a",), refuse).items.tolist() == [[1, 0]]


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert CandidateStore(blocked / "inside").get(("a",), made).items.tolist() == [[1, 0]]
