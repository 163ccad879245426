"""Visit a server that has just started: ``python -m recsys_core.ui.shell.first_visit PORT``.

Until one session has run ``st.navigation``, Streamlit takes ``pages/`` for its own navigation, and whoever is
first to open a deep link loses their first click. This visit takes that place, and warms the shared caches.
"""

from __future__ import annotations

import logging
import sys
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

PATIENCE = 120.0  # seconds for the server to start, and again for the first page to be drawn

logger = logging.getLogger(__name__)


def visit(port: int, *, patience: float = PATIENCE) -> bool:
    """Open the first page once and wait until it is rendered; False if no server answered in time."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            _draw(port, patience)
        except (OSError, WebSocketException):
            time.sleep(0.5)
        else:
            return True
    return False


def _draw(port: int, patience: float) -> None:
    with connect(f"ws://localhost:{port}/_stcore/stream", max_size=None, open_timeout=5) as socket:
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        socket.send(asked.SerializeToString())
        message = ForwardMsg()
        while message.WhichOneof("type") != "script_finished":
            received = socket.recv(timeout=patience)
            message.ParseFromString(received if isinstance(received, bytes) else received.encode())


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if not visit(int(sys.argv[1])):
        logger.warning("No dashboard answered on port %s; its first visitor may wait a moment.", sys.argv[1])
