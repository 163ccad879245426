"""Which pages load torch into the process that serves them: each is opened, and ``sys.modules`` is asked.

    python -m benchmarks.interface_torch

Run in a process of its own, because a module that was loaded once stays. Prints one JSON object.
"""

from __future__ import annotations

import json
import subprocess
import sys

from recsys_core import config

PAGES = ("tune", "people", "compare", "impact", "learn")
_RUN_SECONDS = 600


def main() -> None:
    """Open the pages in turn, as one server would serve them."""
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(config.project_root() / "app.py"), default_timeout=_RUN_SECONDS).run()
    found = {"tune": opened(app.exception)}
    for page in PAGES[1:]:
        found[page] = opened(app.switch_page(f"pages/{page}.py").run().exception)
    print(json.dumps(found))


def opened(exceptions: object) -> bool:
    """Whether torch is loaded now.

    Raises:
        RuntimeError: the page failed, so that nothing was learned.
    """
    if exceptions:
        raise RuntimeError(f"a page failed: {exceptions}")
    return "torch" in sys.modules


def ask() -> dict[str, bool]:
    """By page, in a new process.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    command = [sys.executable, "-m", "benchmarks.interface_torch"]
    done = subprocess.run(command, cwd=config.project_root(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the pages could not be opened:\n{done.stderr}")
    found: dict[str, bool] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
