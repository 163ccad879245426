import numpy as np
import pytest

from recsys_core.decisions.personalised import PersonalisedFront
from recsys_core.stats.interval import Interval
from recsys_core.ui.compare.personalised import verdict_text
from recsys_core.ui.text.words import Words


@pytest.mark.parametrize(
    ("verdict", "gain", "low", "high", "text"),
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
def test_the_verdict_is_stated_plainly(verdict, gain, low, high, text):
    way = PersonalisedFront(np.zeros(2), np.zeros(2), Interval(gain, low, high), verdict)
    assert text in verdict_text("history", way, Words())
