import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.ui.widgets.slider import payload
from recsys_core.ui.widgets.slider.payload import CASES, GRID, Measure


def line(start=0.2, end=0.1):
    return np.linspace(start, end, GRID)


def curve(**changed):
    given = {
        "identity": "sample/mmr/10",
        "lambdas": np.linspace(0, 1, GRID),
        "measures": [
            Measure("ndcg@10", "Accuracy", "Accuracy", 0, line(), line(0, -0.55), line(0, -0.45)),
            Measure("ild@10", "Variety", "Variety", 1, line(0.8, 0.9)),
        ],
        "accuracy": "ndcg@10",
        "variety": "ild@10",
        "users": 300,
    }
    return payload.curve_payload(**(given | changed))


def test_change_is_a_share_of_the_start_or_points():
    relative = Measure("ndcg@10", "", "", 0, line(0.2, 0.1))
    points = Measure("coverage@10", "", "", 2, line(0.2, 0.1), percent=True)
    assert relative.change[-1] == pytest.approx(-0.5)
    assert points.change[-1] == pytest.approx(-0.1)
    assert relative.change[0] == points.change[0] == 0


def test_a_measure_that_starts_at_nothing_changes_in_its_own_units():
    rising = Measure("long_tail@10", "", "", 3, line(0.0, 0.3))
    assert rising.change[-1] == pytest.approx(0.3)


def test_intervals_are_sent_in_the_unit_of_the_change():
    sent = curve()["measures"][0]
    assert sum(sent["low"]) == -550_000
    assert sum(sent["high"]) == -450_000
    assert curve()["measures"][1]["low"] is None


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-0.02, -0.01, "cost"),
        (-0.02, 0.01, "unclear"),
        (-0.15, 0.02, "unclear"),
        (0.01, 0.02, "gain"),
        (-0.01, 0.0, "unclear"),
    ],
)
def test_the_sentence_follows_the_interval(low, high, expected):
    accuracy = Measure("ndcg@10", "", "", 0, line(), np.full(GRID, low), np.full(GRID, high))
    cases = payload.sentence_cases(accuracy)
    assert CASES[cases[0]] == "start"
    assert {CASES[case] for case in cases[1:]} == {expected}


@pytest.mark.parametrize(
    ("case", "low", "budget", "told"),
    [
        ("unclear", -0.03, 2.0, "unknown"),
        ("unclear", -0.03, 5.0, "unclear"),
        ("unclear", -0.006, 0.5, "unknown"),
        ("unclear", -0.02, 2.0, "unclear"),
        ("unclear", None, 0.5, "unclear"),
        ("cost", -0.3, 0.5, "cost"),
        ("start", -0.3, 0.5, "start"),
    ],
)
def test_what_cannot_be_told_is_a_matter_of_the_visitors_budget(case, low, budget, told):
    assert payload.for_budget(case, low, budget) == told


def test_a_method_with_nothing_to_set_says_so():
    same = Measure("ndcg@10", "", "", 0, line(0.2, 0.2))
    assert {CASES[case] for case in payload.sentence_cases(same, same)} == {"still"}


def test_without_an_interval_the_sign_decides():
    cases = payload.sentence_cases(Measure("ndcg@10", "", "", 0, line(0.2, 0.1)))
    assert {CASES[case] for case in cases[1:]} == {"cost"}


def test_lambda_keeps_full_precision():
    lambdas = np.sort(np.random.default_rng(3).random(GRID))
    assert np.array_equal(json.loads(json.dumps(curve(lambdas=lambdas)["lambda"])), lambdas)


def test_curve_refuses_what_the_slider_could_not_show():
    with pytest.raises(ValueError, match="must not fall"):
        curve(lambdas=np.linspace(1, 0, GRID))
    with pytest.raises(ValueError, match="expected 1001 positions"):
        curve(lambdas=np.linspace(0, 1, 21))
    with pytest.raises(ValueError, match="must be among"):
        curve(accuracy="recall@10")


def person(**changed):
    given = {
        "user_id": "405",
        "title": "Person 405",
        "about": "",
        "breakpoints": np.array([0.0, 0.25, 0.5]),
        "positions": np.array([0.0, 0.4, 1.0]),
        "items": np.array([[3, 1, 2], [3, 2, 7], [7, 3, -1]]),
    }
    return payload.person_payload(**(given | changed))


def test_lists_lose_their_padding_and_keep_their_order():
    sent = person()
    assert sent["lists"] == [[3, 1, 2], [3, 2, 7], [7, 3]]
    assert sent["breakpoints"] == [0.0, 0.25, 0.5]


def test_person_refuses_lists_that_do_not_start_at_relevance_only():
    with pytest.raises(ValueError, match="ascend from 0"):
        person(breakpoints=np.array([0.1, 0.25, 0.5]))
    with pytest.raises(ValueError, match="lengths differ"):
        person(positions=np.array([0.0]))


def test_item_table_holds_what_the_lists_show():
    titles = [f"Film {i}" for i in range(9)]
    table = payload.item_table(np.array([[3, 1], [7, -1]]), titles, [("Drama",)] * 9)
    assert table == {"1": ["Film 1", ["Drama"]], "3": ["Film 3", ["Drama"]], "7": ["Film 7", ["Drama"]]}


def test_encoded_parts_come_back_and_stay_small():
    shared = payload.compact(curve()).encode()
    pieces = payload.encode({"start": {"t": 0.3}}, {"curve": shared, "items": '{"1":["星"]}'})
    sent = b"".join(pieces)
    assert json.loads(sent)["curve"]["users"] == 300
    assert json.loads(sent)["start"] == {"t": 0.3}
    assert json.loads(sent)["items"] == {"1": ["星"]}
    assert any(piece is shared for piece in pieces), "the curves are shared by all visitors"
    assert len(sent) < 120_000


def test_numbers_are_sent_as_steps_in_millionths():
    assert payload.steps(np.array([0.239111, 0.238892, 0.238892, -0.1])) == [239_111, -219, 0, -338_892]
    assert payload.steps(None) is None


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=50))
def test_summed_steps_are_the_numbers_to_six_digits(values):
    found = np.cumsum(payload.steps(np.array(values))) * payload.UNIT
    np.testing.assert_allclose(found, values, rtol=0, atol=0.51e-6)


def test_what_is_not_a_number_never_reaches_the_browser():
    assert payload.steps(np.array([np.nan, np.inf, -0.0000001])) == [0, 0, 0]
    assert payload.steps(np.array([1e30, 0.0])) == [10**15, -(10**15)]
    with pytest.raises(ValueError, match="not JSON compliant"):
        payload.compact({"value": float("nan")})
