import os
import subprocess
import sys

ASK = """
import os
from recsys_core.jobs.worker import give_way
{before}
before = os.nice(0)
give_way()
print(os.nice(0) - before, os.sched_getscheduler(0) == os.SCHED_IDLE)
"""
REFUSED = """
def refuse(*_):
    raise PermissionError("not in this container")
os.sched_setscheduler = refuse
"""


def told(before=""):
    """In a process of its own: one that has given way cannot take it back."""
    command = [sys.executable, "-c", ASK.format(before=before)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_a_worker_runs_when_nothing_else_wants_to():
    # A process that is nice already has less to give up.
    assert told() == [str(min(10, 19 - os.nice(0))), "True"]


def test_where_that_is_refused_it_is_at_least_nice():
    assert told(REFUSED) == [str(min(10, 19 - os.nice(0))), "False"]
