"""What other processes do in the tests: started by name, so that each imports this module afresh."""

import multiprocessing
import queue
import sys
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from recsys_core.errors import StoreConflict
from recsys_core.store import Store

PATIENCE = 240  # seconds; only ever reached by a test that fails


def run_at_once(tasks):
    """Run (function, arguments) pairs in a process each, all begun at the same moment.

    Returns:
        What each function returned, in order.
    """
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(len(tasks)), context.Queue()
    started = [
        context.Process(target=_run, args=(barrier, results, place, function, arguments), daemon=True)
        for place, (function, arguments) in enumerate(tasks)
    ]
    # Streamlit's script runner leaves its own module as __main__, which every child would run first.
    with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
        for process in started:
            process.start()
    received = dict(_next_result(results, started) for _ in started)
    for process in started:
        process.join(PATIENCE)
    for value in received.values():
        if isinstance(value, BaseException):
            raise value
    return [received[place] for place in range(len(tasks))]


def _next_result(results, started):
    """What the next process returns; a process that dies without a word ends the wait."""
    while True:
        try:
            return results.get(timeout=1)
        except queue.Empty:
            died = [process.exitcode for process in started if process.exitcode]
            assert not died, f"a process ended with exit code {died[0]}"


def _run(barrier, results, place, function, arguments):
    try:
        barrier.wait(PATIENCE)
        results.put((place, function(*arguments)))
    except BaseException as error:
        results.put((place, RuntimeError(repr(error))))


def open_each(urls):
    """Open databases one after another."""
    for url in urls:
        Store.open(url, timeout=PATIENCE)
    return len(urls)


def declare_each(url, scope, budgets, by):
    """Declare one claim a budget, and return the numbers they have."""
    store = Store.open(url, timeout=PATIENCE)
    return {budget: store.declare(scope, {"budget": budget}, by).number for budget in budgets}


def add_entries(url, name, entries, by):
    """Add entries to the list in a document, one save an entry, and return the conflicts met."""
    store = Store.open(url, timeout=PATIENCE)
    conflicts = []
    for entry in entries:
        while True:
            decision = store.get(name)
            document = {"entries": [*decision.document["entries"], entry]}
            try:
                store.edit(name, document, by, version=decision.version)
                break
            except StoreConflict as conflict:
                conflicts.append(str(conflict))
    return conflicts


def create_each(url, names, by):
    """Create decisions, and return the names that were taken already."""
    store = Store.open(url, timeout=PATIENCE)
    taken = []
    for name in names:
        try:
            store.create(name, {}, by)
        except StoreConflict:
            taken.append(name)
    return taken


def save_until_killed(url):
    """Edit and check a decision without end, and report how many events are saved."""
    store = Store.open(url, timeout=PATIENCE)
    while True:
        version = store.get("autumn").version
        store.edit("autumn", {"text": "x" * (version * 977 % 50_000)}, by="Mia", version=version)
        number = store.record_check("autumn", {"inside": True}, by="scheduler").number
        store.declare("scope", {"number": number}, by="Mia")
        report(number)


def open_until_killed(folder):
    """Open new databases without end, and report the name before each one."""
    for number in range(10_000):
        path = Path(folder) / f"{number}.db"
        report(path)
        Store.open(f"sqlite:///{path}", timeout=PATIENCE)


def report(value):
    """Write a line to the parent process at once."""
    sys.stdout.write(f"{value}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    {"save": save_until_killed, "open": open_until_killed}[sys.argv[1]](sys.argv[2])
