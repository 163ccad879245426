"""How much alike today's lists are, and one person's list."""

from collections import Counter

import pytest

from recsys_core.ui.story import opening


def test_the_tenths_are_the_places_in_the_lists_at_relevance_only(figures_of, bench):
    step = opening.today(figures_of("en", "msd", 0.6))
    lists = bench.trade_off("msd").paths.at(0.0)
    popular = bench.impact.item_groups()["popularity"].weights[:, 0]
    share = popular[lists[bench.ground_truth().evaluated]].mean()
    assert f"fills {share:.0%} of all places" in step.title
    bars = step.picture["bars"]["bars"]
    assert len(bars) == 10 and max(bar.height for bar in bars) < 100
    assert step.picture["bars"]["even"] == pytest.approx(bars[0].height * 0.1 / share)


def test_items_that_nobody_is_shown_are_counted(figures_of, bench):
    step = opening.today(figures_of("en", "msd", 0.6))
    shown = round(float(bench.trade_off("msd").curve.sample([0.0])["coverage@10"][0]) * 252)
    assert step.lead == f"{shown} of the 252 items are shown to anybody. {252 - shown} are in nobody’s list."


def test_what_repeats_in_a_persons_list_is_counted_and_marked(figures_of, bench):
    step = opening.person(figures_of("en", "msd", 0.6))
    ranking = bench.ranking(bench.people.example(), "msd", lambda_=0.0)
    category, times = Counter(tag for tags in ranking["categories"] for tag in tags).most_common(1)[0]
    assert step.title == f"{times} of the 10 items in Person A’s list have something in common: {category}."
    rows = step.picture["rows"]
    assert sum(row["repeats"] for row in rows) == times
    assert all(category in row["tags"] for row in rows if row["repeats"])
    assert [row["title"] for row in rows] == ranking["title"].tolist()


def test_without_categories_nothing_is_said_to_repeat(figures_of, monkeypatch):
    found = figures_of("en", "msd", 0.6)
    rows = [row | {"tags": []} for row in found.rows(0.0)]
    monkeypatch.setattr(type(found), "rows", lambda *_: rows)
    step = opening.person(found)
    assert step.title == "This is Person A’s list today."
    assert not any(row["repeats"] for row in step.picture["rows"])
    assert "Read three titles aloud." in step.notes


def test_simulated_people_are_called_simulated(figures_of):
    assert "Person A is simulated" in opening.person(figures_of()).notes[1]
