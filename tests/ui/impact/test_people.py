import numpy as np

from recsys_core.decisions.examples import Example
from recsys_core.decisions.explain.outcome import Outcome
from recsys_core.ui.impact.people import example_text, levels_text
from recsys_core.ui.text.words import Words

TITLES = ["A", "B*", "C", "D", "E", "F"]


TO = "\u00a0→\u00a0"


def example(liked, before, now):
    outcome = Outcome(np.array(liked), np.array(before), np.array(now))
    return Example("loser", 3, 20, len(set(now) - set(before)), outcome, outcome.accuracy)


def test_liked_items_and_accuracy_are_told_before_and_now():
    said = example_text(example([1, 2], [1, 0], [0, 3]), TITLES, 2, Words())
    assert said == (
        "Liked later: **1 → 0** of the 2 items shown. Accuracy: " + f"0.61{TO}0.00 (\u2212100%). "
        "1 item of the list is new. Liked, no longer shown: *B\\**."
    )


def test_what_was_found_is_named_and_many_are_cut():
    said = example_text(example([2, 3, 4, 5], [0, 1, -1, -1], [2, 3, 4, 5]), TITLES, 4, Words())
    assert said.endswith("4 items of the list are new. Liked, newly shown: *C*, *D*, *E*, ….")
    assert f"Accuracy: 0.00{TO}1.00." in said


def test_from_nothing_there_is_no_percentage():
    assert levels_text(0.0, 0.5, Words()) == f"0.00{TO}0.50"
    assert levels_text(0.5, 0.25, Words()) == f"0.50{TO}0.25 (\u221250%)"
    assert levels_text(0.5, 0.5, Words()) == f"0.50{TO}0.50 (0%)"
