from dataclasses import replace

import numpy as np
import pytest

from recsys_core.decisions.comparison import contend, ranked
from recsys_core.decisions.effects import Effects
from recsys_core.decisions.figures import figures_of
from recsys_core.decisions.limits import Limits
from recsys_core.decisions.recommendation import propose, recommend
from recsys_core.errors import SettingError
from recsys_core.evaluation.curves import measure
from recsys_core.stats.interval import Interval

LIMITS = Limits(coverage_fall=None)
KEPT, BROKEN = [0.0, -0.01, -0.01], [0.0, -0.03, -0.03]


def order(figures, limits=LIMITS, recommended=None):
    return [
        each.pair for each in ranked(contend(pair, one, limits, recommended) for pair, one in figures.items())
    ]


def test_pairs_are_ranked_by_what_they_gain_within_the_limits(make_figures):
    figures = {
        ("own", "mmr"): make_figures(KEPT, variety=[0.5, 0.6, 0.7]),
        ("other", "mmr"): make_figures(KEPT, variety=[0.5, 0.8, 0.9]),
        ("own", "msd"): make_figures(BROKEN, variety=[0.5, 1.0, 1.0]),
    }
    assert order(figures) == [("other", "mmr"), ("own", "mmr"), ("own", "msd")]


def test_of_equal_pairs_the_one_named_first_comes_first(make_figures):
    pairs = [("b", "mmr"), ("a", "mmr"), ("a", "dpp")]
    assert order({pair: make_figures(KEPT) for pair in pairs}) == pairs


def test_the_order_is_that_of_the_proposals(make_figures):
    figures = {
        "mmr": make_figures(([0.0, -0.01, -0.03], [0.0, -0.05, -0.05])),
        "dpp": make_figures(([0.0, -0.01, -0.01], [0.0, -0.05, -0.05])),
        "msd": make_figures(KEPT, variety=[0.5, 0.51, 0.51]),
    }
    proposed = [each.method for each in propose(figures, LIMITS)]
    assert order({("own", name): one for name, one in figures.items()}) == [
        ("own", name) for name in proposed
    ]


def test_no_figure_of_the_test_period_decides_the_rank(make_figures):
    figures = {
        ("own", "mmr"): make_figures(KEPT, variety=[0.5, 0.6, 0.7]),
        ("own", "dpp"): make_figures(KEPT, variety=[0.5, 0.8, 0.9]),
    }
    validation = {method: one for (_, method), one in figures.items()}
    orders = set()
    for accuracy in (KEPT, BROKEN):
        later = make_figures(accuracy)
        found = recommend(propose(validation, LIMITS), lambda _, later=later: later, LIMITS)
        orders.add(tuple(order(figures, recommended=("own", found))))
    assert orders == {(("own", "dpp"), ("own", "mmr"))}


def test_the_recommended_pair_alone_is_shown_on_the_test_period(make_figures):
    found = recommend(propose({"mmr": make_figures(KEPT)}, LIMITS), lambda _: make_figures(BROKEN), LIMITS)
    for pair in (("own", "mmr"), ("own", "dpp"), ("other", "mmr")):
        each = contend(pair, make_figures(KEPT), LIMITS, ("own", found))
        assert each.test is (found.certificate if pair == ("own", "mmr") else None)
    assert contend(("own", "mmr"), make_figures(KEPT), LIMITS, None).test is None


def test_points_of_comparison_are_ranked_but_not_to_be_shipped(make_figures):
    for method, ships in (("random", False), ("none", False), ("mmr", True)):
        assert contend(("own", method), make_figures(KEPT), LIMITS, None).can_be_shipped == ships


def test_limits_that_cannot_be_judged_are_refused(make_figures):
    with pytest.raises(SettingError, match="no accuracy"):
        contend(("own", "mmr"), make_figures([np.nan] * 3), LIMITS, None)


# --- against another model ----------------------------------------------------------------------------------


def foreign(make_figures, accuracy, gain):
    """Figures against the model in use, whose variety is 0.5."""
    gains = np.asarray(gain, float)
    return replace(
        make_figures(accuracy, variety=0.5 * (1 + gains)),
        gains={"ild": Interval(gains, gains - 0.01, gains + 0.01)}, starts={"ild": 0.5}, from_reference=False,
    )  # fmt: skip


def test_a_less_accurate_model_is_outside_the_limits_from_the_start(make_figures):
    poor = contend(("poor", "mmr"), foreign(make_figures, [-0.3, -0.3, -0.3], [0.5, 0.6, 0.7]), LIMITS, None)
    assert not poor.validation.is_inside and not poor.gains
    assert (poor.validation.stretch, poor.validation.position) == (-1, 0.0)
    assert poor.validation.blockers[0].name == "accuracy"
    figures = {
        ("poor", "mmr"): foreign(make_figures, [-0.3, -0.3, -0.3], [0.5, 0.6, 0.7]),
        ("poorer", "mmr"): foreign(make_figures, [-0.5, -0.5, -0.5], [0.9, 0.9, 0.9]),
        ("own", "msd"): make_figures(BROKEN),
    }
    assert order(figures) == [("own", "msd"), ("poor", "mmr"), ("poorer", "mmr")]


def test_a_more_accurate_model_may_spend_its_lead_on_variety(make_figures):
    lead = foreign(make_figures, [0.05, 0.01, -0.01, -0.03], [-0.1, 0.1, 0.2, 0.4])
    found = contend(("better", "mmr"), lead, LIMITS, None)
    assert found.gains and found.validation.stretch == 2
    assert found.validation.gain == pytest.approx(0.2)
    assert found.validation.gains["ild"].value == pytest.approx(0.2)


def test_a_model_against_itself_gives_what_it_gives_alone(make_world):
    world = make_world(4, n_users=40)
    trade_off, again = (measure(world.ground_truth, world.paths) for _ in range(2))
    alone, against = (figures_of(Effects(trade_off, against=other), n=7) for other in (None, again))
    assert alone.from_reference and not against.from_reference
    for name in ("accuracy", "coverage"):
        np.testing.assert_array_equal(getattr(alone, name).low, getattr(against, name).low)
    np.testing.assert_array_equal(alone.worse_off.value, against.worse_off.value)
    for name, gain in alone.gains.items():
        np.testing.assert_array_equal(gain.value, against.gains[name].value)
        assert alone.starts[name] == against.starts[name] == alone.objectives[name][0]
