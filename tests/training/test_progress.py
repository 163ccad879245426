import pytest

from recsys_core.training.progress import Phase, Progress, ProgressTracker


def test_time_left_includes_later_phases():
    reports = []
    tracker = ProgressTracker([Phase("one", "a", 2, 10.0), Phase("two", "b", 3, 100.0)], reports.append)
    tracker.start_phase()
    assert reports[-1].seconds_left == pytest.approx(320)
    tracker.update(2, loss=1.5)
    assert reports[-1].seconds_left == pytest.approx(300)
    tracker.start_phase()
    assert (reports[-1].phase, reports[-1].step, reports[-1].total) == ("two", 0, 3)


def test_a_timed_kind_of_phase_replaces_the_guess():
    reports, times = [], iter([100.0, 103.0])
    phases = [Phase("one", "a", 1, 1e6), Phase("again", "a", 5, 1e6)]
    tracker = ProgressTracker(phases, reports.append, clock=lambda: next(times))
    tracker.start_phase()
    tracker.update(1)
    assert reports[-1].seconds_left == pytest.approx(5 * 3.0)


def test_the_message_holds_the_known_values():
    assert Progress("p", 1, 2, 61.0).message == "about 1:01 left in total"
    assert Progress("p", 1, 2, 5.0, 0.25, 0.1234).message == (
        "loss 0.250, valid NDCG@10 0.1234, about 0:05 left in total"
    )
