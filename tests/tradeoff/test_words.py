import pytest

from recsys_core.tradeoff.price import PriceTag
from recsys_core.tradeoff.words import ENGLISH, in_words

NAN = float("nan")


def tag(value, low, high):
    return PriceTag(value, low, high, value, low, high)


UP, FLAT, DOWN = tag(0.1, 0.05, 0.15), tag(0.01, -0.02, 0.04), tag(-0.1, -0.15, -0.05)


@pytest.mark.parametrize(
    ("accuracy", "variety", "kind", "text"),
    [
        (tag(-0.018, -0.026, -0.011), UP, "costs", "costs 1.8% (1.1 to 2.6) of accuracy"),
        (tag(0.02, 0.01, 0.03), UP, "free_lunch", "a free lunch: both rise, accuracy by 2.0% (1.0 to 3.0)"),
        (tag(0.02, 0.01, 0.03), FLAT, "gains", "raises accuracy by 2.0% (1.0 to 3.0)"),
        (FLAT, UP, "no_measurable_cost", "no measurable cost (between -4.0% and 2.0% of accuracy)"),
        (FLAT, FLAT, "no_measurable_change", "no measurable change of accuracy or variety"),
        (DOWN, FLAT, "costs_for_nothing", None),
        (tag(0, 0, 0), tag(0, 0, 0), "same", "changes nothing"),
    ],
)
def test_the_sentence_follows_the_intervals(accuracy, variety, kind, text):
    message = in_words(accuracy, variety)
    assert message.kind == kind
    assert text is None or message.text == text


def test_without_a_share_of_the_reference_points_are_told():
    nothing_before = PriceTag(0.02, 0.01, 0.03, NAN, NAN, NAN)
    assert in_words(nothing_before, UP).numbers == pytest.approx({"percent": 2, "low": 1, "high": 3})


def test_every_sentence_can_be_filled():
    numbers = {"percent": "1.0", "low": "0.5", "high": "1.5"}
    assert all("{" not in sentence.format(**numbers) for sentence in ENGLISH.values())
