import numpy as np
import pytest

from recsys_core.decisions.explain.other_people import draw_people

FIGURES = np.random.default_rng(1).random(400)


def test_about_one_interval_in_twenty_misses():
    missed = [draw_people(FIGURES, 50, 100, seed).missed.sum() for seed in range(40)]
    assert 3.5 < np.mean(missed) < 6.5


def test_a_longer_series_begins_with_the_same_draws():
    short, long = draw_people(FIGURES, 50, 3, 7), draw_people(FIGURES, 50, 20, 7)
    np.testing.assert_allclose(short.intervals.value, long.intervals.value[:3])
    assert draw_people(FIGURES, 50, 3, 8).intervals.value[0] != short.intervals.value[0]


def test_four_times_the_people_make_half_the_width():
    width = [np.mean(np.subtract(found.high, found.low)) for found in
             (draw_people(FIGURES, n, 200, 0).intervals for n in (50, 200))]  # fmt: skip
    assert width[0] / width[1] == pytest.approx(2.0, rel=0.06)


@pytest.mark.parametrize(("figures", "n", "times"), [(FIGURES[:1], 5, 1), (FIGURES, 1, 1), (FIGURES, 5, 0)])
def test_too_little_is_refused(figures, n, times):
    with pytest.raises(ValueError, match="expected two people"):
        draw_people(figures, n, times, 0)
