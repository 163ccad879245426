import numpy as np
import pytest

from recsys_core.decisions.front import Front, Points, standings


def front(accuracy, variety, reranker="mmr", n_resamples=40):
    """A front whose resamples scale the accuracy of all people up and down together."""
    factor = np.linspace(0.9, 1.1, n_resamples)[:, None]
    accuracy, variety = np.array(accuracy), np.array(variety)
    drawn = (factor * accuracy, np.repeat(variety[None], n_resamples, axis=0))
    points = Points(np.linspace(0, 1, len(accuracy)), accuracy, variety)
    return Front.of("model", reranker, points, points, drawn)


GOOD, FAIR, POOR = (
    front([0.4, 0.2], [0.5, 0.8]), front([0.39, 0.2], [0.5, 0.8]), front([0.1, 0.05], [0.4, 0.6])
)  # fmt: skip


def test_the_score_is_the_best_accuracy_at_each_level_of_variety_averaged_from_0_to_1():
    # 0.4 up to a variety of 0.5, 0.2 up to 0.8, nothing beyond
    assert standings([GOOD])[0].area.value == pytest.approx(0.4 * 0.5 + 0.2 * 0.3)
    assert standings([front([1.0], [1.0])])[0].area.value == pytest.approx(1.0)


def test_the_score_and_its_interval_do_not_depend_on_what_else_is_compared():
    alone, among = standings([GOOD])[0], standings([POOR, GOOD, FAIR])[1]
    assert alone.area == among.area


def test_differences_are_paired():
    good, fair = standings([GOOD, FAIR])
    assert good.minus(fair).value == pytest.approx(good.area.value - fair.area.value)
    assert good.minus(fair).above_zero and fair.minus(good).below_zero
    assert good.minus(good).low == good.minus(good).high == 0


def test_the_front_with_the_largest_area_ranks_first_and_the_others_are_judged_against_it():
    poor, good, fair = standings([POOR, GOOD, FAIR])
    assert (good.rank, fair.rank, poor.rank) == (0, 1, 2)
    assert (good.verdict, fair.verdict, poor.verdict) == ("best", "worse", "worse")


def test_of_two_equal_fronts_the_first_leads_but_is_not_better():
    one, two = standings([GOOD, GOOD])
    assert (one.rank, two.rank) == (0, 1)
    assert (one.verdict, two.verdict) == ("first", "as_good")


def test_a_single_front_has_nothing_to_be_judged_against():
    (alone,) = standings([POOR])
    assert (alone.rank, alone.verdict) == (0, "alone")


def test_nothing_compared_is_no_error():
    assert standings([]) == []


# --- a setting of a front -----------------------------------------------------------------------------------

FOUR = Points(np.array([0.0, 0.1, 0.1, 0.6]), np.array([0.4, 0.3, 0.3, 0.2]), np.array([0.5, 0.6, 0.6, 0.7]))


@pytest.mark.parametrize(
    ("variety", "lambda_", "accuracy"), [(0.0, 0.0, 0.4), (0.3, 0.1, 0.3), (1, 0.6, 0.2)]
)
def test_a_position_is_the_nearest_point(variety, lambda_, accuracy):
    found = FOUR.at(variety)
    assert (found.lambda_, found.accuracy) == (lambda_, accuracy)
