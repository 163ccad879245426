import numpy as np
import pytest

from recsys_core.errors import DataError
from recsys_core.models.checks import check_above, check_at_least, check_ratings
from recsys_core.types import Interactions


def test_a_missing_rating_is_rejected():
    one = np.array([0])
    history = Interactions(one, one, np.array([np.nan]), np.array([5]), np.array([0.0]), 1, 1)
    with pytest.raises(DataError, match="some are missing"):
        check_ratings("biased_mf", history)


def test_bounds_name_the_setting_and_reject_nan():
    check_at_least(1, n_factors=1)
    check_above(0, rate=1e-9)
    with pytest.raises(ValueError, match="n_epochs must be at least 1, got 0"):
        check_at_least(1, n_factors=3, n_epochs=0)
    with pytest.raises(ValueError, match="rate must be above 0, got 0.0"):
        check_above(0, rate=0.0)
    with pytest.raises(ValueError, match="rate must be above 0, got nan"):
        check_above(0, rate=float("nan"))
