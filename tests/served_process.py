"""The service as people start it: a process of its own, from the command line."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from types import SimpleNamespace

import httpx

PATIENCE = 240  # seconds; only ever reached by a test that fails


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(name, folder, environment=None):
    """Serve a decision.

    Gives ``address``, ``process``, and ``log``, a function that reads what the service has written.
    """
    port, path = free_port(), folder / "service.log"
    command = [sys.executable, "-m", "recsys_core", "serve", "--decision", name, "--port", str(port)]
    with path.open("w") as output:
        process = subprocess.Popen(command, env=environment or os.environ, stdout=output, stderr=output)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(address, process, path)
        yield SimpleNamespace(address=address, process=process, log=path.read_text)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def wait_until_ready(address, process, log):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"the service stopped:\n{log.read_text()}"
        try:
            if httpx.get(f"{address}/ready").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"the service was never ready:\n{log.read_text()}")
