import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.ui.widgets.slider import payload
from recsys_core.ui.widgets.slider.measure import GRID, UNIT, Measure, as_sent


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
        "raised": "ild@10",
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


def test_a_method_with_nothing_to_set_is_still():
    same, falling = line(0.2, 0.2), line(0.2, 0.1)
    stays, falls = (Measure("ndcg@10", "", "", 0, values) for values in (same, falling))
    assert payload.is_still([stays, stays])
    assert not payload.is_still([stays, falls])
    varied = Measure("ild@10", "", "", 1, same)
    assert curve(measures=[stays, varied])["still"]
    assert not curve(measures=[falls, varied])["still"]


def test_a_share_of_people_has_an_interval_of_its_own_value():
    share = Measure("worse_off", "", "", 4, line(0, 0.2), line(0, 0.1), line(0, 0.3), is_share=True)
    sent = payload.measure_payload(share)
    assert sent["share"]
    assert [sum(sent[name]) for name in ("low", "value", "high")] == [100_000, 200_000, 300_000]


def test_variety_in_other_spaces_is_sent_as_shares():
    assert curve()["spaces"] == []
    (sent,) = curve(spaces={"text": line(0, 0.015)})["spaces"]
    assert (sent[0], sum(sent[1])) == ("text", 15_000)


def test_settings_that_another_one_beats_in_both_are_sent_as_dominated():
    sent = curve()
    assert sent["dominated"] == [0] * GRID, "a straight line: more variety always costs accuracy"
    back = np.minimum(np.linspace(0, 2, GRID), 1) * 0.1 + 0.8  # no more variety in the second half
    bent = curve(measures=[Measure("ndcg@10", "", "", 0, line()), Measure("ild@10", "", "", 1, back)])
    assert bent["dominated"] == [0] * 501 + [1] * 500


def test_lambda_keeps_full_precision():
    lambdas = np.sort(np.random.default_rng(3).random(GRID))
    assert np.array_equal(json.loads(json.dumps(curve(lambdas=lambdas)["lambda"])), lambdas)


def test_curve_refuses_what_the_slider_could_not_show():
    with pytest.raises(ValueError, match="must not fall"):
        curve(lambdas=np.linspace(1, 0, GRID))
    with pytest.raises(ValueError, match="expected 1001 positions"):
        curve(lambdas=np.linspace(0, 1, 21))
    for role in ("accuracy", "variety", "raised"):
        with pytest.raises(ValueError, match=r"\['recall@10'\] must be among"):
            curve(**{role: "recall@10"})


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
    whole = np.cumsum(payload.steps(np.array(values)))
    np.testing.assert_allclose(whole * UNIT, values, rtol=0, atol=0.51e-6)


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=50))
def test_python_writes_the_very_numbers_that_the_browser_sums_up(values):
    known = as_sent(np.array(values))
    assert np.array_equal(np.cumsum(payload.steps(known)) / 1e6, known)


def test_what_is_not_a_number_never_reaches_the_browser():
    assert payload.steps(np.array([np.nan, np.inf, -0.0000001])) == [0, 9_990_000, -9_990_000]
    assert payload.steps(np.array([1e30, 0.0])) == [10**15, -(10**15)]
    with pytest.raises(ValueError, match="not JSON compliant"):
        payload.compact({"value": float("nan")})
