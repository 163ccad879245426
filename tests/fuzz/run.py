"""Fuzz for as many inputs as asked: `python -m tests.fuzz.run --inputs 1000000`.

Every input has 2 seconds of processor time, the process 3 GB. A finding is written to the folder of findings
with its traceback, once for each place in the code, and the run goes on; the exit status says whether there
was one.
"""

import argparse
import json
import logging
import random
import resource
import signal
import sys
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path

from tests.fuzz.targets import TARGETS, Target

MEMORY = 3_000_000_000


class TooSlowError(BaseException):
    """An input took longer than its target allows; no handler of the code under test catches it."""


def fuzz(target: Target, inputs: int, seed: int, findings: Path) -> dict[str, object]:
    """Run changed inputs; returns how many were tried, accepted and refused, and the findings by place."""
    rng, found, accepted, slowest = random.Random(f"{target.name} {seed}"), Counter(), 0, 0.0

    def stop(*_):
        raise TooSlowError

    for name, content in target.seeds.items():  # imports and compiles what is needed
        target.try_one(name, content)
    signal.signal(signal.SIGPROF, stop)
    began = time.monotonic()
    for _ in range(inputs):
        name, content = target.change(rng)
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, target.seconds)
        try:
            accepted += target.try_one(name, content)
        except (Exception, TooSlowError) as error:
            signal.setitimer(signal.ITIMER_PROF, 0)
            place = _place(error)
            found[place] += 1
            if found[place] == 1:
                _keep(findings / target.name / f"{len(found):03}-{name}", content, error)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        slowest = max(slowest, time.process_time() - started)
    return {
        "target": target.name, "inputs": inputs, "accepted": accepted, "findings": dict(found),
        "slowest_seconds": round(slowest, 2), "seconds": round(time.monotonic() - began, 1),
        "most_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def _place(error: BaseException) -> str:
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if "recsys_core" in frame.filename]
    where = f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "outside"
    return f"{type(error).__name__} at {where}"


def _keep(path: Path, content: bytes, error: BaseException) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.with_name(path.name + ".txt").write_text("".join(traceback.format_exception(error)))


def main() -> int:
    """Fuzz the named targets; 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, help="of each target (default: 10000)")
    parser.add_argument("--targets", nargs="+", choices=TARGETS, default=list(TARGETS))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--findings", type=Path, default=Path(".cache/fuzz"))
    options = parser.parse_args()
    logging.disable()
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    reports = []
    for name in options.targets:
        reports.append(fuzz(TARGETS[name], options.inputs, options.seed, options.findings))
        sys.stdout.write(json.dumps(reports[-1]) + "\n")
        sys.stdout.flush()
    return int(any(report["findings"] for report in reports))


if __name__ == "__main__":
    sys.exit(main())
