import numpy as np
import pytest

from recsys_core.stats.small_samples import few_changes_factor


def test_few_changes_widen_much_and_many_hardly():
    factors = few_changes_factor(np.array([1, 4, 100, 10_000]))
    assert factors == pytest.approx([5**0.5, 2**0.5, 1.0198, 1.0002], abs=1e-4)


def test_no_change_counts_as_one():
    assert few_changes_factor(np.array([0])) == few_changes_factor(np.array([1]))
