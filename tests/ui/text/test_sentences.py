import numpy as np
import pytest

from recsys_core.ui.text.sentences import setting_sentences, verdict, verdict_at, verdict_kind
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.slider.payload import GRID, Measure, sentence_cases
from recsys_core.ui.widgets.tuning import Tuning


def view(accuracy_falls, variety_rises, spread=0.01):
    """Straight lines from 0.5: accuracy falls and variety rises by these shares up to the last position."""
    at = np.linspace(0.0, 1.0, GRID)
    accuracy = Measure(
        "ndcg@10", "", "", 0, 0.5 - 0.5 * accuracy_falls * at,
        -accuracy_falls * at - spread * (at > 0), -accuracy_falls * at + spread * (at > 0),
    )  # fmt: skip
    variety = Measure("ild@10", "", "", 1, 0.5 + 0.5 * variety_rises * at)
    return Tuning(None, at, [accuracy, variety], sentence_cases(accuracy, variety), 900, b"")


@pytest.mark.parametrize(
    ("change", "lowest", "proven", "kind"),
    [
        (-0.03, -0.05, True, "outside"),
        (-0.016, -0.03, False, "unsafe"),
        (-0.01, -0.02, True, "inside"),
        (-0.01, -0.02, False, "unproven"),
        (0.0, 0.0, True, "inside"),
    ],
)
def test_a_setting_is_inside_a_budget_only_with_its_whole_interval_and_where_it_was_chosen(
    change, lowest, proven, kind
):
    assert verdict_kind(change, lowest, 2.0, proven=proven) == kind


def test_the_verdict_speaks_of_the_setting_on_screen_not_of_the_advised_one():
    falling = view(0.1, 0.3)
    spoken = [verdict(falling, row, Words(), 2.0, row / 1000, 0.125) for row in (50, 150, 500)]
    assert spoken[0] == "Safely inside the 2% budget."
    assert spoken[1] == "Not safely inside the 2% budget: the cost could be as much as 2.5%."
    assert spoken[2] == "Outside the 2% budget: the cost is 5.0%, perhaps as much as 6.0%."
    assert "supports only settings up to 12.5%" in verdict(falling, 130, Words(), 5.0, 0.13, 0.125)


def test_the_verdict_has_a_kind_that_no_language_changes():
    falling = view(0.1, 0.3)
    kinds = [verdict_at(falling, row, 2.0, row / 1000, 0.125) for row in (50, 150, 500)]
    assert kinds == ["inside", "unsafe", "outside"]


def test_nothing_is_judged_where_nothing_can_be_set():
    assert verdict_at(view(0.0, 0.0, 0.0), 300, 2.0, 0.3, 0.0) == ""
    assert verdict(view(0.0, 0.0, 0.0), 300, Words(), 2.0, 0.3, 0.0) == ""


@pytest.mark.parametrize(
    ("rises", "told"),
    [(0.2, "become 10% more varied"), (-0.2, "become 10% less varied"), (0.0004, "as before")],
)
def test_lists_that_stay_as_they_were_are_not_called_more_varied(rises, told):
    headline, _ = setting_sentences(view(0.1, rises), 500, Words(), 10, 2.0)
    assert headline.endswith(f"{told}.")
