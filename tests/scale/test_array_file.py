import numpy as np
import pytest

from recsys_core.scale.array_file import write_rows


def test_blocks_stand_one_below_the_other(tmp_path):
    whole = np.arange(10.0).reshape(5, 2)
    write_rows(tmp_path / "a.npy", (5, 2), (whole[:3], whole[3:][:, ::-1][:, ::-1]))
    found = np.load(tmp_path / "a.npy", mmap_mode="r", allow_pickle=False)
    assert found.dtype == np.float32 and np.array_equal(found, whole)


def test_blocks_that_break_off_leave_nothing(tmp_path):
    def blocks():
        yield np.ones((1, 2))
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        write_rows(tmp_path / "a.npy", (2, 2), blocks())
    assert list(tmp_path.iterdir()) == []
