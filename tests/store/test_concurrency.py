import random
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from recsys_core import config
from recsys_core.store import Store
from tests.store import processes


def test_processes_that_declare_at_once_number_without_gaps(store, url):
    rng = random.Random(5)
    budgets = [*range(1, 31)]
    tasks = []
    for by in ("Mia", "Bo"):
        mine = rng.sample(budgets, 20)  # both share about half of theirs
        tasks.append((processes.declare_each, (url, "scope", mine, by)))
    numbers = processes.run_at_once(tasks)
    claims = store.claims("scope")
    assert [claim.number for claim in claims] == [*range(1, len(claims) + 1)]
    by_budget = {claim.claim["budget"]: claim.number for claim in claims}
    assert by_budget == numbers[0] | numbers[1]
    assert len(by_budget) == len(claims)
    assert store.verify() == ()


def test_processes_that_save_at_once_lose_nothing(store, url):
    store.create("shared", {"entries": []}, by="Mia")
    tasks = [
        (processes.add_entries, (url, "shared", [f"{by} {n}" for n in range(15)], by)) for by in ("Mia", "Bo")
    ]
    conflicts = processes.run_at_once(tasks)
    decision = store.get("shared")
    expected = Counter(f"{by} {n}" for by in ("Mia", "Bo") for n in range(15))
    assert Counter(decision.document["entries"]) == expected
    assert decision.version == 31
    assert len(store.history("shared")) == 31
    assert store.verify() == ()
    for sentence in conflicts[0]:  # how many there are is up to the scheduler
        assert "was edited by Bo on " in sentence


def test_processes_that_create_at_once_share_the_names(store, url):
    names = [f"decision {n}" for n in range(12)]
    taken = processes.run_at_once([(processes.create_each, (url, names, by)) for by in ("Mia", "Bo")])
    assert sorted(taken[0] + taken[1]) == sorted(names)  # each name was refused to exactly one of both
    assert [decision.number for decision in store.list()] == [*range(1, 13)]
    assert store.verify() == ()


def test_processes_that_open_new_files_at_once(tmp_path):
    urls = [f"sqlite:///{tmp_path}/{n}.db" for n in range(4)]
    assert processes.run_at_once([(processes.open_each, (urls,))] * 2) == [4, 4]
    for url in urls:
        assert Store.open(url).create("autumn", {}, by="Mia").number == 1


@pytest.mark.long
def test_processes_that_open_new_postgres_databases_at_once(postgres):
    urls = [postgres.new_database() for _ in range(3)]
    assert processes.run_at_once([(processes.open_each, (urls,))] * 3) == [3, 3, 3]
    for url in urls:
        assert Store.open(url).create("autumn", {}, by="Mia").number == 1


def test_threads_that_open_and_save_at_once(tmp_path):
    url = f"sqlite:///{tmp_path}/decisions.db"

    def work(n):
        store = Store.open(url, timeout=processes.PATIENCE)
        store.declare("scope", {"budget": n % 4}, by=f"thread {n}")
        return store.create(f"decision {n}", {}, by=f"thread {n}").number

    with ThreadPoolExecutor(8) as pool:
        numbers = [*pool.map(work, range(16))]
    store = Store.open(url)
    assert sorted(numbers) == [*range(1, 17)]
    assert [claim.number for claim in store.claims("scope")] == [1, 2, 3, 4]
    assert store.verify() == ()


def killed_after(lines, task, argument):
    """Run a task of processes.py, kill it after some reports, and return all that it reported."""
    command = [sys.executable, "-m", "tests.store.processes", task, argument]
    process = subprocess.Popen(command, cwd=config.project_root(), stdout=subprocess.PIPE, text=True)
    printed = [process.stdout.readline() for _ in range(lines)]
    process.kill()
    printed += process.stdout.readlines()
    process.wait(processes.PATIENCE)
    process.stdout.close()
    return [line.strip() for line in printed if line.endswith("\n")]


@pytest.mark.long
@pytest.mark.parametrize("lines", [1, 4, 9, 13])
def test_a_process_killed_while_it_saves_loses_nothing_it_reported(store, url, lines, request):
    store.create("autumn", {}, by="Mia")
    for _ in range(2):  # the second process continues what the first left
        reported = int(killed_after(lines, "save", url)[-1])
        if url.startswith("postgresql"):
            request.getfixturevalue("postgres").wait_until_unused(url)  # it ends what it had received
        assert store.verify() == ()
        history = store.history("autumn")
        assert reported <= len(history) <= reported + 2
        decision = store.get("autumn")
        saved = [event for event in history if event.kind in {"created", "edited"}][-1]
        assert decision.document == saved.payload["document"]
        store.edit("autumn", {"text": ""}, by="Bo", version=decision.version)


@pytest.mark.long
@pytest.mark.parametrize("lines", [1, 2, 5])
def test_a_database_whose_creation_was_killed_opens(tmp_path, lines):
    for path in killed_after(lines, "open", str(tmp_path)):
        store = Store.open(f"sqlite:///{path}")
        assert store.create("autumn", {}, by="Mia").number == 1
        assert store.verify() == ()
