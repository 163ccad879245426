import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.decisions.effects import Effects
from recsys_core.decisions.figures import figures_of
from recsys_core.decisions.limits import Limits
from recsys_core.decisions.recommendation import propose, recommend
from recsys_core.errors import SettingError
from recsys_core.evaluation.curves import measure

ONLY_ACCURACY = Limits(coverage_fall=None)
KEPT, BROKEN = [0.0, -0.01, -0.01], [0.0, -0.03, -0.03]


def answer(validation, test, limits=ONLY_ACCURACY):
    return recommend(propose(validation, limits), test.__getitem__, limits)


# --- validation proposes ------------------------------------------------------------------------------------


def test_the_method_that_gains_most_within_the_limits_is_proposed(make_figures):
    found = propose(
        {
            "mmr": make_figures(KEPT, variety=[0.5, 0.6, 0.7]),
            "dpp": make_figures([0.0, -0.01, -0.03], variety=[0.5, 0.8, 0.9]),
            "msd": make_figures(BROKEN, variety=[0.5, 1.0, 1.0]),
        },
        ONLY_ACCURACY,
    )
    assert [each.method for each in found] == ["dpp", "mmr", "msd"]
    assert [each.certificate.gain for each in found] == pytest.approx([0.6, 0.4, 0.0])


def test_points_of_comparison_are_never_proposed(make_figures):
    figures = {"none": make_figures(KEPT), "mmr": make_figures(BROKEN), "random": make_figures(KEPT)}
    assert [each.method for each in propose(figures, ONLY_ACCURACY)] == ["mmr"]
    with pytest.raises(ValueError, match="there is no method to propose"):
        propose({"none": make_figures(KEPT), "random": make_figures(KEPT)}, ONLY_ACCURACY)
    with pytest.raises(ValueError, match="there is no method to propose"):
        propose({}, ONLY_ACCURACY)


@pytest.mark.parametrize("named", [("mmr", "dpp"), ("dpp", "mmr")])
def test_of_equal_methods_the_one_named_first_is_proposed(make_figures, named):
    found = propose({name: make_figures(KEPT) for name in named}, ONLY_ACCURACY)
    assert tuple(each.method for each in found) == named


def test_where_validation_proves_nothing_the_figures_themselves_rank(make_figures):
    unproven = [0.0, -0.05, -0.05]
    found = propose(
        {
            "mmr": make_figures(([0.0, -0.01, -0.03], unproven)),
            "dpp": make_figures(([0.0, -0.01, -0.01], unproven)),
            "msd": make_figures(([0.0, -0.03, -0.03], unproven)),
        },
        ONLY_ACCURACY,
    )
    assert [each.certificate.gain for each in found] == [0.0, 0.0, 0.0]
    assert [each.method for each in found] == ["dpp", "mmr", "msd"]
    assert [each.certificate.hoped_gain for each in found] == pytest.approx([1.0, 0.5, 0.0])


def test_what_is_proven_counts_more_than_what_is_hoped_for(make_figures):
    figures = {
        "hope": make_figures(([0.0, 0.0, 0.0], [0.0, -0.05, -0.05]), variety=[0.5, 0.9, 1.0]),
        "proof": make_figures(KEPT, variety=[0.5, 0.51, 0.51]),
    }
    assert [each.method for each in propose(figures, ONLY_ACCURACY)] == ["proof", "hope"]


def test_methods_are_ranked_by_what_is_to_rise(make_figures):
    figures = {"mmr": make_figures([0.0, 0.0, -0.5]), "dpp": make_figures([0.0, 0.0, 0.0], variety=[1, 1, 1])}
    assert propose(figures, ONLY_ACCURACY)[0].method == "mmr"
    by_coverage = Limits(coverage_fall=None, objective="coverage")
    assert propose(figures, by_coverage)[0].method == "dpp"


# --- test certifies -----------------------------------------------------------------------------------------


def test_only_the_proposed_method_is_tested_even_where_it_fails(make_figures):
    asked = []

    def test_figures(method):
        asked.append(method)
        return make_figures(BROKEN if method == "dpp" else KEPT)

    validation = {"mmr": make_figures([0, -0.01, -0.5]), "dpp": make_figures(KEPT)}
    found = recommend(propose(validation, ONLY_ACCURACY), test_figures, ONLY_ACCURACY)
    assert asked == ["dpp"]
    assert (found.method, found.found, found.certificate.lambda_) == ("dpp", False, 0.0)
    assert [each.method for each in found.proposals] == ["dpp", "mmr"]


def test_test_alone_sets_the_position(make_figures):
    found = answer({"mmr": make_figures([0, 0, 0, 0])}, {"mmr": make_figures([0, 0, -0.5, 0])})
    assert found.found
    assert found.certificate.best == 1
    assert found.proposals[0].certificate.best == 3


def test_a_method_certified_without_any_gain_is_no_find(make_figures):
    flat = make_figures(KEPT, variety=[0.5, 0.5, 0.4])
    found = answer({"mmr": flat}, {"mmr": flat})
    assert found.certificate.stretch == 2
    assert not found.found


def test_the_errors_of_the_certificate_are_passed_on(make_figures):
    nothing = make_figures([np.nan, np.nan])
    with pytest.raises(SettingError, match="no accuracy to limit"):
        propose({"mmr": nothing}, ONLY_ACCURACY)
    with pytest.raises(SettingError, match="no accuracy to limit"):
        answer({"mmr": make_figures([0.0, 0.0])}, {"mmr": nothing})


@given(
    gains=st.lists(st.integers(0, 4), min_size=1, max_size=6),
    kept=st.lists(st.booleans(), min_size=6, max_size=6),
)
@settings(deadline=None)
def test_the_proposed_method_gains_no_less_than_any_other(make_figures, gains, kept):
    validation = {
        f"method {at}": make_figures([0.0, 0.0 if kept[at] else -1.0], variety=[1.0, 1.0 + gain])
        for at, gain in enumerate(gains)
    }
    found = propose(validation, ONLY_ACCURACY)
    expected = [gain if ok else 0 for gain, ok in zip(gains, kept, strict=False)]
    assert found[0].certificate.gain == max(expected)
    assert found[0].method == f"method {expected.index(max(expected))}"
    assert sorted(each.method for each in found) == list(validation)


# --- described ----------------------------------------------------------------------------------------------

EVERYTHING = Limits(worse_off=0.05, group_by="activity", group_loss=0.04)


@pytest.fixture
def described(make_figures):
    figures = make_figures(
        ([0.0, -0.002, -0.005, -0.01], [0.0, -0.01, -0.015, -0.04]),
        coverage=([0.0, 0.01, 0.02, 0.03], [0.0, 0.0, 0.01, 0.02]),
        worse_off=([0.0, 0.01, 0.02, 0.03], [0.01, 0.02, 0.03, 0.06]),
        groups={"few": ([0.0, 0.0, -0.01, -0.02], [0.0, -0.01, -0.03, -0.05])},
        variety=[0.5, 0.6, 0.65, 0.7],
        lambdas=[0.0, 0.2, 0.35, 0.8],
        n_users=907,
    )
    validation = {"mmr": figures, "dpp": make_figures(BROKEN, groups={"few": BROKEN})}
    found = answer(validation, {"mmr": figures}, EVERYTHING)
    return found, found.to_dict()


def test_the_description_says_what_the_certificate_holds(described):
    found, told = described
    certificate = found.certificate
    assert (told["found"], told["method"]) == (True, "mmr")
    assert told["position"] == pytest.approx(200 / 3, abs=1e-6)
    assert told["lambda"] == certificate.lambda_ == 0.35
    assert (told["cost"], told["worst_case"]) == (0.005, 0.015)
    assert told["gain"] == certificate.gain == pytest.approx(0.3)
    assert told["limits"] == EVERYTHING.to_dict()
    assert (told["level"], told["users"]) == (0.95, 907)
    gain, nothing = certificate.gain, {"value": 0.0, "low": 0.0, "high": 0.0}
    assert told["rise"] == {"value": gain, "low": gain, "high": gain}
    assert told["methods_tried"] == [
        {"method": "mmr", "gain": gain, "rise": told["rise"], "position": told["position"]},
        {"method": "dpp", "gain": 0.0, "rise": nothing, "position": 0.0},
    ]


def test_every_limit_stands_beside_its_interval_at_the_setting(described):
    found, told = described
    assert told["guardrails"] == [
        {"name": "accuracy", "group": "", "limit": -0.02, "value": -0.005, "low": -0.015, "high": -0.005},
        {"name": "coverage", "group": "", "limit": -0.02, "value": 0.02, "low": 0.01, "high": 0.02},
        {"name": "worse_off", "group": "", "limit": 0.05, "value": 0.02, "low": 0.02, "high": 0.03},
        {"name": "group", "group": "few", "limit": -0.04, "value": -0.01, "low": -0.03, "high": -0.01},
    ]
    (accuracy, *_), row = told["guardrails"], found.certificate.best
    assert (told["cost"], told["worst_case"]) == (-accuracy["value"], -accuracy["low"])
    for shown, guardrail in zip(told["guardrails"], found.certificate.guardrails, strict=True):
        bad_end = shown["high"] if guardrail.name == "worse_off" else shown["low"]
        assert bad_end == guardrail.bound[row], "the verdict looks at the very end that is shown"


def test_the_end_of_the_stretch_says_why_and_how_many_people_would_go_on(described):
    found, told = described
    stretch = told["certified_stretch"]
    assert stretch["position"] == pytest.approx(200 / 3, abs=1e-6)
    assert stretch["lambda"] == 0.35
    assert stretch["ended_by"] == ["accuracy", "worse_off", "few"]
    # accuracy: 3 points of reach, 1 of room
    assert stretch["users_for_the_next_position"] == found.certificate.users_needed[3].round() == 907 * 9


def test_the_stretch_may_reach_beyond_the_recommended_position(make_figures):
    figures = make_figures(
        ([0.0, 0.0, 0.0, -0.01], [0.0, 0.0, 0.0, -0.03]),
        variety=[0.5, 0.7, 0.6, 0.9],
        lambdas=[0, 0.1, 0.2, 0.4],
    )
    told = answer({"mmr": figures}, {"mmr": figures}).to_dict()
    assert (told["lambda"], told["gain"]) == (0.1, pytest.approx(0.4))
    assert told["certified_stretch"] == {
        "position": pytest.approx(200 / 3, abs=1e-6), "lambda": 0.2, "ended_by": ["accuracy"],
        "users_for_the_next_position": 400,
    }  # fmt: skip


def test_a_fully_certified_method_ends_by_nothing(make_figures):
    told = answer({"mmr": make_figures(KEPT)}, {"mmr": make_figures(KEPT)}).to_dict()
    assert told["certified_stretch"] == {
        "position": 100.0, "lambda": 1.0, "ended_by": [], "users_for_the_next_position": None,
    }  # fmt: skip


def test_more_people_are_asked_for_than_there_are(make_figures):
    nearly = make_figures(([0.0, -0.01], [0.0, -0.02001]))
    told = answer({"mmr": nearly}, {"mmr": nearly}).to_dict()
    assert told["users"] == 100
    assert told["certified_stretch"]["users_for_the_next_position"] > 100


@pytest.mark.parametrize("n_users", [1, 2, 10**7])
@pytest.mark.parametrize(
    "bounds", [KEPT, BROKEN, [0.0, -0.02, -1.0], ([0.0, -0.01, -0.01], [0.0, -9.0, -9.0])]
)
def test_any_answer_is_json(make_figures, n_users, bounds):
    figures = make_figures(bounds, n_users=n_users)
    told = answer({"mmr": figures}, {"mmr": figures}).to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_an_answer_with_a_group_that_cannot_be_measured_is_json(make_figures):
    figures = make_figures(KEPT, groups={"few": [np.nan] * 3})
    told = answer({"mmr": figures}, {"mmr": figures}, EVERYTHING).to_dict()
    assert told["certified_stretch"]["ended_by"] == ["few"]
    json.dumps(told, allow_nan=False)


def test_nothing_lost_is_written_without_a_sign(make_figures):
    told = answer({"mmr": make_figures(BROKEN)}, {"mmr": make_figures(BROKEN)}).to_dict()
    assert [str(told[name]) for name in ("cost", "worst_case")] == ["0.0", "0.0"]


@pytest.mark.parametrize(("n", "last", "position"), [(101, 29, 29.0), (1001, 573, 57.0), (1001, 587, 58.0)])
def test_positions_are_whole_hundredths_without_the_rounding_of_a_binary_fraction(
    make_figures, n, last, position
):
    figures = make_figures(np.where(np.arange(n) <= last, 0.0, -1.0))
    told = answer({"mmr": figures}, {"mmr": figures}).to_dict()
    assert told["position"] == position
    assert told["certified_stretch"]["position"] == round(100 * last / (n - 1), 1)


def test_from_lists_to_the_answer(make_world):
    """Two methods' lists of 400 people, measured for two periods; one of them gains provably."""
    worlds = {method: make_world(seed, n_users=400) for method, seed in (("mmr", 8), ("dpp", 9))}
    sides = {method: Effects(measure(world.ground_truth, world.paths)) for method, world in worlds.items()}
    asked = Limits(accuracy_loss=0.9, coverage_fall=0.9, worse_off=0.9)
    validation = {method: figures_of(each, n=101) for method, each in sides.items()}
    found = recommend(propose(validation, asked), lambda method: figures_of(sides[method]), asked)
    assert found.found
    certificate, effects = found.certificate, sides[found.method]
    told = found.to_dict()
    json.dumps(told, allow_nan=False)
    shown = effects.of("ndcg@5", certificate.lambda_)[0].relative
    assert (told["cost"], told["worst_case"]) == (pytest.approx(-shown.value), pytest.approx(-shown.low))
    variety = effects.of("ild@5", certificate.lambda_)[0].relative
    assert told["gain"] == pytest.approx(variety.value) and told["gain"] > 0
    assert told["position"] == round(told["position"])


def test_tables_say_what_the_answer_says(make_figures):
    validation = {"mmr": make_figures(KEPT, variety=[0.5, 0.6, 0.7]), "dpp": make_figures(BROKEN)}
    found = answer(validation, {"mmr": make_figures([0.0, -0.01, -0.03], variety=[0.5, 0.6, 0.7])})
    methods, verdicts = found.frame(), found.certificate.frame()
    assert methods.index.tolist() == ["mmr", "dpp"] and methods["recommended"].tolist() == [True, False]
    assert methods.loc["mmr", "rise"] == pytest.approx(0.4)
    assert verdicts.index.tolist() == [0.0, 50.0, 100.0]
    assert verdicts["certified"].tolist() == [True, True, False] == verdicts["accuracy inside"].tolist()
    assert verdicts["accuracy"].tolist() == pytest.approx([0.0, -0.01, -0.03])
    assert verdicts["rise"].tolist() == pytest.approx([0.0, 0.2, 0.4])
    assert verdicts.loc[100.0 * found.certificate.position, "lambda"] == found.certificate.lambda_
