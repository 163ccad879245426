import threading

import pytest

from recsys_core.runtime.cache import KeyedCache


def test_thirty_callers_make_a_value_once():
    once, made, started = KeyedCache(), [], threading.Barrier(30)

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
    once = KeyedCache()
    with pytest.raises(ZeroDivisionError):
        once.get("key", lambda: 1 / 0)
    assert once.get("key", lambda: 2) == 2


def test_only_the_most_recently_asked_for_are_kept():
    once, made = KeyedCache(max_size=2), []

    def ask(key):
        return once.get(key, lambda: made.append(key) or key)

    for key in "abacb":
        ask(key)
    assert made == ["a", "b", "c", "b"]  # "b" was the one nobody had asked for longest
    assert len(once) == 2
    assert once.peek("a") is None
    assert once.peek("c") == "c"


def test_asking_what_is_known_counts_as_use():
    once = KeyedCache(max_size=2)
    for key in "ab":
        once.get(key, lambda: 1)
    once.peek("a")
    once.get("c", lambda: 1)
    assert once.peek("a") == 1
    assert once.peek("b") is None


def test_a_value_that_is_being_made_is_never_dropped():
    once, made = KeyedCache(max_size=1), []
    started, go_on = threading.Event(), threading.Event()

    def slow():
        made.append("slow")
        started.set()
        assert go_on.wait(10)
        return "slow"

    callers = [threading.Thread(target=once.get, args=("slow", slow)) for _ in range(5)]
    for caller in callers:
        caller.start()
    assert started.wait(10)
    for key in range(20):
        once.get(key, lambda: 1)
    go_on.set()
    for caller in callers:
        caller.join()
    assert made == ["slow"]
    assert len(once) == 1


def test_many_threads_over_few_places_get_the_right_values():
    once, wrong = KeyedCache(max_size=3), []

    def ask(seed):
        for step in range(400):
            key = (seed * 7 + step * 13) % 11
            if once.get(key, lambda key=key: [key]) != [key]:
                wrong.append(key)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(once) <= 3


def test_a_failure_leaves_nothing_behind():
    once = KeyedCache(max_size=2)
    with pytest.raises(ZeroDivisionError):
        once.get("key", lambda: 1 / 0)
    assert len(once) == 0


def test_no_place_at_all_is_refused():
    with pytest.raises(ValueError, match="at least 1, got 0"):
        KeyedCache(max_size=0)


def test_values_are_kept_by_their_size_and_the_last_one_always():
    cache = KeyedCache(10, size_of=len)
    for key, size in (("a", 4), ("b", 4), ("c", 5)):
        cache.get(key, lambda size=size: "x" * size)
    assert [key for key in "abc" if cache.peek(key)] == ["b", "c"]
    cache.get("large", lambda: "x" * 30)
    assert [key for key in ("b", "c", "large") if cache.peek(key)] == ["large"]
    cache.get("d", lambda: "x")
    assert len(cache) == 1 and cache.peek("d")
