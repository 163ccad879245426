"""The slider, and what its setting costs."""

import re
from dataclasses import replace

import pytest

from recsys_core.ui.story import setting
from recsys_core.ui.widgets.slider.measure import Everyday
from recsys_core.workbench.results import Limits


def test_the_price_is_the_difference_of_the_figures_beside_it(figures_of):
    step = setting.cost(figures_of("en", "mmr", 0.9))
    fewer = int(re.match(r"(\d+) liked items? fewer in 100 lists", step.title)[1])
    before, now = map(int, re.match(r"(\d+) become (\d+)\.", step.lead).groups())
    assert before - now == fewer > 0


@pytest.mark.parametrize(
    ("now", "title"),
    [
        (141.4, "1 liked item fewer in 100 lists. That is the price."),
        (140.4, "2 liked items fewer in 100 lists. That is the price."),
        (142.4, "Not one liked item fewer in 100 lists."),
        (143.4, "1 liked item more in 100 lists."),
    ],
)
def test_one_is_singular_and_none_is_said(figures_of, now, title):
    found = figures_of("en", "mmr", 0.9)
    values = found.view.measures[0].everyday.values * 0 + 142.4
    values[found.row] = now
    accuracy = replace(found.view.measures[0], everyday=Everyday("", values, 0))
    found = replace(found, view=replace(found.view, measures=[accuracy, *found.view.measures[1:]]))
    assert setting.cost(found).title == title


def test_the_label_at_the_setting_is_the_interval_of_the_tile(figures_of):
    found = figures_of("en", "mmr", 0.9)
    accuracy = found.view.measures[0]
    chart = setting.cost(found).picture["chart"]
    change, low = accuracy.change[found.row] * 100, accuracy.low[found.row] * 100
    assert chart.text == f"−{-change:.1f}%, at worst −{-low:.1f}%"
    assert chart.here[0] == pytest.approx(90)
    assert chart.limit_text == "limit: 2% of accuracy"


def test_the_setting_lies_on_the_curve_and_below_the_limit_where_it_costs_more(figures_of):
    chart = setting.cost(figures_of("en", "mmr", 0.9)).picture["chart"]
    points = dict(tuple(map(float, point.split(","))) for point in chart.line.split())
    assert points[900] == pytest.approx(chart.here[1] * 10, abs=0.06)
    assert chart.here[1] > chart.limit
    assert len(chart.band.split()) == 2 * len(points)
    assert chart.is_left, "right of the point the label would leave the plot"


def test_at_relevance_only_nothing_is_sold(figures_of):
    step = setting.cost(figures_of("en", "msd", 0.0))
    assert step.title == "Relevance only: the model’s own ranking."
    assert "100 lists" not in step.title + step.lead


def test_a_method_without_settings_says_so(figures_of):
    step = setting.cost(figures_of("en", "none", 0.5))
    assert "has nothing to set" in step.title


def test_the_slider_step_names_what_is_recommended(figures_of, bench):
    best = bench.advice.recommend(Limits()).certificate
    found = figures_of()
    notes = " ".join(setting.drag(found).notes)
    assert f"recommended setting, {found.page.words.position(best.position)} of 100" in notes
    assert "The diamond" not in " ".join(setting.drag(figures_of("en", "mmr", 0.5)).notes)


def test_beside_the_curve_a_long_list_is_cut_and_says_so(figures_of):
    whole = setting.cost(figures_of("en", "mmr", 0.9)).picture
    assert (whole["heading"], len(whole["rows"])) == ("Person A, now", 10)
    cut = setting.cost(figures_of("en", "mmr", 0.9, k=20)).picture
    assert (cut["heading"], len(cut["rows"])) == ("Person A, now: the first 10", 10)


def test_where_there_is_no_accuracy_the_curve_is_that_of_variety(figures_of):
    found = figures_of("en", "mmr", 0.5)
    step = setting.cost(replace(found, is_judged=False, found=None, unjudged="There is no accuracy."))
    chart = step.picture["chart"]
    assert step.lead == "There is no accuracy." and chart.is_variety
    assert chart.limit is None and not chart.limit_text and chart.stretch == 0
    assert chart.text == f"+{found.view.measures[1].change[found.row] * 100:.1f}%"
