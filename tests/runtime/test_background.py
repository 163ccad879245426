import logging
from threading import Event, Thread

import pytest

from recsys_core.errors import SettingError
from recsys_core.runtime import background as background_module
from recsys_core.runtime.background import WORKERS, Background
from recsys_core.runtime.cache import KeyedCache


@pytest.fixture
def work():
    """A background, the cache that its tasks leave their values in, and a look at one task."""
    background, cache = Background(), KeyedCache()

    def look(key, compute):
        return background.look(key, lambda: cache.peek(key), lambda: cache.get(key, compute))

    return background, cache, look


def test_the_first_look_starts_a_task_and_does_not_wait_for_it(work):
    background, _, look = work
    go = Event()
    first = look("a", lambda: go.wait(30) and 7)
    assert first.pending and first.value is None
    assert look("a", lambda: 8).pending
    go.set()
    background.wait()
    found = look("a", lambda: 8)
    assert (found.value, found.pending, found.error) == (7, False, None)


def test_a_task_is_computed_once_however_often_it_is_looked_at(work):
    background, _, look = work
    calls, go = [], Event()

    def compute():
        go.wait(30)
        calls.append(1)
        return 1

    for _ in range(20):
        look("a", compute)
    go.set()
    background.wait()
    assert calls == [1]


def test_a_caller_that_waits_shares_the_value_with_the_thread(work):
    background, cache, look = work
    go, found = Event(), []
    look("a", lambda: go.wait(30) and object())
    caller = Thread(target=lambda: found.append(cache.get("a", object)))
    caller.start()
    go.set()
    caller.join(30)
    background.wait()
    assert found[0] is look("a", object).value


def test_more_tasks_than_threads_are_all_computed(work):
    background, _, look = work
    keys = range(3 * WORKERS + 1)
    for key in keys:
        look(key, lambda key=key: key + 1)
    background.wait()
    assert [look(key, None).value for key in keys] == [key + 1 for key in keys]


def test_what_a_user_can_mend_is_told_and_not_tried_again_until_it_is_asked_for(work):
    background, _, look = work
    calls = []

    def refuse():
        calls.append(1)
        raise SettingError("no such thing")

    look("a", refuse)
    background.wait()
    for _ in range(3):
        failed = look("a", refuse)
    assert str(failed.error) == "no such thing"
    assert not failed.pending and failed.number == ""
    assert calls == [1]
    background.forget_errors()
    assert look("a", lambda: 5).pending
    background.wait()
    assert look("a", refuse).value == 5


def test_what_nobody_expected_is_logged_under_the_number_that_is_told(work, caplog):
    background, _, look = work

    def breaks():
        raise ZeroDivisionError("a bug")

    with caplog.at_level(logging.ERROR):
        look("a", breaks)
        background.wait()
    failed = look("a", breaks)
    assert isinstance(failed.error, ZeroDivisionError)
    assert failed.number and failed.number in caplog.text and "a bug" in caplog.text


def test_an_error_keeps_no_array_of_the_task_alive(work):
    background, _, look = work

    def breaks():
        try:
            raise KeyError("first")
        except KeyError as error:
            raise SettingError("then") from error

    look("a", breaks)
    background.wait()
    error = look("a", breaks).error
    assert error.__traceback__ is None and error.__cause__ is None and error.__context__ is None


def test_only_the_latest_errors_are_remembered(work, monkeypatch):
    monkeypatch.setattr(background_module, "MOST_ERRORS", 2)
    background, _, look = work
    tried = []

    def fail(key):
        tried.append(key)
        raise SettingError(key)

    for key in "abc":
        look(key, lambda key=key: fail(key))
        background.wait()
    assert [look(key, lambda key=key: fail(key)).error is None for key in "bca"] == [False, False, True]
    background.wait()
    assert tried == ["a", "b", "c", "a"]
