import os
import time

import numpy as np

from recsys_core.models.text.cache import cached_vectors
from recsys_core.runtime.files import KEPT

TEXTS = ["one", "two"]


class Counting:
    def __init__(self):
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return np.full((2, 3), self.calls, np.float32)


def test_the_same_texts_are_encoded_once_by_one_encoder(tmp_path):
    encode = Counting()
    first = cached_vectors("a", TEXTS, encode, tmp_path)
    np.testing.assert_array_equal(cached_vectors("a", TEXTS, encode, tmp_path), first)
    assert encode.calls == 1


def test_another_encoder_text_or_order_is_encoded_again(tmp_path):
    encode = Counting()
    for fingerprint, texts in [("a", TEXTS), ("b", TEXTS), ("a", ["two", "one"]), ("a", ["on", "etwo"])]:
        cached_vectors(fingerprint, texts, encode, tmp_path)
    assert encode.calls == 4


def test_a_damaged_file_is_replaced(tmp_path):
    encode = Counting()
    cached_vectors("a", TEXTS, encode, tmp_path)
    next(tmp_path.iterdir()).write_bytes(b"garbage")
    assert cached_vectors("a", TEXTS, encode, tmp_path)[0, 0] == 2
    assert cached_vectors("a", TEXTS, encode, tmp_path)[0, 0] == 2
    assert len(list(tmp_path.iterdir())) == 1


def test_an_unwritable_folder_is_ignored(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    assert cached_vectors("a", TEXTS, Counting(), tmp_path / "file").shape == (2, 3)


def test_vectors_unused_for_a_month_are_deleted_except_the_newest(tmp_path):
    for name in range(KEPT + 3):
        cached_vectors(str(name), TEXTS, Counting(), tmp_path)
    for file in tmp_path.iterdir():
        os.utime(file, (time.time() - 40 * 86400,) * 2)
    encode = Counting()
    cached_vectors("0", TEXTS, encode, tmp_path)
    assert encode.calls == 0  # used again
    cached_vectors("new", TEXTS, encode, tmp_path)
    cached_vectors("0", TEXTS, encode, tmp_path)
    assert encode.calls == 1
    assert len(list(tmp_path.iterdir())) == KEPT
