from dataclasses import replace

import numpy as np
import pytest

from recsys_core.decisions.explain.rating_model import RatingCase, best_rate, gradients, six_ratings


def numerically(case, name, step=1e-5):
    """Central differences of the squared error; exact up to rounding, the error being a polynomial."""
    values = getattr(case, name)
    out = np.empty_like(values)
    for index in np.ndindex(values.shape):
        up, down = values.copy(), values.copy()
        up[index] += step
        down[index] -= step
        out[index] = (
            replace(case, **{name: up}).squared_error - replace(case, **{name: down}).squared_error
        ) / (2 * step)
    return out


def other_case():
    rng = np.random.default_rng(3)
    return RatingCase(
        rng.normal(size=(4, 3)),
        rng.normal(size=(5, 2)),
        rng.normal(size=(3, 2)),
        rng.integers(0, 4, 9),
        rng.integers(0, 5, 9),
        rng.uniform(1, 5, 9),
    )


@pytest.mark.parametrize("case", [six_ratings(), other_case()], ids=["six", "random"])
@pytest.mark.parametrize("name", ["weights", "users", "items"])
def test_gradients_agree_with_finite_differences(case, name):
    np.testing.assert_allclose(getattr(gradients(case), name), numerically(case, name), rtol=1e-6, atol=1e-6)


def test_the_six_rating_case_by_hand():
    case = six_ratings()
    assert case.rating.tolist() == [4, 5, 2, 3, 3, 4]
    # W is the identity, so a score is the plain product of the two vectors.
    np.testing.assert_allclose(case.scores, [1.0, 1.5, 0.5, 1.0, 0.5, 1.0])
    assert case.squared_error == pytest.approx(9 + 12.25 + 2.25 + 4 + 6.25 + 9)
    # dE/dW[0, 0]: users 1 and 2 pull, -6·1 -7·0.5 -3·0.5 -4·1.
    assert gradients(case).weights[0, 0] == pytest.approx(-15.0)


def test_one_small_step_lowers_the_error_and_a_huge_one_raises_it():
    case = six_ratings()
    assert case.after_step(0.02).squared_error < case.squared_error
    assert case.after_step(0.25).squared_error > case.squared_error
    np.testing.assert_allclose(case.after_step(0.02).weights, case.weights - 0.02 * gradients(case).weights)


def test_the_error_along_the_gradient_is_a_parabola_around_the_best_rate():
    case = six_ratings()
    best = best_rate(case)
    lowest = case.after_step(best).squared_error
    assert case.after_step(2 * best).squared_error == pytest.approx(case.squared_error)
    for near in (0.95, 1.05):
        assert lowest < case.after_step(best * near).squared_error


def test_at_the_bottom_there_is_nowhere_to_go():
    case = six_ratings()
    solved = replace(case, rating=case.scores)
    assert best_rate(solved) == 0.0
    np.testing.assert_array_equal(gradients(solved).weights, 0.0)


def test_shapes_that_disagree_are_named():
    case = six_ratings()
    with pytest.raises(ValueError, match="weights must have shape"):
        replace(case, weights=np.eye(3))
    with pytest.raises(ValueError, match="share one length"):
        replace(case, rating=np.ones(2))
