import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.decisions.certificate import Guardrail, certify
from recsys_core.decisions.limits import Limits
from recsys_core.errors import SettingError
from recsys_core.stats.interval import Interval
from recsys_core.stats.relative_change import relative_change

ONLY_ACCURACY = Limits(coverage_fall=None)
EVERYTHING = Limits(worse_off=0.05, group_by="activity", group_loss=0.04)


@st.composite
def measured(draw):
    """Arguments of ``make_figures``: figures and bounds of every limit at up to twelve positions."""
    n = draw(st.integers(1, 12))

    def row(low, high):
        return np.array(draw(st.lists(st.floats(low, high), min_size=n, max_size=n)))

    def falling():
        value = row(-0.06, 0.03)
        return value, value - row(0, 0.04)

    worse = row(0, 0.06)
    return {
        "accuracy": falling(),
        "coverage": falling(),
        "worse_off": (worse, worse + row(0, 0.03)),
        "groups": {"few": falling(), "many": falling()},
        "variety": row(0.3, 0.9),
        "lambdas": np.sort(np.r_[0.0, row(0, 1)[1:]]),
        "n_users": draw(st.integers(1, 2000)),
    }


# --- which positions are inside -----------------------------------------------------------------------------


def test_the_stretch_ends_at_the_first_position_whose_bound_is_beyond(make_figures):
    found = certify(make_figures([0, -0.01, -0.019, -0.021, -0.01]), ONLY_ACCURACY)
    assert found.stretch == 2  # the last position lies inside, behind a gap
    assert (found.position, found.lambda_) == (0.5, 0.5)


def test_the_bound_decides_not_the_figure(make_figures):
    found = certify(make_figures(([0.0, 0.01, 0.02], [0.0, -0.03, 0.0])), ONLY_ACCURACY)
    assert found.stretch == 0


JUST_INSIDE = [-0.0199999, -0.02, np.nextafter(-0.02, 0)]
JUST_BEYOND = [-0.0200001, np.nextafter(-0.02, -1)]


@pytest.mark.parametrize("limited", ["accuracy", "coverage", "group"])
@pytest.mark.parametrize(
    ("bound", "inside"), [(b, True) for b in JUST_INSIDE] + [(b, False) for b in JUST_BEYOND]
)
def test_a_bound_on_the_limit_is_inside_and_nothing_is_rounded(make_figures, limited, bound, inside):
    ends = {
        "accuracy": {"accuracy": [0.0, bound], "groups": {"few": [0.0, 0.0]}},
        "coverage": {"accuracy": [0.0, 0.0], "coverage": [0.0, bound], "groups": {"few": [0.0, 0.0]}},
        "group": {"accuracy": [0.0, 0.0], "groups": {"few": [0.0, bound]}},
    }[limited]
    asked = Limits(0.02, 0.02, group_by="activity", group_loss=0.02)
    assert certify(make_figures(**ends), asked).stretch == int(inside)


@pytest.mark.parametrize(
    ("bound", "inside"), [(0.05, True), (0.049, True), (0.0500001, False), (np.nextafter(0.05, 1), False)]
)
def test_people_worse_off_run_the_other_way(make_figures, bound, inside):
    figures = make_figures([0.0, 0.0], worse_off=([0.0, 0.01], [0.0, bound]))
    assert certify(figures, Limits(worse_off=0.05)).stretch == int(inside)


@pytest.mark.parametrize("percent", ["0.1", "0.3", "0.7", "1", "2", "2.9", "5", "7", "29"])
def test_a_limit_typed_in_percent_holds_what_is_measured_at_that_percent(make_figures, percent):
    share = float(percent) / 100
    figures = make_figures([0.0, -share, -share * (1 + 1e-9)])
    assert certify(figures, Limits(share, None)).stretch == 1


def test_relevance_only_is_always_certified(make_figures):
    figures = make_figures([-1.0, -1.0, -1.0], worse_off=[1.0, 1.0, 1.0], coverage=-1.0)
    assert certify(figures, Limits(worse_off=0.01)).stretch == 0
    still = make_figures([-1.0, -1.0, 0.0, -1.0], lambdas=[0.0, 0.0, 0.5, 1.0])
    assert certify(still, ONLY_ACCURACY).stretch == 2  # position 1 still has the λ of relevance only


def test_one_position_is_certified_whole(make_figures):
    found = certify(make_figures([0.0]), Limits())
    assert (found.stretch, found.best, found.position, found.lambda_, found.blockers) == (0, 0, 0.0, 0.0, ())


def test_a_group_without_a_figure_proves_nothing(make_figures):
    figures = make_figures([0.0, 0.0], groups={"few": [np.nan, np.nan]})
    found = certify(figures, EVERYTHING)
    assert found.stretch == 0
    assert [each.group for each in found.blockers] == ["few"]
    assert found.users_needed.tolist() == [0.0, np.inf]


# --- the limits ---------------------------------------------------------------------------------------------


def test_only_what_is_limited_is_a_guardrail_accuracy_first(make_figures):
    figures = make_figures([0.0, 0.0], groups={"few": [0.0, 0.0], "many": [0.0, 0.0]})

    def named(limits):
        return [(each.name, each.group, each.limit) for each in certify(figures, limits).guardrails]

    assert named(ONLY_ACCURACY) == [("accuracy", "", -0.02)]
    assert named(Limits()) == [("accuracy", "", -0.02), ("coverage", "", -0.02)]
    assert named(EVERYTHING) == [
        ("accuracy", "", -0.02),
        ("coverage", "", -0.02),
        ("worse_off", "", 0.05),
        ("group", "few", -0.04),
        ("group", "many", -0.04),
    ]


def test_the_bound_is_the_bad_end():
    figure = Interval(np.array([0.1]), np.array([0.0]), np.array([0.3]))
    assert Guardrail("accuracy", "", figure, -0.02).bound == [0.0]
    assert Guardrail("worse_off", "", figure, 0.05).bound == [0.3]


@given(args=measured())
@settings(deadline=None)
def test_guardrails_can_only_shorten_the_stretch(make_figures, args):
    figures = make_figures(**args)
    stretches = [
        certify(figures, limits).stretch
        for limits in (ONLY_ACCURACY, Limits(), Limits(worse_off=0.05), EVERYTHING)
    ]
    assert stretches == sorted(stretches, reverse=True)


@given(args=measured(), losses=st.tuples(st.floats(0.001, 0.2), st.floats(0.001, 0.2)))
@settings(deadline=None)
def test_a_wider_limit_never_certifies_less(make_figures, args, losses):
    figures = make_figures(**args)
    strict, wide = (certify(figures, Limits(loss)) for loss in sorted(losses))
    assert strict.stretch <= wide.stretch
    assert strict.gain <= wide.gain


@given(args=measured())
@settings(deadline=None)
def test_everything_up_to_the_stretch_is_inside_and_what_follows_is_not(make_figures, args):
    found = certify(make_figures(**args), EVERYTHING)
    for position in range(1, found.stretch + 1):
        inside = [guardrail.inside[position] for guardrail in found.guardrails]
        assert all(inside) or found.lambdas[position] == 0
    if found.stretch + 1 < len(found.lambdas):
        assert found.blockers
        assert found.lambdas[found.stretch + 1] > 0
    else:
        assert found.blockers == ()


def test_blockers_are_what_the_next_position_is_not_proven_to_keep(make_figures):
    figures = make_figures(
        [0.0, -0.03, 0.0], coverage=[0.0, 0.0, -0.9], worse_off=[0.0, 0.2, 0.0],
        groups={"few": [0.0, -0.03, 0.0], "many": [0.0, -0.05, 0.0]},
    )  # fmt: skip
    found = certify(figures, EVERYTHING)
    assert [(each.name, each.group) for each in found.blockers] == [
        ("accuracy", ""), ("worse_off", ""), ("group", "many"),
    ]  # fmt: skip


def test_the_nearest_group_is_the_one_with_the_lowest_bound(make_figures):
    groups = {"few": [0.0, -0.03, 0.0], "some": [0.0, -0.01, -0.02], "many": ([0, 0, 0], [0.0, -0.02, -0.03])}
    found = certify(make_figures([0.0, 0.0, 0.0], groups=groups), EVERYTHING)
    assert found.nearest_group.tolist() == [0, 0, 2]  # a tie goes to the first
    assert len(certify(make_figures([0.0, 0.0, 0.0], groups=groups), Limits()).nearest_group) == 0


def test_without_accuracy_there_is_none_to_limit(make_figures):
    with pytest.raises(SettingError, match="there is no accuracy to limit"):
        certify(make_figures([np.nan, np.nan]), Limits())


def test_an_objective_that_was_not_measured_is_named(make_figures):
    with pytest.raises(SettingError, match="no metric ild_text to raise; choose one of ild, coverage"):
        certify(make_figures([0.0, 0.0]), Limits(objective="ild_text"))


# --- the best of the certified positions --------------------------------------------------------------------


def test_the_best_is_the_most_varied_certified_position_not_the_last(make_figures):
    found = certify(make_figures([0, 0, 0, 0, -1], variety=[0.5, 0.7, 0.6, 0.7, 0.9]), ONLY_ACCURACY)
    assert found.stretch == 3
    assert found.best == 1  # a tie goes to the lower position
    assert found.gain == pytest.approx(0.4)


def test_another_objective_is_maximised(make_figures):
    figures = make_figures([0, 0, 0], variety=[0.5, 0.7, 0.6], coverage=[0, 0.05, 0.1])
    assert certify(figures, ONLY_ACCURACY).best == 1
    by_coverage = certify(figures, Limits(coverage_fall=None, objective="coverage"))
    assert (by_coverage.best, by_coverage.gain) == (2, pytest.approx(0.5))


def test_a_rise_that_is_not_proven_is_not_recommended(make_figures):
    by_coverage = Limits(coverage_fall=None, objective="coverage")
    rise = ([0.0, 0.02, 0.03], [0.0, 0.01, -0.01])  # the third position shows more, but may show less
    assert certify(make_figures([0, 0, 0], coverage=rise), by_coverage).best == 1
    nothing = ([0.0, 0.02, 0.03], [0.0, 0.0, -0.01])
    found = certify(make_figures([0, 0, 0], coverage=nothing), by_coverage)
    assert (found.best, found.lambda_, found.stretch) == (0, 0.0, 2)
    varied = dataclasses.replace(
        make_figures([0, 0, 0], variety=[0.5, 0.6, 0.7]), gains={"ild": Interval(*np.array(GAIN))}
    )
    assert certify(varied, ONLY_ACCURACY).best == 1


GAIN = [[0.0, 0.2, 0.4], [0.0, 0.1, -0.1], [0.0, 0.3, 0.9]]


@pytest.mark.parametrize(
    ("n", "last", "best"), [(1001, 437, 430), (1001, 9, 0), (201, 51, 50), (101, 43, 43)]
)
def test_only_whole_hundredths_compete(make_figures, n, last, best):
    found = certify(make_figures(np.where(np.arange(n) <= last, 0.0, -1.0)), ONLY_ACCURACY)
    assert (found.stretch, found.best) == (last, best)
    assert 100 * found.position == pytest.approx(round(100 * found.position))


@given(args=measured())
@settings(deadline=None)
def test_the_choice_among_certified_positions_looks_at_no_outcome(make_figures, args):
    found = certify(make_figures(**args), EVERYTHING)
    n = len(found.lambdas)
    easy = np.where(np.arange(n) <= found.stretch, 0.0, -1.0)
    other = certify(make_figures(easy, variety=args["variety"], lambdas=args["lambdas"]), ONLY_ACCURACY)
    assert other.stretch == found.stretch
    assert (other.best, other.gain, other.lambda_) == (found.best, found.gain, found.lambda_)


def test_of_nothing_there_is_no_gain(make_figures):
    assert certify(make_figures([0, 0], variety=[0.0, 0.3]), ONLY_ACCURACY).gain == 0.0


def test_where_nothing_is_certified_relevance_only_is_the_best(make_figures):
    found = certify(make_figures([0.0, -0.5, -0.5]), ONLY_ACCURACY)
    assert (found.stretch, found.best, found.lambda_, found.gain) == (0, 0, 0.0, 0.0)


def test_the_hoped_gain_looks_at_the_figures_instead_of_the_bounds(make_figures):
    figures = make_figures(([0, 0.01, -0.01, -0.03, 0.0], [0, -0.05, -0.06, -0.07, 0.0]))
    found = certify(figures, ONLY_ACCURACY)
    assert found.gain == 0.0
    assert found.hoped_gain == pytest.approx(0.25 / 0.5)  # up to position 2: no gap is jumped here either


@given(args=measured())
@settings(deadline=None)
def test_no_less_is_hoped_for_than_is_certified(make_figures, args):
    found = certify(make_figures(**args), EVERYTHING)
    assert found.hoped_gain >= found.gain >= 0


# --- how many people would do -------------------------------------------------------------------------------


def test_the_people_needed_by_hand(make_figures):
    # distance to the limit 1 point, distance to the bound 2 points: 2² times the people
    found = certify(make_figures(([0.0, -0.01], [0.0, -0.03])), ONLY_ACCURACY)
    assert found.users_needed == pytest.approx([0.0, 400.0])
    # 3% of limit, 2% worse off, perhaps 5%: (3 / 1)² times the people
    worse = make_figures([0.0, 0.0], worse_off=([0.0, 0.02], [0.0, 0.05]))
    assert certify(worse, Limits(worse_off=0.03)).users_needed == pytest.approx([0.0, 900.0])


def test_the_people_needed_are_those_of_the_hardest_limit_up_to_there(make_figures):
    figures = make_figures(
        ([0.0, -0.01, 0.0], [0.0, -0.03, -0.01]),
        coverage=([0.0, -0.01, -0.01], [0.0, -0.04, -0.02]),
    )
    assert certify(figures, Limits()).users_needed == pytest.approx([0.0, 900.0, 900.0])


@pytest.mark.parametrize("value", [-0.02, -0.021])
def test_no_number_of_people_proves_a_figure_on_or_beyond_the_limit(make_figures, value):
    found = certify(make_figures(([0.0, value, 0.0], [0.0, -0.05, 0.0])), ONLY_ACCURACY)
    assert found.users_needed.tolist() == [0.0, np.inf, np.inf]


def test_what_is_certain_needs_nobody(make_figures):
    found = certify(make_figures([0.0, -0.02, -0.021]), ONLY_ACCURACY)
    assert found.users_needed.tolist() == [0.0, 0.0, np.inf]


@given(args=measured())
@settings(deadline=None)
def test_certified_positions_need_no_more_people_than_there_are(make_figures, args):
    found = certify(make_figures(**args), EVERYTHING)
    needed, n_users = found.users_needed, args["n_users"]
    assert np.all(np.diff(needed[np.isfinite(needed)]) >= 0)
    assert np.all(needed[: found.stretch + 1] <= n_users * (1 + 1e-9))
    assert np.all(needed[found.stretch + 1 :] >= n_users * (1 - 1e-9))


# --- with people --------------------------------------------------------------------------------------------

N_POSITIONS = 21


def people(rng, n_users):
    """Accuracy at relevance only (n,) and at 21 positions (n, 21), where the mean falls by up to 6%."""
    before = rng.beta(1, 2, n_users)
    walk = rng.normal(0, 0.03, (n_users, N_POSITIONS)).cumsum(axis=1)
    return before, before[:, None] * (1 - np.linspace(0, 0.06, N_POSITIONS)) + walk - walk[:, :1]


def certified(make_figures, before, after):
    found = relative_change(before, after, typical=np.full(N_POSITIONS, 0.03))
    return certify(make_figures((found.value, found.low), n_users=len(before)), ONLY_ACCURACY)


def test_the_promise_holds_for_other_people_of_the_same_kind(make_figures):
    rng = np.random.default_rng(0)
    stretches = [certified(make_figures, *people(rng, 400)).stretch for _ in range(1000)]
    broken = np.array(stretches) * 0.06 / (N_POSITIONS - 1) > 0.02 + 1e-12
    assert broken.mean() <= 0.035  # 2.5% of 1,000 samples, and chance
    assert np.median(stretches) >= 2


def test_with_the_people_needed_the_position_is_certified(make_figures):
    before, after = people(np.random.default_rng(1), 100)
    found = certified(make_figures, before, after)
    position = found.stretch + 1
    needed = found.users_needed[position]
    assert 100 < needed < np.inf
    times = int(np.ceil(needed / 100))  # the same people over and over: the figures stay the same
    more = certified(make_figures, np.tile(before, times), np.tile(after, (times, 1)))
    assert more.stretch >= position


def test_a_limit_on_groups_of_which_none_can_be_measured_is_refused(make_figures):
    asked = Limits(group_by="breadth of taste", group_loss=0.04)
    with pytest.raises(SettingError, match="No group by breadth of taste can be protected: a group needs at"):
        certify(make_figures([0.0, 0.0], groups={}), asked)
