import threading

import pytest

from recsys_core.once import Once


def test_thirty_callers_make_a_value_once():
    once, made, started = Once(), [], threading.Barrier(30)

    def make():
        made.append(1)
        return object()

    found = []

    def ask():
        started.wait()
        found.append(once.get("key", make))

    threads = [threading.Thread(target=ask) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert len(set(map(id, found))) == 1


def test_a_failure_is_tried_again():
    once = Once()
    with pytest.raises(ZeroDivisionError):
        once.get("key", lambda: 1 / 0)
    assert once.get("key", lambda: 2) == 2
