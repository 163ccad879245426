"""What Impact shows is what Tune shows and what limits are tested on."""

import numpy as np
import pytest

from recsys_core.workbench import Workbench

ENDS = ("value", "low", "high")


@pytest.fixture(scope="module")
def bench():
    return Workbench.open("sample")


@pytest.mark.parametrize("row", [0, 190, 700, 1000])
def test_everybody_is_the_figure_of_the_tile_with_its_interval(bench, row):
    figures = bench.advice.figures("mmr")
    found = bench.impact.everybody("mmr", float(figures.lambdas[row]))
    tile = figures.accuracy[row]
    assert [getattr(found, end) for end in ENDS] == pytest.approx([getattr(tile, end) for end in ENDS])


def test_the_groups_at_both_ends_are_among_all_groups(bench):
    everything = bench.impact.group_effects("mmr", 0.9)
    worst, best = bench.impact.clearest_groups("mmr", 0.9, 6)
    assert len(worst) == len(best) == 3
    assert worst == everything[:3] and set(best) <= set(everything[3:])
    assert min(row.accuracy_share.low for row in best) >= max(
        row.accuracy_share.low for row in everything[3:] if row not in best
    )


def test_the_people_to_open_have_lists_that_people_shows(bench):
    found = bench.impact.examples("mmr", 0.9)
    assert [one.kind for one in found] == ["typical", "gainer", "loser"]
    assert bench.impact.examples("mmr", 0.9) is found
    for one in found:
        person = bench.people.user(str(bench.user_ids[one.user]), "mmr")
        np.testing.assert_array_equal(person.path.at(0.9), one.outcome.now)
        assert person.outcome(0.9).accuracy == one.outcome.accuracy
