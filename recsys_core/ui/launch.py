"""The command ``equipoise``: open the dashboard; every option goes to ``streamlit run``."""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import sys
from collections.abc import Sequence

from recsys_core import config

MISSING = "error: the dashboard needs Streamlit and Plotly. Install them: pip install 'equipoise[interface]'"
OPEN = (
    "The dashboard listens on {address}: whoever reaches this machine there can see all its data, upload "
    "more and start trainings. Beyond a room that you trust, put TLS and a sign-in in front of it: see "
    "SECURITY.md."
)
ADDRESS = "server.address"


def listens_on(arguments: Sequence[str]) -> str:
    """The address that these options or the environment name, "" for the local one of config.toml."""
    found = os.environ.get("STREAMLIT_SERVER_ADDRESS", "").strip()
    for at, argument in enumerate(arguments):
        name, is_given, value = argument.partition("=")
        if name == f"--{ADDRESS}":
            found = value if is_given else "".join(arguments[at + 1 : at + 2])
    return found.strip()


def is_open(address: str) -> bool:
    """Whether other machines may reach this address; a name other than localhost counts as open."""
    if address in ("", "localhost"):
        return False
    try:
        return not ipaddress.ip_address(address).is_loopback
    except ValueError:
        return True


def main() -> int:
    """Run the app of this copy until it is stopped; 2 when the interface's packages are missing."""
    if importlib.util.find_spec("streamlit") is None or importlib.util.find_spec("plotly") is None:
        sys.stderr.write(MISSING + "\n")
        return 2
    from streamlit.web import cli  # takes a second

    address = listens_on(sys.argv[1:])
    if is_open(address):
        sys.stderr.write(OPEN.format(address=address) + "\n")
    # Streamlit reads .streamlit/config.toml beside the script, wherever the command is started.
    sys.argv = ["streamlit", "run", str(config.project_root() / "app.py"), *sys.argv[1:]]
    return int(cli.main() or 0)


if __name__ == "__main__":
    sys.exit(main())
