"""What goes on beside a class: one visitor with a browser, and a training in its own process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import psutil

from benchmarks.interface_browser import chromium, drag, open_page, real, release
from benchmarks.load_truth import DATA
from recsys_core import data
from recsys_core.jobs import Runs
from recsys_core.jobs.presets import recipe

WARM_UPS = 3
_AT_WORK_SECONDS = 180.0


class BrowserBeside:
    """A real browser on the Tune page. Everything happens in the thread that made it.

    Args:
        address: of the server.
    """

    def __init__(self, address: str) -> None:
        self._stack = ExitStack()
        self._app = real(address)
        self._page = open_page(self._stack.enter_context(chromium()), self._app)
        self._at = 0.3
        self.releases(WARM_UPS)

    def releases(self, n: int) -> list[float]:
        """Drag and let go ``n`` times; seconds from each release until all of it was painted."""
        found = []
        for _ in range(n):
            to = 0.8 if self._at < 0.5 else 0.2
            drag(self._page, self._app, self._at, to)
            found.append(release(self._page).painted / 1000)
            self._at = to
        return found

    def close(self) -> None:
        """End the browser."""
        self._stack.close()


class Training:
    """A worker at work; it can be stopped and set going again."""

    def __init__(self, process: psutil.Process) -> None:
        self._process = process

    def pause(self) -> None:
        """Stop it where it is: it takes no processor time until it goes on."""
        self._process.suspend()

    def go_on(self) -> None:
        """Set it going again."""
        self._process.resume()

    @property
    def cpu_seconds(self) -> float:
        """Processor time used so far."""
        times = self._process.cpu_times()
        return float(times.user + times.system)


@asynccontextmanager
async def training_beside(root: Path, report: Callable[[str], object]) -> AsyncIterator[Training]:
    """A training of the fuller recipe, once it is really at work; cancelled in the end.

    Args:
        root: folder of the server's trainings: it is queued as one of them.
        report: is given a line.

    Raises:
        RuntimeError: it ended by itself, or did not start within three minutes.
    """
    runs = Runs(root)
    run = runs.submit(data.load(DATA), DATA, preset="full", recipe=recipe("full", "lora"))
    began = time.monotonic()
    while not (run := runs.get(run.id)).reports:
        if run.ended or time.monotonic() - began > _AT_WORK_SECONDS:
            why = run.folder.last_log_line()
            raise RuntimeError(f"the training is {run.state} and reports nothing: {why}")
        await asyncio.sleep(0.5)
    report(f"the training reports after {time.monotonic() - began:.0f} s")
    process = psutil.Process(int(run.folder.read(run.folder.pid)["pid"]))
    training = Training(process)
    try:
        yield training
    finally:
        training.go_on()
        runs.cancel(runs.get(run.id))
        await asyncio.to_thread(psutil.wait_procs, [process], 30)
