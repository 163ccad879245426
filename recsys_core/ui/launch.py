"""The command ``equipoise``: open the dashboard; every option goes to ``streamlit run``."""

from __future__ import annotations

import importlib.util
import logging
import sys
from threading import Thread

from recsys_core import config

MISSING = "error: the dashboard needs Streamlit and Plotly. Install them: pip install 'equipoise[interface]'"


logger = logging.getLogger(__name__)


def warm() -> None:
    """Open the data that visitors see first, while the server starts: the first visitor waits no longer."""
    from recsys_core.errors import RecsysError
    from recsys_core.ui.shell import session

    name = session.available()[0]
    try:
        bench = session.open_workbench(name)
        bench.trade_off(bench.advice.recommend().method)
    except (RecsysError, OSError) as error:  # whoever opens these data is told, too
        logger.warning("%s could not be opened beforehand: %s", name, error)


def main() -> int:
    """Run the app of this copy until it is stopped; 2 when the interface's packages are missing."""
    if importlib.util.find_spec("streamlit") is None or importlib.util.find_spec("plotly") is None:
        sys.stderr.write(MISSING + "\n")
        return 2
    from streamlit.web import cli  # takes a second

    Thread(target=warm, daemon=True).start()
    # Streamlit reads .streamlit/config.toml beside the script, wherever the command is started.
    sys.argv = ["streamlit", "run", str(config.project_root() / "app.py"), *sys.argv[1:]]
    return int(cli.main() or 0)


if __name__ == "__main__":
    sys.exit(main())
