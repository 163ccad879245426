import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.evaluation.curves import Curve
from recsys_core.evaluation.slider_scale import SliderScale


def curve(breakpoints, values):
    return Curve(np.asarray(breakpoints, float), {"ild@10": np.asarray(values, float)})


def test_equal_steps_of_the_slider_are_equal_steps_of_variety():
    lambdas = np.linspace(0, 1, 4001)
    steep = curve(lambdas, lambdas**6)  # nearly everything happens in the last fifth
    scale = SliderScale(steep, "ild@10")
    reached = [steep.at(scale.lambda_for(step))["ild@10"] for step in np.linspace(0, 1, 11)]
    assert np.diff(reached) == pytest.approx(np.full(10, 0.1), rel=0.2)


def test_ends_are_relevance_only_and_the_most_that_is_reached():
    scale = SliderScale(curve([0, 0.2, 0.6, 0.9], [0.5, 0.6, 0.8, 0.7]), "ild@10")
    assert scale.lambda_for(0) == 0.0
    assert scale.lambda_for(1) == 0.6 == scale.top  # 0.9 only loses
    assert scale.achieved(0.1) == 0
    assert scale.achieved(0.3) == pytest.approx(1 / 3)
    assert scale.achieved(1.0) == 1


def test_a_jump_goes_to_its_nearer_side():
    scale = SliderScale(curve([0, 0.5], [0.0, 1.0]), "ild@10")
    assert scale.lambda_for(0.4) == 0.0
    assert scale.lambda_for(0.6) == 0.5


def test_a_reranker_that_gains_nothing_stays_at_zero():
    scale = SliderScale(curve([0, 0.5], [0.7, 0.6]), "ild@10")
    assert scale.lambda_for(1.0) == 0.0
    assert scale.achieved(1.0) == 0.0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.lists(st.floats(0, 1), min_size=2, max_size=5))
@settings(max_examples=100, deadline=None)
def test_both_directions_are_monotone(values, asked):
    breakpoints = np.linspace(0, 1, len(values) + 1)[:-1]
    scale = SliderScale(curve(breakpoints, values), "ild@10")
    lambdas = [scale.lambda_for(share) for share in sorted(asked)]
    shares = [scale.achieved(lambda_) for lambda_ in sorted(asked)]
    assert lambdas == sorted(lambdas)
    assert shares == sorted(shares)


def test_steps_are_the_settings_of_equal_shares():
    scale = SliderScale(curve([0, 0.2, 0.6], [0.5, 0.6, 0.9]), "ild@10")
    assert scale.steps(3).tolist() == [scale.lambda_for(share) for share in (0.0, 0.5, 1.0)]


def test_a_share_outside_its_range_is_refused():
    with pytest.raises(ValueError, match="achieved must lie in"):
        SliderScale(curve([0, 0.5], [0.0, 1.0]), "ild@10").lambda_for(1.2)
