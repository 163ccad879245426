import numpy as np
import pytest
from sklearn.metrics import mean_absolute_error, mean_squared_error, root_mean_squared_error

from recsys_core.metrics.ratings import mae, mse, rmse

PREDICTED, GIVEN = np.array([4.0, 3.0, 5.0]), np.array([3.0, 3.0, 1.0])


def test_by_hand():
    assert mae(PREDICTED, GIVEN) == pytest.approx(5 / 3)
    assert mse(PREDICTED, GIVEN) == pytest.approx(17 / 3)
    assert rmse(PREDICTED, GIVEN) == pytest.approx((17 / 3) ** 0.5)


def test_per_person_first_then_averaged():
    users = np.array([0, 0, 7])  # users without a rating do not enter
    assert mae(PREDICTED, GIVEN, users) == pytest.approx((0.5 + 4) / 2)
    assert mse(PREDICTED, GIVEN, users) == pytest.approx((0.5 + 16) / 2)
    assert rmse(PREDICTED, GIVEN, users) == pytest.approx((0.5**0.5 + 4) / 2)


def test_agrees_with_scikit_learn():
    rng = np.random.default_rng(0)
    predicted, given = rng.normal(size=200), rng.normal(size=200)
    assert mae(predicted, given) == pytest.approx(mean_absolute_error(given, predicted), abs=1e-6)
    assert mse(predicted, given) == pytest.approx(mean_squared_error(given, predicted), abs=1e-6)
    assert rmse(predicted, given) == pytest.approx(root_mean_squared_error(given, predicted), abs=1e-6)


@pytest.mark.parametrize("metric", [mae, mse, rmse])
def test_nothing_to_compare_is_refused(metric):
    with pytest.raises(ValueError, match="no rating"):
        metric(np.empty(0), np.empty(0))
    with pytest.raises(ValueError, match="expected two arrays"):
        metric(PREDICTED, GIVEN[:2])
