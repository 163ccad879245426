"""What a method raises is told in the unit of its tile, with the interval."""

import pytest

from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.gains import gain_of, gain_text, why_rows
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Limits

ENGLISH = Words()


@pytest.fixture(scope="module")
def bench():
    return Workbench.open("sample")


@pytest.mark.parametrize("objective", ["ild", "ild_text"])
def test_variety_is_told_in_percent_of_its_start(bench, objective):
    best = bench.advice.recommend(Limits(0.05, None, objective=objective)).certificate
    gain = gain_of(best)
    assert gain.value == pytest.approx(best.gain) and gain.low <= gain.value <= gain.high
    assert gain_text(best, ENGLISH) == f"{gain.value:+.1%} ({gain.low * 100:+.1f} to {gain.high * 100:+.1f})"


def test_the_catalogue_is_told_in_points_of_itself(bench):
    best = bench.advice.recommend(Limits(0.3, None, objective="coverage")).certificate
    shown = best.objective[best.best] - best.objective[0]
    assert gain_of(best).value == pytest.approx(shown)
    assert gain_text(best, ENGLISH).startswith(f"{shown * 100:+.1f} points (")
    assert gain_text(best, Words("zh")).startswith(f"{shown * 100:+.1f} 个百分点")


def test_why_a_method_is_recommended_stands_by_its_gain_on_validation(bench):
    found = bench.advice.recommend()
    titles = {name: entry.title for name, entry in bench.rerankers.items()}
    rows = why_rows(found, titles, ENGLISH)
    assert [title for title, _ in rows] == [titles[each.method] for each in found.proposals]
    gains = [float(text.partition("%")[0].replace("\u2212", "-")) for _, text in rows]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] == round(found.proposals[0].certificate.gain * 100, 1)
