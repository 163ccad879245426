import gc
import threading
from dataclasses import dataclass

import numpy as np
import pytest

from recsys_core.runtime import memory
from recsys_core.runtime.memory import Budget, BudgetedCache, available_memory, n_bytes, process_budget


def cache(budget):
    return BudgetedCache(budget, size_of=len)


def test_two_caches_share_one_bound_and_the_least_recently_used_goes_first():
    budget = Budget(10)
    one, other = cache(budget), cache(budget)
    one.get("a", lambda: "xxxx")
    other.get("b", lambda: "xxxx")
    assert one.peek("a") == "xxxx", "a use: now b is the oldest"
    one.get("c", lambda: "xxxx")
    assert (one.peek("a"), other.peek("b"), one.peek("c")) == ("xxxx", None, "xxxx")
    assert budget.used == 8


def test_a_value_larger_than_the_bound_stays_until_another_is_used():
    budget = Budget(3)
    kept = cache(budget)
    assert kept.get("large", lambda: "x" * 9) == "x" * 9
    assert kept.peek("large") and budget.used == 9
    kept.get("small", lambda: "x")
    assert kept.peek("large") is None and budget.used == 1


def test_a_value_that_somebody_waits_for_stays():
    budget = Budget(3)
    kept = cache(budget)
    kept.get("awaited", lambda: "xxx")
    kept._entries["awaited"].waiting += 1
    kept.get("other", lambda: "xxx")
    assert "awaited" in kept._entries
    kept._entries["awaited"].waiting -= 1
    kept.get("third", lambda: "xxx")
    assert "awaited" not in kept._entries and "other" not in kept._entries


def test_a_cache_that_is_gone_counts_nothing():
    budget = Budget(100)
    kept = cache(budget)
    kept.get("a", lambda: "xxxx")
    del kept
    gc.collect()
    assert budget.used == 0


def test_many_threads_never_leave_more_than_the_bound():
    budget = Budget(50)
    caches = [cache(budget) for _ in range(3)]

    def work(seed):
        rng = np.random.default_rng(seed)
        for _ in range(400):
            at = int(rng.integers(20))
            assert caches[at % 3].get(at, lambda at=at: "x" * (1 + at)) == "x" * (1 + at)

    threads = [threading.Thread(target=work, args=[seed]) for seed in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    kept = sum(entry.computed * len(entry.value or "") for one in caches for entry in one._entries.values())
    assert kept <= budget.used <= 50


def test_the_bound_is_half_of_the_container_or_what_is_named(monkeypatch, tmp_path):
    (tmp_path / "max").write_text("max\n")
    (tmp_path / "bound").write_text("1000\n")
    machine = available_memory(())
    assert available_memory((str(tmp_path / "max"), str(tmp_path / "none"))) == machine > 10**8
    assert available_memory((str(tmp_path / "bound"),)) == 1000
    monkeypatch.setattr(memory, "available_memory", lambda: 1000)
    monkeypatch.delenv(memory.VARIABLE, raising=False)
    process_budget.cache_clear()
    assert process_budget().limit == 500
    for named, limit in (("2", 2_000_000_000), ("0.5", 500_000_000)):
        monkeypatch.setenv(memory.VARIABLE, named)
        process_budget.cache_clear()
        assert process_budget().limit == limit
    for named in ("0", "-1", "much", "nan", "inf"):
        monkeypatch.setenv(memory.VARIABLE, named)
        process_budget.cache_clear()
        with pytest.raises(ValueError, match="must be a number of gigabytes above 0"):
            process_budget()
    process_budget.cache_clear()


@dataclass
class Pair:
    left: np.ndarray
    right: dict


def test_the_size_of_a_value_is_that_of_its_arrays_each_once():
    array = np.zeros(100)
    assert n_bytes(array) == 800
    assert n_bytes(Pair(array, {"a": array, "b": [np.zeros(10, np.int8)], "name": "x"})) == 810
    assert n_bytes((array[:50], array[50:])) == 800, "views keep the whole array"
    with pytest.raises(ValueError, match="at least 1 byte"):
        Budget(0)
