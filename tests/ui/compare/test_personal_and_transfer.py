import numpy as np
import pytest

from recsys_core.decisions.personalised import Comparison
from recsys_core.decisions.transfer import Carried, OnPaper
from recsys_core.ui.compare.personal import entropy
from recsys_core.ui.compare.personal import said as verdict
from recsys_core.ui.text.words import Words
from recsys_core.ui.tune.transfer import said as warning


@pytest.mark.parametrize(
    ("name", "gain", "low", "high", "text"),
    [
        ("better", 0.04, 0.01, 0.07, "is better: its score over all settings is 4.0% higher (+1.0 to +7.0%)"),
        ("worse", -0.04, -0.07, -0.01, "is worse: its score over all settings is 4.0% lower"),
        (
            "no_difference",
            -0.017,
            -0.046,
            0.012,
            "is no better than one for all: the score changes by \u22121.7%",
        ),
    ],
)
def test_the_verdict_is_said_plainly(name, gain, low, high, text):
    way = Comparison(np.zeros(2), np.zeros(2), gain, low, high, name)
    assert text in verdict("history", way, Words())


def test_the_warning_names_the_spaces_and_the_most_that_shows():
    carried = (Carried("text", 0.0, 0.05, -0.1, 0.12), Carried("co_rating", -0.1, -0.3, -0.4, -0.2))
    said = warning(OnPaper(True, "categories", 0.4, carried), Words())
    assert "more varied by categories, but not by what their texts say or who likes them" in said
    assert "At most 5% of the gain (interval up to 12%)" in said


def test_broad_taste_has_more_entropy():
    narrow, broad = entropy(np.array([[1.0, 0.0], [0.5, 0.5]]))
    assert narrow == 0 and broad == pytest.approx(np.log(2))
