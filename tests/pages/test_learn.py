"""The lessons as a visitor works through them."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from recsys_core.ui.learn import broken, films, intervals
from recsys_core.ui.learn.desk import Alone
from recsys_core.ui.learn.lesson import NumberTask
from recsys_core.ui.learn.lessons import LESSONS, PLANS
from recsys_core.ui.text.words import Words

ROOT = Path(__file__).resolve().parents[2]
TITLES = {
    "1": "One pick at a time",
    "2": "What the slider really does",
    "3": "The best next pick does not always make the best list",
    "4": "Why accuracy rewards sameness",
    "5": "How a model learns from six ratings",
    "6": "Relevance is a promise, accuracy is what came of it",
    "7": "Why averages hide people",
    "8": "What an interval means",
    "9": "Break it: wrong answers of real tools",
    "10": "What text buys for a new item",
    "11": "Popularity and the long tail",
    "12": "Your own items",
}


@pytest.fixture
def lesson(open_page):
    return lambda number, **params: open_page("pages/learn.py", lesson=str(number), **params)


def reveal(page, name, option):
    key = f"learn_{name}_guess"
    few = [radio for radio in page.radio if radio.key == key]
    (few[0] if few else page.button_group(key=key)).set_value(option).run()
    page.button(key=f"learn_{name}_reveal").click().run()
    assert not page.exception, page.exception
    return page


def press(page, key):
    page.button(key=key).click().run()
    assert not page.exception, page.exception
    return page


def charts(page):
    return page.get("plotly_chart")


@pytest.mark.parametrize("number", TITLES)
def test_a_link_restores_the_lesson(lesson, number):
    page = lesson(number)
    assert page.title[0].value == TITLES[number]
    assert page.query_params["lesson"] in (number, [number])


def test_a_link_restores_the_lesson_through_the_router():
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).switch_page("pages/learn.py")
    page.query_params["lesson"] = "3"
    page.run()
    assert not page.exception and page.title[0].value == TITLES["3"]


@pytest.mark.parametrize("damaged", ["0", "13", "banana", "1.5", "", "<b>", "９"])
def test_a_damaged_link_opens_the_first_lesson_and_says_so(lesson, damaged):
    page = lesson(damaged)
    assert page.title[0].value == TITLES["1"]
    assert f"1 to {len(LESSONS)}" in page.info[0].value
    assert not page.run().info


def test_without_a_link_the_first_lesson_opens_in_silence(open_page):
    page = open_page("pages/learn.py")
    assert page.title[0].value == TITLES["1"] and not page.info


def test_choosing_a_lesson_writes_it_into_the_address(lesson):
    page = lesson(1)
    page.selectbox(key="learn_lesson").set_value(4).run()
    assert page.title[0].value == TITLES["4"]
    assert page.query_params["lesson"] in ("4", ["4"])


def test_the_loop_is_predicted_and_revealed_pick_by_pick(lesson):
    page = lesson(1)
    order = ["salt_road", "night_ferry", "night_ferry", "harbour_lights"]
    assert page.button(key="learn_pick_1_reveal").disabled
    for place, guess in enumerate(order):
        reveal(page, f"pick_{place + 1}", guess)
        right = place != 1
        assert len(page.success) == right and len(page.warning) == (not right)
        if place < 3:
            press(page, "learn_pick_next")
    assert "3 of 4" in " ".join(text.value for text in page.markdown)
    press(page, "learn_pick_back")
    assert page.header[0].value.endswith("place 3")
    press(page, "learn_again")
    assert page.header[0].value.endswith("place 1") and page.button(key="learn_pick_1_reveal").disabled


def test_the_first_chart_says_in_words_what_it_shows(lesson):
    spoken = charts(lesson(1))[0].proto.alt
    assert "Salt Road: 0.600 minus 0.000, total ?" in spoken


@pytest.mark.parametrize(("answer", "right"), [(0.62, True), (0.3, False)])
def test_the_first_exercise_marks_itself(lesson, answer, right):
    page = lesson(1)
    page.number_input(key="learn_pick_number").set_value(answer)
    press(page, "learn_pick_check")
    assert bool(page.success) == right and bool(page.warning) == (not right)
    assert any(f"{int(right)} of {len(LESSONS)}" in text.value for text in page.caption)


def test_an_empty_answer_is_asked_for(lesson):
    page = press(lesson(1), "learn_pick_check")
    assert "Enter your answer" in page.warning[0].value


def test_a_verdict_goes_when_the_answer_changes(lesson):
    page = lesson(1)
    page.number_input(key="learn_pick_number").set_value(0.3)
    press(page, "learn_pick_check")
    page.number_input(key="learn_pick_number").set_value(0.4).run()
    assert not page.warning


@pytest.mark.parametrize(("number", "name"), [(1, "pick"), (4, "same")])
def test_any_number_can_be_handed_in(lesson, number, name):
    field = lesson(number).number_input(key=f"learn_{name}_number")
    assert (field.min, field.max) == (None, None)


def test_all_lists_are_shown_after_the_prediction(lesson):
    page = lesson(2)
    assert not charts(page)
    reveal(page, "setting", "some")
    assert page.success and len(charts(page)) == 1
    spoken = charts(page)[0].proto.alt
    assert spoken.count("From λ") == 8 and "Moon over Tbilisi" not in spoken


def test_the_slider_jumps_to_the_exact_changes(lesson):
    page = lesson(2)
    seen = [page.slider[0].value]
    while not page.button(key="learn_setting_next").disabled:
        press(page, "learn_setting_next")
        seen.append(page.slider[0].value)
    assert seen == [0.2, 0.231, 0.265, 0.49, 0.52, 0.574, 0.706]
    while not page.button(key="learn_setting_previous").disabled:
        press(page, "learn_setting_previous")
    assert page.slider[0].value == 0.0


@pytest.mark.parametrize(("lambda_", "right"), [(0.2, False), (0.5, True), (0.9, False)])
def test_the_second_exercise_marks_the_slider(lesson, lambda_, right):
    page = lesson(2)
    page.slider[0].set_value(lambda_).run()
    press(page, "learn_setting_check")
    assert bool(page.success) == right and bool(page.warning) == (not right)


def test_the_best_list_stands_beside_the_greedy_one(lesson):
    page = lesson(3)
    assert len(page.table) == 1 and not charts(page)
    reveal(page, "best", "yes")
    assert "Not this time" in page.warning[0].value and "336" in page.warning[0].value
    totals = [float(table.value.iloc[-1, -1]) for table in page.table]
    assert totals == [0.987, 1.103]
    assert "misses 0.116 points" in " ".join(text.value for text in page.markdown)
    for table in page.table:
        worth, repeats, points = (table.value.iloc[:-1, at].astype(float) for at in (-3, -2, -1))
        assert np.allclose(worth - repeats, points)
        assert np.isclose(points.sum(), float(table.value.iloc[-1, -1]))


@pytest.mark.parametrize(
    ("names", "right", "said"),
    [
        (("salt_road", "night_ferry", "harbour_lights"), False, "the loop’s 0.451"),
        (("night_ferry", "harbour_lights", "paper_lanterns"), True, "best possible"),
        (("salt_road", "clockwork_summer", "moon_over_tbilisi"), True, "no list of three has more"),
    ],
)
def test_the_third_exercise_marks_a_list(lesson, names, right, said):
    page = lesson(3)
    page.multiselect[0].set_value([films.KEYS.index(name) for name in names]).run()
    press(page, "learn_best_check")
    verdicts = page.success if right else page.warning
    assert said in verdicts[0].value


def test_two_films_are_no_list_of_three(lesson):
    page = lesson(3)
    page.multiselect[0].set_value([0, 1]).run()
    assert "Enter your answer" in press(page, "learn_best_check").warning[0].value


def test_accuracy_is_compared_with_what_ben_gets(lesson):
    page = reveal(lesson(4), "same", "same")
    assert "0.594" in page.success[0].value and "80% against 75%" in page.success[0].value
    assert page.table[0].value.iloc[2].tolist()[1:] == ["0%", "50%"]
    said = [text.value for text in page.markdown if "largest NDCG" in text.value]
    assert "**0**" in said[0] and "**1**" in said[0]
    page.slider[0].set_value(95).run()
    said = [text.value for text in page.markdown if "largest NDCG" in text.value]
    assert said[0].count("**0**") == 2


@pytest.mark.parametrize(("answer", "right"), [(36.0, True), (40.0, False)])
def test_the_fourth_exercise_marks_itself(lesson, answer, right):
    page = lesson(4)
    page.number_input(key="learn_same_number").set_value(answer)
    press(page, "learn_same_check")
    assert bool(page.success) == right


def test_steps_lower_the_error_until_one_starts_over(lesson):
    page = lesson(5)
    assert page.table[0].value.iloc[-1, 3] == "42.75"
    press(page, "learn_model_take")
    assert page.table[0].value.iloc[-1, 3] == "24.65"
    assert page.header[1].value.startswith("Step 2") or page.header[0].value.startswith("Step 2")
    press(page, "learn_model_restart")
    assert page.table[0].value.iloc[-1, 3] == "42.75"


def test_a_step_that_raises_the_error_cannot_be_taken(lesson):
    page = lesson(5)
    page.slider[0].set_value(0.2).run()
    assert page.button(key="learn_model_take").disabled
    assert any("too far" in text.value for text in page.markdown)
    page.slider[0].set_value(0.0).run()
    assert page.button(key="learn_model_take").disabled


@pytest.mark.parametrize(
    ("rate", "right", "said"),
    [(0.085, True, "0.085"), (0.02, False, "further"), (0.15, False, "too far")],
)
def test_the_fifth_exercise_marks_the_rate(lesson, rate, right, said):
    page = reveal(lesson(5), "model", "rises")
    page.slider[0].set_value(rate).run()
    press(page, "learn_model_check")
    verdicts = page.success[1:] if right else page.warning
    assert said in verdicts[0].value


def test_progress_is_in_the_address_and_a_reload_finds_it(lesson):
    page = reveal(lesson(2), "setting", "few")
    page.selectbox(key="learn_lesson").set_value(1).run()
    page.number_input(key="learn_pick_number").set_value(0.62)
    press(page, "learn_pick_check")
    address = {
        key: value[0] if isinstance(value, list) else value for key, value in page.query_params.items()
    }
    assert address == {"lesson": "1", "said": "setting.few", "solved": "pick"}
    again = lesson(2, **{key: value for key, value in address.items() if key != "lesson"})
    assert charts(again) and "Fewer than 5" in " ".join(text.value for text in again.markdown)
    assert any(f"1 of {len(LESSONS)}" in text.value for text in again.caption)


@pytest.mark.parametrize("said", ["setting.<b>", "x.y", "~~..", "setting.", "pick_1.nothing", "~" * 3000])
def test_damaged_progress_is_left_out(lesson, said):
    page = lesson(2, said=said, solved=said)
    assert not charts(page) and not page.exception
    assert any(f"0 of {len(LESSONS)}" in text.value for text in page.caption)


def test_starting_over_forgets_what_the_address_held(lesson):
    page = press(lesson(2, said="setting.few"), "learn_again")
    assert not charts(page) and "said" not in page.query_params


@pytest.mark.parametrize("plan", ["15", "45", "90"])
def test_a_plan_offers_its_lessons_and_is_in_the_address(lesson, plan):
    page = lesson(1, plan=plan)
    assert page.query_params["plan"] in (plan, [plan])
    assert len(page.selectbox(key="learn_lesson").options) == len(PLANS[int(plan)])


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("number", [int(number) for number in TITLES])
def test_every_lesson_is_predicted_revealed_and_solved(lesson, number, lang):
    page, one = lesson(number, lang=lang), LESSONS[number - 1]
    assert (page.title[0].value == TITLES[str(number)]) == (lang == "en")
    desk = Alone(Words(lang), "sample")
    question = one.questions(desk)[0]
    assert question.reason(desk) not in " ".join(text.value for text in page.markdown)
    reveal(page, question.name, question.answer(desk))
    assert question.reason(desk) in page.success[0].value
    task = one.task(desk)
    if isinstance(task, NumberTask):
        page.number_input(key=f"learn_{one.name}_number").set_value(2 * task.answer + 1)
        press(page, f"learn_{one.name}_check")
        assert task.hint in page.warning[-1].value
        page.number_input(key=f"learn_{one.name}_number").set_value(round(task.answer, task.digits))
        press(page, f"learn_{one.name}_check")
        assert task.solution in page.success[-1].value
        assert one.name in str(page.query_params["solved"])


def test_draws_are_added_and_the_truth_shows_after_the_prediction(lesson):
    page = lesson(8)
    assert "1 of 100 draws" in " ".join(text.value for text in page.markdown)
    press(page, "learn_interval_draw_twenty")
    said = " ".join(text.value for text in page.markdown)
    assert "21 of 100 draws" in said and "miss the truth" not in said
    for _ in range(4):
        press(page, "learn_interval_draw_twenty")
    assert page.button(key="learn_interval_draw_one").disabled
    reveal(page, "interval", "none")
    missed = int(intervals.hundred(Alone(Words(), "sample")).missed.sum())
    assert f"(the line): {missed}." in " ".join(text.value for text in page.markdown)


def test_six_faults_follow_each_other(lesson):
    page = lesson(9)
    desk = Alone(Words(), "sample")
    for row, question in enumerate(broken.questions(desk)):
        assert page.header[0].value == f"Case {row + 1} of 6"
        reveal(page, question.name, question.answer(desk))
        assert page.success
        if row < 5:
            press(page, "learn_broken_next")


TABLE = "title;relevance;labels\nSoup;5;warm|salty\n<b>Salad</b>;4;cold|salty\nCake;3;sweet\nTea;1;warm\n"


def test_a_table_of_one_s_own_becomes_the_example(lesson):
    page = reveal(lesson(12), "own", "item_1")
    page.file_uploader(key="learn_own_file").upload("table.csv", TABLE.encode(), "text/csv").run()
    assert not page.exception
    shown = page.table[0].value
    assert shown.iloc[:, 0].tolist() == ["Soup", r"\<b\>Salad\</b\>", "Cake", "Tea"]
    assert not page.warning and page.radio[0].options[0] == r"\<b\>Salad\</b\>"  # asked again
    reveal(page, "own", "item_2")
    assert page.success and "Cake" in page.success[0].value


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"title,labels\nA,x\n", "relevance"),
        (b"\xff\xfe\x00", "UTF\\-8"),
        (b"title,relevance,labels\nA,1,x\n", "4 to 30 rows"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_and_the_example_stays(lesson, content, said):
    page = lesson(12)
    page.file_uploader(key="learn_own_file").upload("table.csv", content, "text/csv").run()
    assert said in page.warning[0].value
    assert page.table[0].value.iloc[0, 0] == "Salt Road"


def test_what_was_done_survives_a_look_at_another_lesson(lesson):
    page = reveal(lesson(2), "setting", "few")
    page.slider[0].set_value(0.5).run()
    page.selectbox(key="learn_lesson").set_value(3).run()
    page.selectbox(key="learn_lesson").set_value(2).run()
    assert page.slider[0].value == 0.5 and charts(page)


def test_notes_and_keys_are_for_the_teacher_of_a_class_alone(lesson):
    page = lesson(1)
    assert "Ask at place 2" not in repr(page) and "Answer key" not in [
        one.label for one in page.get("download_button")
    ]
