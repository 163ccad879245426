"""A dashboard on a free port with the embedded data, and a headless Chromium to look at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conditions import PATIENCE, wait_until_still

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
NO_BROWSER = (
    "No Chromium was found: install one with `python tests/install_browser.py` and run the tests again."
)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory):
    """Address of a running dashboard that has the embedded sample and nothing else."""
    with running_dashboard(tmp_path_factory.mktemp("dashboard")) as address:
        yield address


def places(folder):
    """The environment of a dashboard that keeps everything in one folder."""
    own = {f"EQUIPOISE_{name.upper()}": str(folder / name) for name in ("data", "runs", "state")}
    return os.environ | own


@contextmanager
def running_dashboard(folder, *arguments, port=None):
    """A dashboard on a free port; gives its address."""
    port = port or free_port()
    log = folder / "log.txt"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", *arguments]
    address = f"http://127.0.0.1:{port}"
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=places(folder), stdout=output, stderr=output)
        try:
            wait_for(f"{address}/_stcore/health", server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_for(address, server, log, seconds=PATIENCE / 1000):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.poll() is None, f"the dashboard stopped:\n{log.read_text()}"
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the dashboard did not answer within {seconds} s:\n{log.read_text()}")


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        found = (
            shutil.which("chromium")
            or shutil.which("chromium-browser")
            or (str(own) if own.exists() else None)
        )
        if found is None:
            pytest.fail(NO_BROWSER)
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, dashboard):
    """Open an address of the dashboard in a fresh context."""
    with visits(chromium, dashboard) as open_page:
        yield open_page


@contextmanager
def visits(chromium, dashboard):
    """Open addresses of a dashboard; fails at the end where a page reported an error."""
    contexts, problems = [], []

    def open_page(
        path="/", *, ready="[data-part=tiles] .value", width=1440, height=900, scheme="light", **more
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.frames_sent = []
        page.on(
            "websocket", lambda socket: socket.on("framesent", lambda frame: page.frames_sent.append(frame))
        )
        page.goto(dashboard + path)
        page.wait_for_selector(ready, timeout=PATIENCE)
        wait_until_still(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems
