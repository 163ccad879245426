import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.metrics.coverage import coverage, entropy, exposure, gini


def test_exposure_counts_what_is_shown_and_leaves_padding_out():
    counts = exposure(np.array([[0, 2], [2, -1]]), n_items=4)
    assert counts.tolist() == [1, 0, 2, 0]


@pytest.mark.parametrize("item", [4, -2])
def test_an_item_outside_the_catalogue_is_refused(item):
    with pytest.raises(ValueError, match=r"must lie in -1\.\.3"):
        exposure(np.array([[0, item]]), n_items=4)


def test_by_hand():
    counts = np.array([1, 0, 2, 0])
    assert coverage(counts) == 0.5
    # ascending 0 0 1 2: (1 · 1 + 3 · 2) / (4 · 3)
    assert gini(counts) == pytest.approx(7 / 12)
    assert entropy(counts) == pytest.approx(-(1 / 3 * np.log2(1 / 3) + 2 / 3 * np.log2(2 / 3)))


def test_even_and_one_sided_exposure():
    assert gini(np.full(8, 5)) == 0.0
    assert entropy(np.full(8, 5)) == pytest.approx(3.0)
    one_takes_all = np.array([0, 0, 0, 9])
    assert gini(one_takes_all) == pytest.approx(1 - 1 / 4)
    assert entropy(one_takes_all) == 0.0


def test_nothing_shown():
    assert (coverage(np.zeros(3, int)), gini(np.zeros(3, int)), entropy(np.zeros(3, int))) == (0.0, 0.0, 0.0)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_gini_is_the_mean_absolute_difference(counts):
    x = np.array(counts)
    spread = np.abs(x[:, None] - x[None]).sum() / (2 * len(x) ** 2 * x.mean()) if x.any() else 0.0
    assert gini(x) == pytest.approx(spread, abs=1e-12)
