"""Desks, variants and plans."""

import numpy as np
import pytest

from recsys_core.errors import DataError
from recsys_core.runtime.cache import KeyedCache
from recsys_core.ui.learn import (
    best_list,
    broken,
    from_data,
    intervals,
    new_items,
    one_pick,
    own_table,
    promise,
    sameness,
)
from recsys_core.ui.learn.desk import Alone, neighbours_differ
from recsys_core.ui.learn.lessons import BY_NAME, LESSONS, PLANS, of_plan
from recsys_core.ui.text.words import Words
from recsys_core.workbench import Workbench


@pytest.mark.parametrize("n_variants", range(2, 8))
def test_neighbours_never_share_their_numbers(n_variants):
    for seed in range(20):
        rows = [neighbours_differ(n_variants, number, seed) for number in range(1, 61)]
        assert all(one != two for one, two in zip(rows, rows[1:], strict=False))
        assert set(rows) == set(range(n_variants))


def test_plans_fit_into_their_minutes_with_some_to_spare():
    for minutes, names in PLANS.items():
        assert 0.7 * minutes < sum(BY_NAME[name].minutes for name in names) <= minutes
    assert len(LESSONS) == len(BY_NAME) == len(of_plan(90)) == len(of_plan(0)) == len(of_plan(17)) == 12
    assert all(5 <= lesson.minutes <= 8 for lesson in LESSONS)


VARIED = {
    "pick": one_pick, "same": sameness, "promise": promise, "interval": intervals, "broken": broken,
    "new": new_items, "best": best_list,
}  # fmt: skip


@pytest.mark.parametrize("name", VARIED)
def test_every_variant_is_another_exercise_with_an_answer(name, monkeypatch):
    tasks = []
    for variant in VARIED[name].VARIANTS:
        monkeypatch.setattr(Alone, "variant", lambda self, lesson, variants, chosen=variant: chosen)
        tasks.append(BY_NAME[name].task(Alone(Words(), "sample")))
    assert len({task.text for task in tasks}) == len(tasks) >= 5
    assert all(np.isfinite(getattr(task, "answer", 0.0)) for task in tasks)


def test_answers_follow_the_figures_not_a_table():
    assert [promise.answer(share) for share in (0.8, 0.5, 0.2, 0.05)] == ["all", "half", "few", "none"]
    assert [intervals.answer(missed) for missed in (0, 5, 30, 60)] == ["none", "few", "third", "half"]


def test_the_options_of_a_broken_case_hold_the_wrong_answer_at_its_side():
    desk = Alone(Words(), "sample")
    for row, (question, fault) in enumerate(zip(broken.questions(desk), broken.faults(), strict=True)):
        side = broken.wrong_side(row)
        assert broken._shown(fault.wrong, desk.words) in question.options(desk)[side]


def test_the_rarest_films_have_the_fewest_ratings_of_those_that_somebody_liked_later():
    bench = Workbench.open("sample")
    truth = bench.ground_truth()
    items = list(new_items.rarest(bench))
    liked = np.asarray(truth.relevant_matrix.sum(axis=0)).ravel()[items] > 0
    assert liked.all() and np.all(np.diff(truth.popularity[items]) >= 0)


def test_the_eight_films_as_a_table_of_one_s_own_give_the_loop_s_list(monkeypatch):
    monkeypatch.setattr(Alone, "material", "")
    items = own_table.table(Alone(Words(), "sample"))
    assert len(items) == 8 and items.titles[0] == "Salt Road"
    assert [step.picked for step in own_table.steps(items, 0.0, 3)] == [0, 1, 2]


def test_the_data_of_the_lessons_are_prepared_once(monkeypatch):
    asked = []

    class Bench:
        def trade_off(self, method, k):
            asked.append((method, k))

    monkeypatch.setattr(from_data, "_PREPARED", KeyedCache(4))
    monkeypatch.setattr(from_data.session, "open_workbench", lambda name: Bench())
    threads = [from_data.prepare("sample") for _ in range(3)]
    threads[0].join()
    assert asked == [(from_data.METHOD, from_data.K)] and len(set(threads)) == 1


def test_data_that_cannot_be_prepared_are_logged_and_leave_the_class_alone(monkeypatch, caplog):
    def fails(name):
        raise DataError("ratings.csv is empty.")

    monkeypatch.setattr(from_data, "_PREPARED", KeyedCache(4))
    monkeypatch.setattr(from_data.session, "open_workbench", fails)
    from_data.prepare("sample").join()
    assert "ratings.csv is empty." in caplog.text
