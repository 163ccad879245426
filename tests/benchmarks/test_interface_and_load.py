"""What the interface and load benchmarks count as shown rightly, and how their stretches add up."""

import math

import pytest

from benchmarks.interface import summary
from benchmarks.load_room import Moves, milliseconds
from benchmarks.load_session import Answer
from benchmarks.load_truth import near, says
from benchmarks.report import Check


@pytest.mark.parametrize(
    ("text", "value", "digits", "expected"),
    [
        ("0.313", 0.3125, 3, True),  # a tie may be rounded either way
        ("0.312", 0.3125, 3, True),
        ("0.314", 0.3125, 3, False),
        ("18.1%", 18.06, 1, True),
        ("18.1%", 18.26, 1, False),
        ("none", 0.0, 3, False),
    ],
)
def test_a_printed_number_is_right_to_its_last_digit(text, value, digits, expected):
    assert near(text, value, digits) is expected


FIGURES = {100.0, 19.0, 0.82, 1.8, 5.79, 5.3}
SHIP = "Ship MSD at 19 of 100. It costs 0.8% of accuracy, at worst 1.8%. Lists become 5.8% more varied"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (SHIP, True),
        (SHIP.replace("0.8%", "0.6%"), False),
        (SHIP.replace("5.8%", "6.0%"), False),
        (SHIP + ", at least 5.3%", True),
        (SHIP + ", by 907 people", False),
        ("It costs 0.8%.", False),
        ("", False),
    ],
)
def test_every_number_of_a_sentence_must_be_one_it_may_speak_of(sentence, expected):
    assert says(sentence, FIGURES) is expected


def test_stretches_join_with_processor_time_for_each_move():
    first, second = Moves(cpu_ms=10.0, elapsed=2.0), Moves(cpu_ms=4.0, elapsed=1.0)
    for seconds in (0.01, 0.02):
        first.keep(Answer(seconds=seconds, megabytes=0.5))
    second.keep(Answer(seconds=0.03, problems=["lost"]))
    second.unchecked.append(lambda: ["list"])
    first.extend(second)
    found = first.summary()
    assert found["moves"] == 3
    assert found["cpu_ms_per_move"] == pytest.approx(8.0)
    assert found["median_ms"] == pytest.approx(20.0)
    assert found["moves_per_second"] == pytest.approx(1.0)
    assert (found["errors"], found["wrong_values"]) == (1, 1)


def test_percentiles_are_in_milliseconds_and_nothing_has_none():
    assert milliseconds([0.1, 0.3], 50) == pytest.approx(200.0)
    assert math.isnan(milliseconds([], 95))


def test_a_summary_names_how_many_it_speaks_of():
    assert summary([1.0, 2.0, 9.0]) == {"median": 2.0, "p95": pytest.approx(8.3), "highest": 9.0, "n": 3}


def test_a_bound_that_is_met_exactly_passes():
    assert Check("drag", 16.0, 16, 16, at_most=True).to_dict()["pass"]
    assert not Check("drag", 16.1, 16, 16, at_most=True).to_dict()["pass"]
