"""Visit a server that has just started: ``python -m recsys_core.ui.shell.first_visit PORT [ADDRESS]``.

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

LOCAL, EVERY = "127.0.0.1", ("0.0.0.0", "::", "")
PATIENCE = 120.0  # seconds for the server to start, and again for the first page to be drawn

logger = logging.getLogger(__name__)


def visit(port: int, address: str = LOCAL, *, patience: float = PATIENCE) -> bool:
    """Open the first page once and wait until it is rendered; False if no server answered in time.

    Args:
        port: of the server.
        address: that it listens on; all addresses of this machine include the local one.
        patience: seconds, for the start and again for the page.
    """
    host = LOCAL if address in EVERY else address
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            _draw(host, port, patience)
        except (OSError, WebSocketException):
            time.sleep(0.5)
        else:
            return True
    return False


def _draw(host: str, port: int, patience: float) -> None:
    with connect(f"ws://{host}:{port}/_stcore/stream", max_size=None, open_timeout=5) as socket:
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        socket.send(asked.SerializeToString())
        message = ForwardMsg()
        while message.WhichOneof("type") != "script_finished":
            received = socket.recv(timeout=patience)
            message.ParseFromString(received if isinstance(received, bytes) else received.encode())


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if not visit(int(sys.argv[1]), *sys.argv[2:3]):
        logger.warning("No dashboard answered on port %s; its first visitor may wait a moment.", sys.argv[1])
