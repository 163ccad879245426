import pytest

from recsys_core.training.progress import Journey, Phase, Progress


def test_time_left_covers_the_phases_ahead():
    reports = []
    journey = Journey([Phase("one", "a", 2, 10.0), Phase("two", "b", 3, 100.0)], reports.append)
    journey.begin()
    assert reports[-1].seconds_left == pytest.approx(320)
    journey.step(2, loss=1.5)
    assert reports[-1].seconds_left == pytest.approx(300)
    journey.begin()
    assert (reports[-1].phase, reports[-1].step, reports[-1].total) == ("two", 0, 3)


def test_a_kind_that_was_timed_is_no_longer_guessed():
    reports = []
    journey = Journey([Phase("one", "a", 1, 1e6), Phase("again", "a", 5, 1e6)], reports.append)
    journey.begin()
    journey.step(1)
    assert reports[-1].seconds_left < 100


def test_the_message_has_what_there_is():
    assert Progress("p", 1, 2, 61.0).message == "about 1:01 left in all"
    assert Progress("p", 1, 2, 5.0, 0.25, 0.1234).message == (
        "loss 0.250, valid NDCG@10 0.1234, about 0:05 left in all")
