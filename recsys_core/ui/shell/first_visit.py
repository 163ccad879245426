"""The server visits itself as soon as it listens, so that nobody is the first visitor.

Data and compiled code are then loaded, and shared caches are full. It also keeps a deep link's first click:
until one session has run ``st.navigation``, Streamlit takes ``pages/`` for its own navigation.
"""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

import streamlit as st
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

LOCAL, EVERY = "127.0.0.1", ("0.0.0.0", "::", "", None)
PATIENCE = 600.0  # seconds for the server to start, and again for the first page to be drawn

logger = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Start the visit with the server; it waits until the server listens, the server does not wait for it."""
    Thread(target=_visit_this_server, daemon=True, name="first visit").start()
    yield


def visit(port: int, address: str | None = LOCAL, path: str = "", *, patience: float = PATIENCE) -> bool:
    """Open the first page once and wait until it is rendered; False if no server answered in time.

    Args:
        port: of the server.
        address: that it listens on; all addresses of this machine include the local one.
        path: ahead of every address, as a proxy asks for.
        patience: seconds, for the start and again for the page.
    """
    host = LOCAL if address in EVERY else address
    address = f"ws://{host}:{port}/{path.strip('/')}/_stcore/stream".replace(f"{port}//", f"{port}/")
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            _draw(address, patience)
        except (OSError, WebSocketException):
            time.sleep(0.1)
        else:
            return True
    return False


def _visit_this_server() -> None:
    option = st.get_option
    if option("server.sslCertFile"):  # its certificate names a host, and this visit goes to the local address
        return
    port = int(option("server.port"))
    if not visit(port, option("server.address"), option("server.baseUrlPath")):
        logger.warning("The page did not open on port %s yet; its first visitor may wait a moment.", port)


def _draw(address: str, patience: float) -> None:
    with connect(address, max_size=None, open_timeout=5) as socket:
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        socket.send(asked.SerializeToString())
        message = ForwardMsg()
        while message.WhichOneof("type") != "script_finished":
            received = socket.recv(timeout=patience)
            message.ParseFromString(received if isinstance(received, bytes) else received.encode())
