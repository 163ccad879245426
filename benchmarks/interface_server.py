"""A Streamlit server of one's own for a benchmark: this project's configuration, a free port, a log."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from recsys_core import config

READY_SECONDS = 60.0


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        port: where it listens on this machine.
        process: to ask for its memory and its processor time.
        log: what it printed.
        runs: folder of its trainings.
    """

    port: int
    process: psutil.Process
    log: Path
    runs: Path

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def cpu_seconds(self) -> float:
        """Processor time used so far, its children left out."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    @property
    def megabytes(self) -> float:
        """Memory that it holds now."""
        return float(self.process.memory_info().rss) / 2**20

    @property
    def tracebacks(self) -> int:
        """Errors in its log."""
        return self.log.read_text(encoding="utf-8", errors="replace").count("Traceback (most recent call")


@contextmanager
def serve(script: str) -> Iterator[Server]:
    """Run ``script`` (relative to the project) until the block ends.

    Raises:
        RuntimeError: it stopped, or did not answer within a minute; with its log.
    """
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        log, runs = Path(folder) / "log.txt", Path(folder) / "runs"
        command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
        command += ["--server.address", "127.0.0.1"]
        with log.open("w") as output:
            child = subprocess.Popen(
                command,
                cwd=config.project_root(),  # where .streamlit/config.toml is found
                env=os.environ | {config.RUNS_VARIABLE: str(runs)},
                stdout=output,
                stderr=output,
            )
        try:
            server = Server(port, psutil.Process(child.pid), log, runs)
            _wait_for(server, child)
            yield server
        finally:
            child.terminate()
            try:
                child.wait(timeout=20)
            except subprocess.TimeoutExpired:
                child.kill()  # a thread of it was in the middle of something long
                child.wait()


def _wait_for(server: Server, child: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and child.poll() is None:
        try:
            with urlopen(f"{server.address}/_stcore/health", timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not answer:\n{server.log.read_text(encoding='utf-8')}")
