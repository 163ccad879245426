"""Where a story and its presenter's window meet."""

import pytest

from recsys_core.ui.story import room
from recsys_core.ui.story.room import EXPIRES, LENGTH, MOST, Rooms, is_code

ONE, OTHER = object(), object()


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def rooms(clock):
    return Rooms(clock)


def test_a_room_is_found_by_its_code_and_by_no_other(rooms):
    opened = rooms.open(ONE, 3)
    assert is_code(opened.code)
    assert (rooms.find(opened.code).story, rooms.find(opened.code).step) == (ONE, 3)
    assert rooms.find("AAAAA") is rooms.find("") is None


def test_a_move_is_seen_by_everybody_once(rooms):
    code = rooms.open(ONE, 1).code
    rooms.move(code, 4, True, "remote")
    found = rooms.find(code)
    assert (found.step, found.black, found.by, found.revision) == (4, True, "remote", 1)
    assert rooms.find(code).revision == 1


def test_a_move_without_a_room_is_left_alone(rooms):
    rooms.move("AAAAA", 2, False, "remote")
    assert rooms.find("AAAAA") is None


def test_a_reload_comes_back_to_the_same_step(rooms):
    code = rooms.open(ONE, 1).code
    rooms.move(code, 4, False, "stage")
    again = rooms.open(OTHER, 1, code)
    assert (again.code, again.story, again.step) == (code, OTHER, 4)


def test_after_a_restart_of_the_server_the_same_code_holds(rooms):
    assert rooms.open(ONE, 5, "K7QPM").code == "K7QPM"
    assert rooms.find("K7QPM").step == 5


@pytest.mark.parametrize("code", ["", "K7QP", "K7QPMM", "k7qpm", "K7QP0", "<b>ab"])
def test_what_is_no_code_is_replaced_by_one(rooms, code):
    found = rooms.open(ONE, 1, code).code
    assert found != code and is_code(found)


def test_two_rooms_never_share_a_code(rooms, monkeypatch):
    drawn = iter(["AAAAA", "AAAAA", "BBBBB"])
    monkeypatch.setattr(room, "new_code", lambda: next(drawn))
    assert [rooms.open(ONE, 1).code, rooms.open(OTHER, 1).code] == ["AAAAA", "BBBBB"]


def test_time_runs_from_the_first_move(rooms, clock):
    code = rooms.open(ONE, 1).code
    clock.now = 60
    assert rooms.elapsed(rooms.find(code)) is None
    rooms.move(code, 2, False, "stage")
    clock.now = 90
    rooms.move(code, 3, False, "stage")
    assert rooms.elapsed(rooms.find(code)) == 30


def test_a_room_ends_when_nobody_has_looked_for_long(rooms, clock):
    code = rooms.open(ONE, 1).code
    clock.now = EXPIRES
    assert rooms.find(code) is not None
    clock.now = 2 * EXPIRES + 1
    assert rooms.find(code) is None


def test_the_room_unused_longest_goes_first(rooms):
    first, second = rooms.open(ONE, 1).code, rooms.open(ONE, 1).code
    rooms.find(first)
    for _ in range(MOST):
        rooms.open(ONE, 1)
    assert rooms.find(second) is None


def test_no_letter_of_a_code_is_read_as_another():
    assert not set("01IO") & set(room.LETTERS)
    assert len(room.LETTERS) ** LENGTH > 10_000_000
