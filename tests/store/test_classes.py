"""Live classes: joining, answering, revealing, counting and deleting."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from recsys_core.errors import StoreConflict, StoreError
from recsys_core.store import Classes
from recsys_core.store import classes as module
from recsys_core.store.class_codes import normal_code
from tests.store import processes


@pytest.fixture
def classes(url):
    return Classes.open(url)


@pytest.fixture
def opened(classes):
    """A class with its code and the teacher's secret."""
    return classes.create(data="sample", lesson="pick", plan=45)


def refused(action):
    with pytest.raises(StoreError) as error:
        action()
    return str(error.value)


def test_a_class_shows_what_the_teacher_chose_and_no_secret(classes, opened):
    code, secret = opened
    found = classes.get(code.lower().replace("-", " "))
    assert (found.code, found.data, found.lesson, found.plan) == (code, "sample", "pick", 45)
    assert (found.n_students, found.revealed, found.material) == (0, frozenset(), "")
    assert secret not in repr(found)
    classes.check_teacher(code, secret)


def test_secrets_and_tickets_are_stored_as_hashes(classes, opened, tamper):
    code, secret = opened
    ticket = classes.join(code)
    stored = repr(
        tamper("SELECT * FROM equipoise_classes") + tamper("SELECT * FROM equipoise_class_students")
    )
    assert code in stored and secret not in stored and ticket not in stored


@pytest.mark.parametrize("text", ["kite42", " KITE 42 ", "Kite–42", "ｋｉｔｅ４２"])
def test_a_code_is_read_however_it_is_typed(text):
    assert normal_code(text) == "KITE-42"


@pytest.mark.parametrize(
    "text", ["", "42", "KITE", "KITE-4", "KITE-4200", "<b>KITE-42", "🪁-42", "\x00KITE-42"]
)
def test_what_cannot_be_a_code_is_refused_with_an_example(classes, text):
    said = refused(lambda: classes.get(text))
    assert said.endswith("is no class code. Expected a word and a number, such as KITE-42.")
    assert not [c for c in said if unicodedata.category(c) == "Cc"]


def test_an_unknown_code_is_refused_everywhere(classes):
    actions = (
        lambda: classes.get("KITE-10"),
        lambda: classes.join("KITE-10"),
        lambda: classes.student("KITE-10", "x"),
        lambda: classes.predict("KITE-10", "x", "q", "a", right=True),
        lambda: classes.reveal("KITE-10", "x", "q"),
        lambda: classes.check_teacher("KITE-10", "x"),
    )
    for action in actions:
        assert "There is no class KITE-10 now." in refused(action)


@pytest.mark.parametrize("wrong", ["", "x", "\ud800", "the student's ticket"])
def test_only_the_teacher_s_secret_opens_what_is_the_teacher_s(classes, opened, wrong):
    code, _ = opened
    ticket = classes.join(code, "Mia")
    secret = ticket if wrong == "the student's ticket" else wrong
    for action in (
        lambda: classes.check_teacher(code, secret),
        lambda: classes.reveal(code, secret, "setting"),
        lambda: classes.show(code, secret, lesson="same"),
        lambda: classes.students(code, secret),
        lambda: classes.end(code, secret),
    ):
        assert "not the teacher’s link" in refused(action)
    assert classes.get(code).lesson == "pick"


def test_a_key_that_the_teacher_let_in_is_the_teacher_s_in_this_class_alone(classes, opened, tamper):
    code, secret = opened
    other, other_secret = classes.create(data="sample", lesson="pick")
    for _ in range(2):  # a reload lets the same browser in again
        classes.let_in(code, secret, "browser")
    classes.reveal(code, "browser", "setting")
    link = classes.another_link(code, "browser")
    classes.check_teacher(code, link)
    for key in ("browser", link):
        assert "not the teacher’s link" in refused(lambda key=key: classes.check_teacher(other, key))
    for wrong in ("other", "", other_secret):
        assert "not the teacher’s link" in refused(lambda wrong=wrong: classes.let_in(code, wrong, "mine"))
    assert "not the teacher’s link" in refused(lambda: classes.check_teacher(code, "mine"))
    stored = repr(tamper("SELECT * FROM equipoise_class_teachers"))
    assert "browser" not in stored and link not in stored
    classes.end(code, link)
    assert not tamper("SELECT * FROM equipoise_class_teachers")


def test_a_nickname_is_optional_and_may_be_an_emoji_or_look_like_markup(classes, opened):
    code, secret = opened
    for name in ("", "", "🦉", "<b>Bo</b>", "  Mia   K ", "\u200b"):
        classes.join(code, name)
    names = [student.nickname for student in classes.students(code, secret)]
    assert names == ["", "", "🦉", "<b>Bo</b>", "Mia K", ""]


@pytest.mark.parametrize("again", ["Mia", "mia", " MIA ", "Ｍｉａ"])
def test_the_same_nickname_twice_is_refused_with_a_way_on(classes, opened, again):
    code, _ = opened
    classes.join(code, "Mia")
    with pytest.raises(StoreConflict, match="Choose another nickname, or none"):
        classes.join(code, again)
    assert classes.get(code).n_students == 1


def test_a_nickname_that_cannot_be_used_is_refused(classes, opened):
    code, _ = opened
    assert "25 characters long, and at most 24" in refused(lambda: classes.join(code, "x" * 25))
    assert "cannot be shown" in refused(lambda: classes.join(code, "a\x00b"))


def test_a_full_class_takes_nobody_else(classes, opened, monkeypatch):
    monkeypatch.setattr(module, "MOST_STUDENTS", 2)
    code, _ = opened
    classes.join(code), classes.join(code)
    assert "This class is full: 2 students" in refused(lambda: classes.join(code))


def test_a_prediction_can_be_changed_until_it_is_revealed_and_counts_once(classes, opened):
    code, secret = opened
    ticket = classes.join(code)
    classes.predict(code, ticket, "setting", "few", right=False)
    classes.predict(code, ticket, "setting", "some", right=True)
    assert classes.tallies(code)["setting"].by_answer == {"some": 1}
    classes.reveal(code, secret, "setting")
    classes.reveal(code, secret, "setting")  # a second window of the teacher
    with pytest.raises(StoreConflict, match="not counted"):
        classes.predict(code, ticket, "setting", "all", right=False)
    assert classes.tallies(code)["setting"].by_answer == {"some": 1}
    assert classes.get(code).revealed == {"setting"}


def test_an_exercise_counts_tries_until_it_is_right(classes, opened):
    code, _ = opened
    first, later, stuck = (classes.join(code) for _ in range(3))
    classes.hand_in(code, first, "pick", "0.62", right=True)
    for answer, right in (("1", False), ("1", False), ("0.62", True), ("7", False)):
        classes.hand_in(code, later, "pick", answer, right=right)
    classes.hand_in(code, stuck, "pick", "3", right=False)
    found = classes.tallies(code)["pick"]
    assert (found.first_time, found.later, found.trying, found.n) == (1, 1, 1, 3)
    answer = classes.student(code, later).answers["pick"]
    assert (answer.answer, answer.right, answer.tries) == (
        "0.62",
        True,
        2,
    )  # the same answer twice is one try


def test_a_ticket_is_a_seat_with_its_answers_also_after_a_restart(classes, opened, url):
    code, _ = opened
    ticket = classes.join(code, "Mia")
    classes.predict(code, ticket, "setting", "some", right=True)
    student = Classes.open(url).student(code, ticket)
    assert (student.number, student.nickname) == (1, "Mia")
    assert student.answers["setting"].answer == "some"
    assert "Join again" in refused(lambda: classes.student(code, "x"))


def test_the_teacher_changes_lesson_and_table_and_nothing_else(classes, opened):
    code, secret = opened
    classes.show(code, secret, lesson="same", material="title;relevance")
    assert (classes.get(code).lesson, classes.get(code).material) == ("same", "title;relevance")
    with pytest.raises(ValueError, match="expected lesson, plan or material"):
        classes.show(code, secret, seed=3)
    assert "Keep fewer rows" in refused(lambda: classes.show(code, secret, material="x" * 20_001))


def test_questions_can_be_asked_again(classes, opened):
    code, secret = opened
    ticket = classes.join(code)
    classes.predict(code, ticket, "own", "a", right=True)
    classes.predict(code, ticket, "same", "a", right=True)
    classes.reveal(code, secret, "own")
    classes.ask_again(code, secret, ["own"])
    assert classes.get(code).revealed == frozenset() and classes.tallies(code).keys() == {"same"}


def test_an_ended_class_leaves_nothing(classes, opened, tamper):
    code, secret = opened
    other, _ = classes.create(data="sample", lesson="pick")
    ticket = classes.join(code, "Mia")
    classes.predict(code, ticket, "setting", "some", right=True)
    classes.reveal(code, secret, "setting")
    classes.end(code, secret)
    assert "has ended" in refused(lambda: classes.get(code))
    for table in ("classes", "class_reveals", "class_students", "class_answers"):
        assert code not in repr(tamper(f"SELECT * FROM equipoise_{table}"))
    assert classes.get(other).code == other


@pytest.mark.parametrize(("days", "gone"), [(29.9, 0), (30.1, 1), (-1, 0)])
def test_a_class_is_deleted_after_thirty_days_and_no_earlier_by_a_wrong_clock(classes, opened, days, gone):
    assert classes.delete_old(now=datetime.now(UTC) + timedelta(days=days)) == gone


def test_a_longer_answer_than_any_question_has_is_a_slip_of_the_caller(classes, opened):
    code, _ = opened
    ticket = classes.join(code)
    with pytest.raises(ValueError, match="at most 200 characters"):
        classes.predict(code, ticket, "q", "x" * 201, right=False)


def test_sixty_who_answer_at_once_are_all_counted(url):
    classes = Classes.open(url, timeout=processes.PATIENCE)
    code, _ = classes.create(data="sample", lesson="setting")
    with ThreadPoolExecutor(12) as pool:
        tickets = list(pool.map(lambda n: classes.join(code, f"student {n}"), range(60)))
        list(pool.map(lambda t: classes.predict(code, t, "setting", "some", right=True), tickets))
    assert classes.tallies(code)["setting"].by_answer == {"some": 60}
    assert classes.get(code).n_students == 60
