import numpy as np
import pytest

from recsys_core.decisions.explain.behind_the_mean import behind_the_mean


def test_everybody_is_in_one_group():
    rng = np.random.default_rng(3)
    before, after = rng.random(50), rng.random(50)
    found = behind_the_mean(before, after)
    assert sum(found.shares.values()) == pytest.approx(1.0)
    assert found.losing == pytest.approx(np.mean(after < before))
    assert found.relative == pytest.approx(after.mean() / before.mean() - 1)
    assert found.mean_of_losers == pytest.approx((after - before)[after < before].mean())


def test_where_nothing_changes_nobody_loses():
    found = behind_the_mean(np.array([0.0, 0.5]), np.array([0.0, 0.5]))
    assert found.shares["same"] == 1.0 and found.losing == 0.0 and found.mean_of_losers == 0.0


def test_a_mean_of_nothing_has_no_relative_change():
    assert np.isnan(behind_the_mean(np.zeros(2), np.array([0.0, 0.5])).relative)


@pytest.mark.parametrize(("before", "after"), [(np.zeros(0), np.zeros(0)), (np.zeros(2), np.zeros(3))])
def test_nobody_and_unequal_shapes_are_refused(before, after):
    with pytest.raises(ValueError, match="expected two equal shapes"):
        behind_the_mean(before, after)
