import os
import time

import numpy as np

from recsys_core.models import candidates
from recsys_core.models.candidates import CandidateStore
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


def test_candidates_unused_for_a_month_go_but_the_newest_few(tmp_path):
    store = CandidateStore(tmp_path)
    for name in range(candidates.MOST_OLD + 3):
        store.get((str(name),), made)
    (tmp_path / "half.part").write_text("")
    for file in tmp_path.iterdir():
        os.utime(file, (time.time() - 40 * 86400,) * 2)
    store.get(("0",), refuse)  # used again
    store.get(("new",), made)
    assert len(list(tmp_path.iterdir())) == candidates.MOST_OLD
    for name in ("0", "new"):
        store.get((name,), refuse)
