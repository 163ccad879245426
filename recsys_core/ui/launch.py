"""The command ``equipoise``: open the dashboard; every option goes to ``streamlit run``."""

from __future__ import annotations

import importlib.util
import sys

from recsys_core import config

MISSING = "error: the dashboard needs Streamlit and Plotly. Install them: pip install 'equipoise[interface]'"


def main() -> int:
    """Run the app of this copy until it is stopped; 2 when the interface's packages are missing."""
    if importlib.util.find_spec("streamlit") is None or importlib.util.find_spec("plotly") is None:
        sys.stderr.write(MISSING + "\n")
        return 2
    from streamlit.web import cli  # takes a second

    # Streamlit reads .streamlit/config.toml beside the script, wherever the command is started.
    sys.argv = ["streamlit", "run", str(config.project_root() / "app.py"), *sys.argv[1:]]
    return int(cli.main() or 0)
