"""The server opens its first data before it listens, then visits itself: nobody is the first visitor.

Data and compiled code are then loaded, and shared caches are full. The visit also keeps a deep link's first
click: until one session has run ``st.navigation``, Streamlit takes ``pages/`` for its own navigation.
"""

from __future__ import annotations

import asyncio
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

from recsys_core.errors import RecsysError
from recsys_core.ui.shell import session, setting
from recsys_core.ui.shell.choice import Choice

HEAD_START = 10.0  # seconds that data may delay the server; what is left of them is loaded while it listens
LOCAL, EVERY = "127.0.0.1", ("0.0.0.0", "::", "", None)
PATIENCE = 600.0  # seconds for the server to start, and again for the first page to be drawn

logger = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Open the first data, then start the visit; it waits until the server listens."""
    opening = Thread(target=open_first_data, daemon=True, name="first data")
    opening.start()
    await asyncio.to_thread(opening.join, HEAD_START)
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
    stream = "/".join(filter(None, (f"ws://{host}:{port}", path.strip("/"), "_stcore/stream")))
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            _draw(stream, patience)
        except (OSError, WebSocketException):
            time.sleep(0.1)
        else:
            return True
    return False


def open_first_data() -> None:
    """Load what the first page shows; what cannot be opened is reported on the page that asks for it."""
    try:
        bench = session.open_workbench(session.available()[0])
        setting.recommended(bench, Choice(data=bench.dataset.name))
    except RecsysError as error:
        logger.warning("The first data were not opened ahead: %s", error)


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
