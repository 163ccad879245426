from types import SimpleNamespace

import numpy as np
import pytest

from recsys_core.decisions.certificate import certify
from recsys_core.decisions.comparison import Contender
from recsys_core.decisions.figures import PositionFigures
from recsys_core.decisions.limits import Limits
from recsys_core.runtime.background import Answer
from recsys_core.stats.interval import Interval
from recsys_core.ui.compare.within_texts import headline, line_on_test, line_on_validation, others_text
from recsys_core.ui.text.words import Words

SPACES = ("categories", "text")
WORDS = Words()


def certificate(gain=0.058, low=-0.018, *, raised="ild", inside=True, level=0.95):
    """Three positions, the second the last inside the limits; outside from the start where not ``inside``."""

    def interval(values, reach):
        values = np.array(values)
        return Interval(values, values - reach, values + reach)

    figures = PositionFigures(
        np.array([0.0, 0.5, 1.0]),
        {"ild": 0.5 * np.array([1, 1 + gain, 2]), "coverage": 0.2 * np.array([1, 1 + gain, 2])},
        Interval(np.array([0, -0.008, -0.5]), np.array([0 if inside else -0.3, low, -0.6]), np.zeros(3)),
        interval([0, 0.2 * gain, 0.2], 0.001), Interval.certain(np.zeros(3)), level, 907,
        gains={
            "ild": interval([0, gain, 1], 0.005), "ild_text": interval([0, 0.015, 0.1], 0.005),
            "coverage": interval([0, gain, 1], 0.005),
        },
        from_reference=inside,
    )  # fmt: skip
    return certify(figures, Limits(coverage_fall=None, objective=raised))


def contender(model="own", method="msd", *, test=None, **figures):
    return Contender(model, method, certificate(**figures), test)


def comparison(*ranked, recommended=None, declared=True):
    lead = next((each for each in ranked if each.can_be_shipped and each.gains), None)
    return SimpleNamespace(leader=lead, ranked=ranked, recommended=Answer(recommended), is_declared=declared)


def recommendation(test, method="msd"):
    return SimpleNamespace(method=method, certificate=test, found=test.lambda_ > 0, limits=Limits())


def said(found, what="variety by category"):
    return headline(found, what, "own", lambda pair: " ".join(pair), WORDS)


def texts(line):
    return [[cell.text, *filter(None, cell.notes)] for cell in line.cells]


# --- one sentence -------------------------------------------------------------------------------------------


def test_while_nothing_is_measured_nothing_is_claimed():
    assert said(comparison()) == ("", "")


def test_the_certified_pair_leads_with_its_figures_of_the_test_period():
    test = certificate(gain=0.058)
    found = comparison(contender(gain=0.065, test=test), recommended=recommendation(test))
    first, basis = said(found)
    assert first == "Within your limits, own msd raises variety by category most: +5.8% (+5.3 to +6.3)."
    assert basis == "It costs 0.8% of accuracy, at worst 1.8%. Certified on the test period, on 907 people."


def test_with_limits_that_nobody_declared_nothing_is_certified():
    test = certificate()
    found = comparison(contender(test=test), recommended=recommendation(test), declared=False)
    assert "Certified" not in said(found)[1] and "Exploratory" in said(found)[1]


def test_a_pair_that_is_not_recommended_leads_as_exploratory_and_the_recommended_one_is_named():
    test = certificate(gain=0.058)
    found = comparison(contender("other", gain=0.09), contender(test=test), recommended=recommendation(test))
    first, basis = said(found)
    assert first == "Within your limits, other msd raises variety by category most: +9.0% (+8.5 to +9.5)."
    explored, recommended = basis.split("exploratory. ")
    assert explored == "That is from the validation period, so "
    assert recommended == "Recommended is own msd: +5.8% (+5.3 to +6.3) on the test period."


def test_where_test_certifies_nothing_that_is_said():
    test = certificate(low=-0.5)
    found = comparison(contender(gain=0.065, test=test), recommended=recommendation(test))
    first, basis = said(found)
    assert "+6.5%" in first and "nothing beyond relevance only is proven" in basis


def test_while_the_recommendation_is_not_known_no_word_about_it():
    assert said(comparison(contender()))[1] == "That is from the validation period, so exploratory."


def test_where_nothing_gains_no_pair_is_named():
    found = comparison(contender(low=-0.5), contender("poor", inside=False))
    assert said(found) == ("Within your limits, none of these is proven to raise variety by category.", "")


def test_a_point_of_comparison_never_leads():
    assert said(comparison(contender(method="random")))[0].startswith("Within your limits, none of these")


def test_the_catalogue_is_told_in_points():
    found = comparison(contender(raised="coverage"))
    assert said(found)[0] == (
        "Within your limits, own msd shows the most of the catalogue: +1.2 points (+1.1 to +1.3)."
    )
    line = line_on_validation(contender(raised="coverage"), "MSD", "", SPACES, WORDS)
    assert texts(line)[0] == ["+1.2 points (+1.1 to +1.3)"]
    assert line.gain.value == pytest.approx(0.2 * 0.058), "the dot stands where the figure says"


# --- lines --------------------------------------------------------------------------------------------------


def test_a_line_on_validation():
    line = line_on_validation(contender(), "MSD", "difference", SPACES, WORDS)
    assert texts(line) == [
        ["+5.8% (+5.3 to +6.3)", "+1.5% by text"], ["−0.8%", "at worst −1.8%"], ["50"],
        ["validation", "exploratory"],
    ]  # fmt: skip
    assert line.gain.value == pytest.approx(0.058)
    assert not line.tested


def test_a_point_of_comparison_is_called_that():
    line = line_on_validation(contender(method="random"), "random", "", SPACES, WORDS)
    assert texts(line)[-1] == ["validation", "for comparison only"]


def test_a_pair_outside_from_the_start_has_no_dot_and_says_so():
    line = line_on_validation(contender(inside=False), "ALS · MSD", "", SPACES, WORDS)
    assert line.gain is None
    assert texts(line)[0] == ["0.0% (−0.5 to +0.5)", "outside your limits from the start"]


@pytest.mark.parametrize(
    ("low", "declared", "name"),
    [
        (-0.018, True, "✓ Certified"),
        (-0.018, False, "Best found, exploratory"),
        (-0.5, True, "Not certified"),
    ],
)
def test_only_a_declared_claim_that_holds_is_called_certified(low, declared, name):
    line = line_on_test(certificate(low=low, level=0.975), SPACES, WORDS, declared=declared)
    assert line.name == name and line.tested
    assert texts(line)[-1] == ["test", "97.5% intervals"]


def test_the_other_spaces_are_those_that_are_not_raised():
    assert others_text(certificate(raised="coverage"), SPACES, WORDS) == ""
    assert others_text(certificate(), SPACES, WORDS) == "+1.5% by text"
    assert others_text(certificate(), ("categories",), WORDS) == ""
