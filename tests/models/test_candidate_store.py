import os
import time

import numpy as np

from recsys_core.models import candidates
from recsys_core.models.candidates import CandidateStore
from recsys_core.types import Candidates


def two_candidates():
    return Candidates(np.array([[1, 0]], np.int32), np.array([[0.9, 0.1]]))


def fail():
    raise AssertionError("must come from disk")


def test_the_second_call_reads_from_disk(tmp_path):
    CandidateStore(tmp_path).get(("a", "valid"), two_candidates)
    again = CandidateStore(tmp_path).get(("a", "valid"), fail)
    assert again.items.tolist() == [[1, 0]]
    assert again.scores.tolist() == [[0.9, 0.1]]


def test_another_key_is_computed(tmp_path):
    store = CandidateStore(tmp_path)
    store.get(("a",), two_candidates)
    calls = []
    store.get(("b",), lambda: calls.append(1) or two_candidates())
    assert calls == [1]


def test_a_damaged_file_is_replaced(tmp_path):
    store = CandidateStore(tmp_path)
    store.get(("a",), two_candidates)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:40])
    assert store.get(("a",), two_candidates).items.tolist() == [[1, 0]]
    assert store.get(("a",), fail).items.tolist() == [[1, 0]]


def test_an_unwritable_folder_is_ignored(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert CandidateStore(blocked / "inside").get(("a",), two_candidates).items.tolist() == [[1, 0]]


def test_candidates_unused_for_a_month_are_deleted_except_the_newest(tmp_path):
    store = CandidateStore(tmp_path)
    for name in range(candidates.KEPT_FILES + 3):
        store.get((str(name),), two_candidates)
    (tmp_path / "half.part").write_text("")
    for file in tmp_path.iterdir():
        os.utime(file, (time.time() - 40 * 86400,) * 2)
    store.get(("0",), fail)  # used again
    store.get(("new",), two_candidates)
    assert len(list(tmp_path.iterdir())) == candidates.KEPT_FILES
    for name in ("0", "new"):
        store.get((name,), fail)
