import os
import subprocess
import sys

CODE = """
import os
from recsys_core.jobs.worker import lower_priority
{before}
before = os.nice(0)
lower_priority()
print(os.nice(0) - before, os.sched_getscheduler(0) == os.SCHED_IDLE)
"""
REFUSED = """
def refuse(*_):
    raise PermissionError("not in this container")
os.sched_setscheduler = refuse
"""
# A process that is already nice has less to give up.
EXPECTED_NICENESS = str(min(10, 19 - os.nice(0)))


def lowered(before=""):
    """Added niceness and idle scheduling, in a process of its own because it cannot be undone."""
    command = [sys.executable, "-c", CODE.format(before=before)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_a_worker_runs_only_when_nothing_else_does():
    assert lowered() == [EXPECTED_NICENESS, "True"]


def test_a_worker_is_at_least_nice_where_idle_scheduling_is_refused():
    assert lowered(REFUSED) == [EXPECTED_NICENESS, "False"]
