"""What the lessons claim is so, and each exercise can be solved."""

from math import perm

import numpy as np
import pytest

from recsys_core.decisions.explain.crossing import crossing
from recsys_core.decisions.explain.greedy_steps import greedy_steps
from recsys_core.decisions.explain.rating_model import six_ratings
from recsys_core.decisions.explain.two_tastes import TwoTastes, expect
from recsys_core.rerank import mmr
from recsys_core.ui.learn import bars, best_list, figures, films, one_pick, rating_model, sameness, setting
from recsys_core.ui.text.words import Words

NAMES = list(films.KEYS)


def test_similarity_is_the_overlap_of_labels():
    similarity = films.similarity()
    # Salt Road and Night Ferry share two of three labels; Paper Lanterns shares none with either.
    assert similarity[0, 1] == pytest.approx(2 / 3)
    assert similarity[0, 4] == 0
    np.testing.assert_allclose(np.diag(similarity), 1.0)


def test_the_first_lesson_surprises_at_its_second_pick():
    steps = greedy_steps(films.RELEVANCE, films.similarity(), films.PLACES, one_pick.LAMBDA)
    picked = [NAMES[step.picked] for step in steps]
    assert picked == ["salt_road", "paper_lanterns", "night_ferry", "harbour_lights"]
    for step in steps:
        assert step.runner_up is not None
        # The numbers on the page have two decimals, and they must tell winner and runner-up apart.
        assert step.total[step.picked] - step.total[step.runner_up] > 0.01


@pytest.mark.parametrize("lambda_", np.linspace(0, 1, 41))
def test_the_map_of_lists_agrees_with_the_reranker(lambda_):
    starts, lists = films.paths().of_user(0)
    assert bool(films.paths().exact[0])
    picked = mmr(films.RELEVANCE, films.similarity(), films.PLACES, lambda_=float(lambda_))
    assert lists[setting._row(starts, float(lambda_))].tolist() == picked.tolist()


def test_every_list_can_be_reached_with_the_slider():
    starts, lists = films.paths().of_user(0)
    assert setting.answer(len(starts)) == "some"
    for start, shown in zip(starts, lists, strict=True):
        stop = setting.reachable(float(start))
        assert lists[setting._row(starts, stop)].tolist() == shown.tolist()


def test_every_change_is_where_two_totals_are_equal():
    starts, lists = films.paths().of_user(0)
    for row in range(1, len(starts)):
        found = crossing(films.RELEVANCE, films.similarity(), lists[row - 1], lists[row])
        assert found.lambda_ == pytest.approx(starts[row], abs=1e-6)


@pytest.mark.parametrize(
    ("n_lists", "option"),
    [(1, "few"), (4, "few"), (5, "some"), (10, "some"), (11, "many"), (51, "all")],
)
def test_options_of_the_second_lesson(n_lists, option):
    assert setting.answer(n_lists) == option


@pytest.mark.parametrize("pair", setting.VARIANTS)
def test_the_second_exercise_has_an_answer_and_the_start_is_none(pair):
    starts, lists = films.paths().of_user(0)
    wanted = {NAMES.index(name) for name in pair}
    both = [wanted <= set(shown.tolist()) for shown in lists]
    assert any(both) and not both[setting._row(starts, setting.START)]
    start, end = setting.stretch(list(wanted))
    assert both[setting._row(starts, start)] and (end == 1.0 or not both[setting._row(starts, end)])


def test_what_the_teacher_says_about_the_film_that_never_appears():
    _, lists = films.paths().of_user(0)
    assert NAMES.index("moon_over_tbilisi") not in lists


def test_greedy_misses_points_and_is_never_ahead():
    lambdas, gaps = best_list.missed()
    assert gaps[0] == pytest.approx(0, abs=1e-12) and np.all(gaps >= -1e-12)
    assert gaps[np.searchsorted(lambdas, best_list.LAMBDA)] > 0.1
    assert len(best_list.everything().lists) == 8 * 7 * 6


def test_what_the_teacher_says_about_two_hundred_films():
    assert perm(200, 10) == pytest.approx(8e22, rel=0.05)


@pytest.mark.parametrize("at", best_list.VARIANTS)
def test_the_third_exercise_can_be_solved_in_more_ways_than_one(at):
    mine = best_list.value(best_list.greedy(at), at)
    assert np.sum(best_list.everything().values(at) > mine + best_list.SAME) > 10


def test_the_fourth_lesson_s_two_answers_differ_and_meet_where_one_taste_is_nearly_all():
    def winners(share):
        person = TwoTastes(share, sameness.LIKING, sameness.PLACES)
        found = [expect(person, sameness.tastes(n)) for n in range(sameness.PLACES + 1)]
        return tuple(int(np.argmax([getattr(one, name) for one in found])) for name in ("ndcg", "any"))

    assert winners(sameness.SHARE) == (0, 1)
    assert winners(0.95) == (0, 0)


@pytest.mark.parametrize(("low", "high"), rating_model.VARIANTS)
def test_the_fifth_exercise_has_an_answer_on_the_slider_and_the_start_is_none(low, high):
    rates = np.arange(0, rating_model.MOST, rating_model.RATE_STEP)
    assert any(low <= rating_model.removed(float(rate)) <= high for rate in rates)
    assert not low <= rating_model.removed(rating_model.START_RATE) <= high
    case = six_ratings()
    assert case.after_step(rating_model.MOST).squared_error > case.squared_error


def test_a_chart_keeps_totals_and_winner_secret_until_they_are_told():
    step = greedy_steps(films.RELEVANCE, films.similarity(), 2, 0.4)[1]

    def written(totals, picked):
        figure = bars.terms(NAMES, Words(), step.relevance, step.redundancy, totals, step.shown, picked)
        return [note["text"] for note in figure["layout"]["annotations"]]

    secret = written(None, None)
    assert secret.count("?") == len(NAMES) - 1 and not any("0.420" in text for text in secret)
    told = written(step.total.tolist(), step.picked)
    assert "<b>= 0.420</b>" in told and "?" not in told and "#1" in told


def test_labels_at_the_ends_of_curves_do_not_overlap():
    heights = np.array([10.0, 100.0, 12.0, 11.0])
    placed = np.sort(heights + figures.lifted(heights, least=15.0))
    assert np.all(np.diff(placed) >= 15.0 - 1e-9)
    np.testing.assert_array_equal(figures.lifted(np.array([0.0, 50.0])), [0.0, 0.0])
