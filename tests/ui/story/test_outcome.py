"""Who is affected, and the decision."""

from dataclasses import replace

import pytest

from recsys_core.ui.story import outcome
from recsys_core.ui.tune import memo


def test_a_hundred_dots_stand_for_everybody(figures_of, bench):
    found = figures_of("en", "mmr", 0.9)
    step = outcome.affected(found)
    worst = bench.impact.worst_off("mmr", found.lambda_)
    dots = step.picture["dots"]
    assert len(dots) == 100
    assert dots.count("lose") == round(worst.share_losing * 100)
    assert dots.count("gain") == round(worst.share_gaining * 100)
    assert step.title.startswith(f"{worst.share_losing:.0%} of the people lose some accuracy")


def test_groups_are_those_of_the_memo_with_their_intervals(figures_of, bench):
    found = figures_of("en", "mmr", 0.9)
    groups = outcome.affected(found).picture["groups"]
    listed = bench.impact.reported_groups("mmr", found.lambda_, 6)
    assert len(groups["rows"]) == len(listed)
    for drawn, group in zip(groups["rows"], listed, strict=True):
        assert 0 <= drawn.low <= drawn.value <= drawn.high <= 100
        assert f"{group.accuracy_percent.value:+.1f}%".replace("-", "−") in drawn.text
    assert 0 <= groups["zero"] <= 100


def test_where_no_list_changes_nobody_is_counted(figures_of):
    step = outcome.affected(figures_of("en", "msd", 0.0))
    assert (step.name, step.title) == ("nobody", "Nobody’s list changes at this setting.")


def test_where_nothing_is_known_of_later_choices_it_is_said(figures_of):
    found = replace(figures_of("en", "mmr", 0.5), is_judged=False, unjudged="There is no accuracy.")
    step = outcome.affected(found)
    assert step.title == "Who loses and who gains cannot be measured here."
    assert step.lead == "There is no accuracy."


@pytest.mark.parametrize(
    ("setting", "start"), [((), "Ship "), (("en", "mmr", 0.9), "Do not ship "), (("en", "msd", 0.0), "Keep ")]
)
def test_the_decision_is_that_of_the_memo(page_of, figures_of, setting, start):
    page, found = page_of(*setting), figures_of(*setting)
    step = outcome.decision(found, memo.action(page), memo.limit_results)
    assert step.title.startswith(start)
    assert step.title in memo.memo(page)
    assert step.picture["results"] == memo.limit_results(found.found, found.row, page.words)
    assert step.picture["basis"] == found.said.basis
