"""Every state and every case of what is said about a setting, with figures that can be checked by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.rules_in_address import AskedRules
from recsys_core.ui.text.sentences import beyond_text, cost_text, raised_text, sentences
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.slider.measure import GRID, Measure

ENGLISH = Words()
NO_RULES, A_RULE = AskedRules(), AskedRules(at_most=2)
ACCURACY = {"accuracy": (0.02, 0.11)}  # the bound reaches 2% at row 181


def say(view, position, verdicts, *, lang="en", rules=NO_RULES):
    choice = Choice("sample", "mmr", variety=position, lang=lang, rules=rules)
    return sentences(view, choice, "MMR", Words(lang), verdicts)


# --- the states ---------------------------------------------------------------------------------------------


def test_the_recommended_setting_is_to_be_shipped(straight_view, verdicts_on):
    said = say(straight_view(), 0.1, verdicts_on(ACCURACY, stretch=181, best=0.1))
    assert said.state == "recommended"
    assert said.badge == "Recommended"
    assert said.headline == "Ship MMR at 10 of 100."
    assert said.cost == (
        "It costs 1.0% of accuracy, at worst 2.0%. Lists become 3.0% more varied by category."
    )
    assert said.basis == "The best of 8 methods for your limits, certified up to 18.1 of 100 on 900 people."


def test_a_setting_inside_the_limits_is_not_called_recommended(straight_view, verdicts_on):
    said = say(straight_view(), 0.105, verdicts_on(ACCURACY, stretch=181, best=0.1))
    assert (said.state, said.badge) == ("inside", "Inside your limits")
    assert said.headline == "MMR at 10.5 of 100."
    assert said.basis == "Everything up to 18.1 of 100 is proven to stay inside your limits, on 900 people."


def test_the_position_of_the_recommendation_in_another_method_is_not_recommended(straight_view, verdicts_on):
    found = verdicts_on(ACCURACY, stretch=181, best=0.1, method="msd", explored="Only a hint.")
    said = say(straight_view(), 0.1, found)
    assert said.state == "inside"
    assert said.basis.endswith("Only a hint.")


def test_where_nothing_is_found_relevance_only_is_recommended(straight_view, verdicts_on):
    nothing = replace(verdicts_on(ACCURACY, stretch=0, best=0.0), nothing="Nothing beyond it is proven.")
    said = say(straight_view(), 0.0, nothing)
    assert said.state == "recommended"
    assert said.headline == "Keep relevance only."
    assert (said.cost, said.basis) == ("", "Nothing beyond it is proven.")


def test_relevance_only_is_inside_where_more_is_recommended(straight_view, verdicts_on):
    said = say(straight_view(), 0.0, verdicts_on(ACCURACY, stretch=100, best=0.1))
    assert (said.state, said.headline) == ("inside", "Relevance only: the model’s own ranking.")
    assert said.basis == "Nothing changes, so nothing can be lost. Move the slider to see what variety costs."


@pytest.mark.parametrize(
    ("bounds", "reason"),
    [
        ({"accuracy": (0.02, 0.05)}, "Accuracy could fall by 3.0%, and your limit is 2%."),
        (
            {"coverage": (0.02, 0.05)},
            "The catalogue shown could shrink by 3.0 points, and your limit is 2.",
        ),
        (
            {"worse_off": (0.15, 0.5)},
            "As many as 30.0% of people could be noticeably worse off, and your limit is 15%.",
        ),
        ({"group": (0.025, 0.05)}, "“many” could lose 3.0% of its accuracy, and your limit is 2.5%."),
    ],
)
def test_a_setting_that_breaks_a_limit_says_by_how_much_it_could(straight_view, verdicts_on, bounds, reason):
    said = say(straight_view(), 0.6, verdicts_on(bounds, stretch=100, needed=1234))
    assert (said.state, said.badge) == ("unproven", "Not proven inside your limits")
    assert said.headline == "MMR at 60 of 100."
    proof = "About 1,234 people in place of 900 would prove it, if the figures stayed the same."
    assert said.basis == f"{reason} {proof}"


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        ({"accuracy": (0.02, 0.6, 0.5)}, "Accuracy falls by at least 30.0%, and your limit is 2%."),
        (
            {"accuracy": (0.02, 0.05), "coverage": (0.02, 0.6, 0.5)},
            "The catalogue shown shrinks by at least 30.0 points, and your limit is 2.",
        ),
        (
            {"worse_off": (0.15, 0.6, 0.5)},
            "At least 30.0% of people are noticeably worse off, and your limit is 15%.",
        ),
        ({"group": (0.04, 0.6, 0.5)}, "“many” loses at least 30.0% of its accuracy, and your limit is 4%."),
    ],
)
def test_what_is_surely_beyond_a_limit_is_called_outside_it(straight_view, verdicts_on, bounds, told):
    said = say(straight_view(), 0.6, verdicts_on(bounds, stretch=100, needed=1234))
    assert (said.state, said.badge, said.basis) == ("unproven", "Outside your limits", told)


def test_the_first_limit_that_fails_is_named(straight_view, verdicts_on):
    bounds = {"accuracy": (0.02, 0.0), "coverage": (0.02, 0.05), "worse_off": (0.1, 0.9)}
    assert say(straight_view(), 0.6, verdicts_on(bounds, stretch=100)).basis.startswith("The catalogue shown")


def test_a_setting_behind_a_gap_is_told_where_testing_stopped(straight_view, verdicts_on):
    said = say(straight_view(), 0.6, verdicts_on({"accuracy": (0.02, 0.01)}, stretch=102))
    assert said.state == "unproven"
    assert said.basis.startswith("Testing stopped before this setting, at 10.2 of 100.")


def test_what_no_number_of_people_would_prove_is_said(straight_view, verdicts_on):
    said = say(straight_view(), 0.6, verdicts_on(ACCURACY, stretch=100))
    assert said.basis.endswith(
        "More people would not help: a measured figure is itself beyond your limit, here or earlier on the "
        "slider."
    )


def test_a_method_with_nothing_to_set_is_not_judged(straight_view, verdicts_on):
    said = say(straight_view(0.0, 0.0, spread=0.0), 0.3, verdicts_on(ACCURACY, stretch=1000))
    assert said.headline == "MMR has nothing to set: the lists are the same at every position."
    assert (said.state, said.badge, said.cost, said.basis) == ("", "", "", "")


def test_before_the_verdict_is_known_the_figures_are_told_and_nothing_is_judged(straight_view):
    said = say(straight_view(), 0.5, None)
    assert (said.state, said.badge, said.basis) == ("", "", "")
    assert said.headline == "MMR at 50 of 100."
    assert said.cost.startswith("It costs 5.0% of accuracy, at worst 6.0%.")


def test_what_was_not_declared_is_to_be_tested_and_nothing_is_called_proven(straight_view, verdicts_on):
    found = verdicts_on(ACCURACY, stretch=181, best=0.1, explored="Exploratory.")
    best, inside = (say(straight_view(), at, found) for at in (0.1, 0.105))
    assert best.badge == "Best found, exploratory"
    assert best.headline == "Test MMR at 10 of 100 with an A/B test before you ship it."
    assert inside.badge == "Inside your limits here, exploratory"
    for said in (best, inside, say(straight_view(), 0.0, found)):
        whole = f"{said.badge} {said.headline} {said.basis}".lower()
        assert not any(word in whole for word in ("recommended", "ship mmr", "certified", "proven", "kept"))
        assert said.basis.endswith("Exploratory.")
    assert best.state == "recommended"  # the setting is the same: no language and no manner changes it


def test_with_rules_nothing_is_ready_to_ship(straight_view, verdicts_on):
    found = verdicts_on(ACCURACY, stretch=181, best=0.1)
    best, inside = (say(straight_view(), at, found, rules=A_RULE) for at in (0.1, 0.105))
    assert best.badge == "Recommended, without your rules"
    assert best.headline == "MMR at 10 of 100, without your rules."
    assert inside.badge == "Inside your limits, without your rules"
    explored = replace(found, explored="Exploratory.")
    assert say(straight_view(), 0.1, explored, rules=A_RULE).headline.startswith("Test MMR at 10 of 100")


def test_what_ends_the_stretch_and_who_is_not_protected_stand_beside_the_verdict(straight_view, verdicts_on):
    found = verdicts_on(ACCURACY, stretch=181, best=0.1)
    found = replace(found, ends="Accuracy ends it.", left_out="Two are left out.")
    assert say(straight_view(), 0.1, found).basis.endswith("900 people. Accuracy ends it. Two are left out.")
    start = say(straight_view(), 0.0, found).basis
    assert "Accuracy ends it." not in start and start.endswith("Two are left out.")


# --- what it costs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accuracy", "spread", "told"),
    [
        (-0.1, 0.01, "It costs 5.0% of accuracy, at worst 6.0%."),
        (0.01, 0.02, "Accuracy rises by 0.5%; at worst it falls by 1.5%."),
        (0.1, 0.01, "Accuracy rises by 5.0%, by at least 4.0%."),
    ],
)
def test_the_cost_follows_the_figure_and_the_bad_end(straight_view, accuracy, spread, told):
    assert cost_text(straight_view(accuracy, spread=spread), 500, ENGLISH, 0.02) == told


def test_a_cost_beyond_the_limit_has_the_digits_that_show_it(straight_view):
    view = straight_view(-0.0408, spread=0.0001)
    assert cost_text(view, 500, ENGLISH, 0.02) == "It costs 2.04% of accuracy, at worst 2.1%."
    assert cost_text(view, 500, ENGLISH, 0.05) == "It costs 2.0% of accuracy, at worst 2.1%."


def test_without_an_interval_the_figure_is_its_own_worst_case(straight_view):
    view = straight_view()
    view.measures[0] = type(view.measures[0])("ndcg@10", "", "", 0, view.measures[0].values)
    assert cost_text(view, 500, ENGLISH, 0.02) == "It costs 5.0% of accuracy, at worst 5.0%."


def test_a_model_that_finds_nothing_costs_nothing(straight_view):
    assert cost_text(straight_view(start=0.0), 500, ENGLISH, 0.02) == ""


def test_accuracy_that_stays_the_same_does_not_rise_by_nothing(straight_view):
    told = cost_text(straight_view(0.0), 500, ENGLISH, 0.02)
    assert told == "Accuracy stays the same on average; at worst it falls by 1.0%."
    assert cost_text(straight_view(0.0, spread=0.0), 500, ENGLISH, 0.02) == "Accuracy does not change."


@pytest.mark.parametrize(
    ("rises", "told"),
    [
        (0.2, "Lists become 10.0% more varied by category."),
        (-0.2, "Lists become 10.0% less varied by category."),
        (0.0008, "Lists stay as varied as before by category."),
    ],
)
def test_lists_that_stay_as_they_were_are_not_called_more_varied(straight_view, rises, told):
    assert raised_text(straight_view(variety=rises), 500, ENGLISH) == told


def test_variety_is_told_in_the_other_spaces_too(straight_view):
    view = straight_view(variety=0.2, spaces={"text": 0.03, "co_rating": -0.002})
    assert raised_text(view, 500, ENGLISH) == (
        "Lists become 10.0% more varied by category (+1.5% by text, \u22120.1% by audience)."
    )


def measured(name, end, low, high, *, percent=False):
    """A measure that changes in a straight line from 0 to ``end``, known to within ``low`` and ``high``."""
    at = np.linspace(0.0, 1.0, GRID)
    start = 0.3 if percent else 1.0
    return Measure(f"{name}@10", "", "", 2, start + end * at, low * at, high * at, percent=percent)


@pytest.mark.parametrize(
    ("end", "low", "told"),
    [
        (0.08, 0.02, "The catalogue shown grows by 4.0 points, at least 1.0 points."),
        (0.08, 0.0004, "The catalogue shown grows by 4.0 points, at least 0.02 points."),
        (0.08, -0.02, "The catalogue shown grows by 4.0 points, though no rise is proven."),
        (-0.08, -0.2, "The catalogue shown shrinks by 4.0 points."),
        (0.0, -0.1, "The catalogue shown stays as large as before."),
    ],
)
def test_the_catalogue_is_told_in_points_where_it_is_what_should_rise(straight_view, end, low, told):
    catalogue = measured("coverage", end, low, 0.3, percent=True)
    assert raised_text(straight_view(more=[catalogue], raised="coverage"), 500, ENGLISH) == told


def test_variety_in_another_space_is_told_there_and_its_own_space_in_brackets(straight_view):
    text = measured("ild_text", 0.03, 0.01, 0.05)
    view = straight_view(
        variety=0.2, spaces={"text": 0.03, "co_rating": -0.002}, more=[text], raised="ild_text"
    )
    assert raised_text(view, 500, ENGLISH) == (
        "Lists become 1.5% more varied by text, at least 0.5% (+10.0% by category, \u22120.1% by audience)."
    )


def test_a_rise_that_the_interval_does_not_show_is_not_claimed(straight_view):
    text = measured("ild_text", 0.03, -0.01, 0.05)
    assert raised_text(straight_view(more=[text], raised="ild_text"), 500, ENGLISH).startswith(
        "Lists become 1.5% more varied by text, though no rise is proven"
    )


# --- no rounding hides a broken limit -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bound", "limit", "text"),
    [
        (2.04, 2.0, "2.04"),
        (2.4, 2.0, "2.4"),
        (3.0, 2.0, "3.0"),
        (2.004, 2.0, "2.004"),
        (2.0004, 2.0, "2.0004"),
        (0.51, 0.5, "0.51"),
        (10.04, 10.0, "10.04"),
        (2.25, 2.2, "2.3"),
        (0.26, 0.25, "0.3"),
        (57.04, 0.57 * 100, "57.04"),
        (1.5, 2.0, "1.5"),
        (1.98, 2.0, "2.0"),
        (2.0, 2.0, "2.0"),
        (0.25, 0.25, "0.25"),
        (0.249, 0.25, "0.2"),
        (0.1251, 0.126, "0.1"),
    ],
)
def test_a_bound_has_the_digits_that_show_on_which_side_of_its_limit_it_lies(bound, limit, text):
    assert beyond_text(bound, limit, ENGLISH) == text


def test_a_loss_of_two_point_nought_four_is_not_told_as_two_beyond_two(straight_view, verdicts_on):
    said = say(straight_view(), 0.51, verdicts_on({"accuracy": (0.02, 0.04)}, stretch=500))
    assert "could fall by 2.04%, and your limit is 2%." in said.basis


@given(st.integers(1, 9999).map(lambda n: n / 100), st.floats(-5, 5))
def test_what_is_told_lies_on_the_same_side_of_the_limit(limit, beyond):
    bound = round(limit + beyond, 4)
    assume(bound >= 0)
    told = float(beyond_text(bound, limit, ENGLISH))
    assert (told > limit) == (bound > limit)


@pytest.mark.parametrize(("limit", "text"), [(0.0025, "0.25%"), (0.02, "2%"), (0.125, "12.5%")])
def test_a_limit_is_told_with_all_its_digits(straight_view, verdicts_on, limit, text):
    said = say(straight_view(), 0.6, verdicts_on({"accuracy": (limit, 0.5)}, stretch=1))
    assert f"and your limit is {text}." in said.basis


# --- languages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("position", [0.0, 0.1, 0.105, 0.6])
@pytest.mark.parametrize("accuracy", [-0.1, 0.01, 0.1])
def test_chinese_tells_the_same_figures_and_no_english_word(straight_view, verdicts_on, position, accuracy):
    view = straight_view(accuracy, spread=0.02, spaces={"text": 0.03})
    bounds = {name: (0.02, 0.11) for name in ("accuracy", "coverage", "worse_off", "group")}
    found = verdicts_on(bounds, stretch=181, best=0.1, needed=1234, groups=("少", "多"))
    english, chinese = (say(view, position, found, lang=lang) for lang in ("en", "zh"))
    assert english.state == chinese.state
    for name in ("badge", "headline", "cost", "basis"):
        ours, theirs = getattr(english, name), getattr(chinese, name)
        assert numbers(ours) == numbers(theirs)
        assert bool(ours) == bool(theirs)
        assert not [letter for letter in theirs.replace("MMR", "") if letter.isascii() and letter.isalpha()]


def numbers(text):
    """Figures in ascending order: languages order their sentences as they like; "of 100" is no figure."""
    found = "".join(letter if letter.isdigit() or letter in ".," else " " for letter in text).split()
    return sorted(each.strip(".,") for each in found if each.strip(".,") not in ("", "100"))


def test_every_number_is_one_that_the_view_or_the_verdicts_hold(straight_view, verdicts_on):
    found = verdicts_on(ACCURACY, stretch=181, best=0.1)
    for row in (1, 77, 181, 182, 640, 1000):
        said = say(straight_view(), row / 1000, found)
        cost, worst = row / 1000 * 10, row / 1000 * 10 + 1
        assert f"costs {cost:.1f}% of accuracy, at worst {worst:.1f}%" in said.cost
        assert np.isclose(float(said.headline.split(" at ")[1].split(" of ")[0]), row / 10)
