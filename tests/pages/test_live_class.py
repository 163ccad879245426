"""A live class as teacher and students see it, each in a page of their own."""

import json
import shutil

import pytest

from recsys_core.errors import StoreError
from recsys_core.store import Classes, Store
from recsys_core.ui.learn import rooms, seats
from recsys_core.ui.learn.lessons import LESSONS, PLANS

SECRETS = ("Ask at place 2", "Teacher’s key", "has the largest total", "Salt Road, 0.600")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("classes") / "template.db"
    Store.open(f"sqlite:///{path}")
    return path


@pytest.fixture(autouse=True)
def database(template, tmp_path, monkeypatch):
    """A database of this test's own; looks into it are never a moment old."""
    path = shutil.copy(template, tmp_path / "classes.db")
    monkeypatch.setenv("EQUIPOISE_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setattr(rooms, "FRESH_SECONDS", 1e-9)


@pytest.fixture
def store():
    return Classes.open()


@pytest.fixture
def opened(store):
    return store.create(data="sample", lesson="pick", plan=45)


@pytest.fixture
def learn(open_page):
    return lambda **params: open_page("pages/learn.py", **params)


@pytest.fixture
def student(learn, opened):
    """The page of a student who has just joined by nickname."""

    def join(nickname=""):
        page = learn(**{"class": opened[0]})
        page.text_input(key="learn_class_nickname").set_value(nickname)
        button = next(one for one in page.button if one.label == "Join")
        button.click().run()
        assert not page.exception, page.exception
        return page

    return join


@pytest.fixture
def teacher(learn, opened):
    return lambda: learn(**{"class": opened[0], "teacher": opened[1]})


def press(page, key):
    page.button(key=key).click().run()
    assert not page.exception, page.exception
    return page


def answer(page, question, option):
    key = f"learn_{question}_guess"
    few = [one for one in page.radio if one.key == key]
    (few[0] if few else page.button_group(key=key)).set_value(option).run()
    return press(page, f"learn_{question}_reveal")


def written(page):
    """All that a page sends to the browser."""
    return " ".join(str(element.proto) for element in page.main) + repr(page)


def seen(page):
    kinds = ("title", "header", "markdown", "caption", "info", "success", "warning")
    return " ".join(element.value for kind in kinds for element in page.get(kind))


def test_a_teacher_opens_a_class_and_the_address_leads_back(learn, store):
    page = press(learn(), "learn_class_open")
    code, secret = (page.query_params[key] for key in ("class", "teacher"))
    code, secret = (value[0] if isinstance(value, list) else value for value in (code, secret))
    store.check_teacher(code, secret)
    assert f"Class {code} · teacher" in " ".join(text.value for text in page.text)
    again = learn(**{"class": code, "teacher": secret})
    assert "0 of 0 have answered" in seen(again) and "Ask at place 2" in seen(again)


def test_students_answer_the_teacher_sees_counts_and_reveals(student, teacher, store, opened):
    first, second = student("Mia"), student("<b>🦉</b>")
    for page, film in ((first, "night_ferry"), (second, "salt_road")):
        answer(page, "pick_1", film)
        assert "Your answer is in" in page.info[0].value
        assert not page.success and not page.warning
    board = teacher()
    assert "2 of 2 have answered" in seen(board)
    chart = board.get("plotly_chart")[0].proto
    assert "Salt Road: 1. Night Ferry: 1." in chart.alt and "\u2713" not in repr(json.loads(chart.spec))
    press(board, "learn_teacher_reveal")
    assert "The class sees the answer" in seen(board)  # and the teacher still sees who said what
    assert "\u2713" in json.loads(board.get("plotly_chart")[0].proto.spec)["layout"]["yaxis"]["ticktext"][0]
    press(board, "learn_teacher_next")
    assert "place 2" in board.title[0].value and "0 of 2 have answered" in seen(board)
    for page in (first, second):
        page.run()
    assert "Not this time" in first.warning[0].value and "Right." in second.success[0].value


def test_an_answer_may_change_until_it_is_revealed_and_then_says_so(student, store, opened):
    page = student()
    answer(page, "pick_1", "night_ferry")
    answer(page, "pick_1", "salt_road")
    assert store.tallies(opened[0])["pick_1"].by_answer == {"salt_road": 1}
    page.button_group(key="learn_pick_1_guess").set_value("night_ferry").run()
    store.reveal(*opened, "pick_1")
    press(page, "learn_pick_1_reveal")
    assert store.tallies(opened[0])["pick_1"].by_answer == {"salt_road": 1}
    assert "Right." in page.success[0].value


def test_a_student_s_page_holds_no_note_no_key_and_no_answer(student, teacher, opened):
    assert "Ask at place 2" in written(teacher())
    page = student()
    sent = written(page)
    assert "Ana will see four" in sent
    assert not [secret for secret in (*SECRETS, opened[1]) if secret in sent]
    assert "Answer key" not in [one.label for one in page.get("download_button")]


def test_progress_survives_a_reload_and_a_restart(student, learn, monkeypatch):
    page = student("Mia")
    answer(page, "pick_1", "night_ferry")
    seat = {key: page.query_params[key] for key in ("class", "seat")}
    monkeypatch.setattr(rooms, "_STORES", rooms.KeyedCache(4))  # a new server
    again = learn(**{key: value[0] if isinstance(value, list) else value for key, value in seat.items()})
    assert "Your answer is in: **Night Ferry**" in again.info[0].value


def test_a_lesson_that_the_teacher_opens_is_everybody_s(student, teacher):
    page, board = student(), teacher()
    board.selectbox(key="learn_lesson").set_value(4).run()
    page.run()
    assert page.title[0].value == "Why accuracy rewards sameness"
    assert not [one for one in page.selectbox if one.key == "learn_lesson"]


def test_after_the_last_answer_the_teacher_goes_on_to_the_next_lesson_of_the_plan(learn, store, opened):
    store.show(*opened, lesson="same")
    board = learn(**{"class": opened[0], "teacher": opened[1]})
    press(board, "learn_teacher_reveal")
    press(board, "learn_teacher_lesson")
    assert store.get(opened[0]).lesson == PLANS[45][PLANS[45].index("same") + 1]
    assert "0 of 0 have answered. Nobody sees" in seen(board)


@pytest.mark.parametrize("number", range(1, len(LESSONS) + 1))
def test_every_lesson_can_be_taught(number, learn, store, opened):
    code, secret = opened
    lesson = LESSONS[number - 1]
    store.show(code, secret, lesson=lesson.name)
    ticket = store.join(code)
    page = learn(**{"class": code, "seat": ticket})
    board = learn(**{"class": code, "teacher": secret})
    question = board.title[0].value
    assert question and page.title[0].value != question
    assert len(board.get("download_button")) >= 3
    press(board, "learn_teacher_reveal")
    page.run()
    assert any("The answer:" in info.value for info in page.info)


def test_tries_at_an_exercise_are_counted_for_the_teacher(student, teacher, store, opened):
    page = student()
    for value in (0.11, 5.0):
        page.number_input(key="learn_pick_number").set_value(value)
        press(page, "learn_pick_check")
        assert page.warning
    assert "| still trying | 1 |" in seen(teacher())
    assert store.tallies(opened[0])["pick_task"].trying == 1


def test_neighbours_have_other_numbers(student):
    pages = [student(), student()]
    texts = [
        next(text.value for text in page.markdown if "What is its total?" in text.value) for page in pages
    ]
    assert texts[0] != texts[1]


def test_a_plan_offers_its_lessons_to_the_teacher(teacher):
    assert len(teacher().selectbox(key="learn_lesson").options) == len(PLANS[45])


def test_the_same_nickname_twice_is_refused_and_another_works(student, learn, opened):
    student("Mia")
    page = student("mia")
    assert "Choose another nickname" in page.warning[0].value
    page.text_input(key="learn_class_nickname").set_value("Mio")
    next(one for one in page.button if one.label == "Join").click().run()
    assert "seat" in page.query_params


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"class": "KITE-10"}, "There is no class KITE-10 now"),
        ({"class": "<b>"}, "is no class code"),
        ({"class": "KITE-10", "seat": "x"}, "There is no class"),
        ({"class": "CODE", "seat": "x"}, "Join again with the code"),
        ({"class": "CODE", "teacher": "x"}, "not the teacher’s link"),
    ],
)
def test_a_wrong_address_says_so_and_offers_a_way_on(params, said, learn, opened):
    page = learn(**{key: opened[0] if value == "CODE" else value for key, value in params.items()})
    assert said in page.warning[0].value.replace("\\", "")
    assert not [secret for secret in SECRETS if secret in written(page)]
    press(page, "learn_class_alone")
    assert page.title[0].value == "One pick at a time" and "class" not in page.query_params


def test_a_code_typed_in_leads_to_the_door(learn, opened):
    page = learn()
    page.text_input(key="learn_class_code").set_value(opened[0].lower().replace("-", " "))
    next(one for one in page.button if one.label == "Go to the class").click().run()
    assert page.title[0].value == f"Join class {opened[0]}"


def test_an_ended_class_is_over_for_everybody(student, teacher):
    page, board = student("Mia"), teacher()
    press(board, "learn_class_end")
    assert board.title[0].value == "One pick at a time" and "teacher" not in board.query_params
    page.run()
    assert "has ended" in page.warning[0].value


def test_a_database_that_fails_for_a_moment_leaves_the_page_as_it_is(student, monkeypatch):
    page = student("Mia")

    def fails(code):
        raise StoreError("The database took too long to answer.")

    desk = seats.InClass.__new__(seats.Teacher)
    desk.live = rooms.live(str(page.query_params["class"]).strip("[']"))
    monkeypatch.setattr(rooms, "live", fails)
    assert not desk.has_moved()


def test_neither_note_nor_counts_are_on_the_wall_before_the_answer(learn, student, opened):
    answer(student(), "pick_1", "salt_road")
    board = learn(**{"class": opened[0], "teacher": opened[1], "present": "true"})
    assert "Ask at place 2" not in written(board) and "1 of 1 have answered" in seen(board)
    assert "Salt Road: 0." in board.get("plotly_chart")[0].proto.alt
    press(board, "learn_teacher_reveal")
    assert "Salt Road: 1." in board.get("plotly_chart")[0].proto.alt


def test_leaving_leads_back_to_learning_alone(student):
    page = press(student(), "learn_class_leave")
    assert "seat" not in page.query_params and page.selectbox(key="learn_lesson").value == 1


def test_a_class_of_nobody_has_results_all_the_same(teacher, store, opened):
    assert "0 of 0 have answered" in seen(teacher())
    assert store.students(*opened) == ()


def test_a_table_that_the_teacher_brings_is_the_class_s(student, teacher, store, opened):
    store.show(*opened, lesson="own")
    page, board = student(), teacher()
    assert not page.get("file_uploader")
    content = b"title,relevance,labels\nSoup,5,warm\nSalad,4,cold\nCake,3,sweet\nTea,1,warm\n"
    board.file_uploader(key="learn_own_file").upload("table.csv", content, "text/csv").run()
    page.run()
    assert page.table[0].value.iloc[0, 0] == "Soup"


def test_teacher_and_student_read_chinese(learn, opened, store):
    code, secret = opened
    board = learn(**{"class": code, "teacher": secret, "lang": "zh"})
    assert "0 人中已有 0 人回答" in seen(board)
    page = learn(**{"class": code, "seat": store.join(code), "lang": "zh"})
    assert "由老师选定" in seen(page)
