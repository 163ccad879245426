"""Start the service of a decision."""

from __future__ import annotations

import os

import uvicorn

from recsys_core.handoff import saved
from recsys_core.serving.app import create_app
from recsys_core.serving.guards import Guarding
from recsys_core.serving.logs import write_json_lines
from recsys_core.serving.served import Holder, prepare
from recsys_core.store import Store

KEY_VARIABLE = "EQUIPOISE_API_KEY"
_PATIENCE = 30  # seconds that running requests have after a signal to stop


def serve(name: str, *, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Answer requests until a signal comes; running ones are finished first.

    Args:
        name: of an approved decision.
        host: address to listen on; only this machine by default.
        port: to listen on.

    Raises:
        StoreError: there is no such decision.
        HandoffError: it is not approved, or its data or model are gone or have changed.
    """
    write_json_lines()
    store = Store.open()
    holder = Holder(store, prepare(saved.load(store, name)))
    limits = Guarding(key=os.environ.get(KEY_VARIABLE, "").strip())
    app = create_app(holder, limits)
    uvicorn.run(
        app, host=host, port=port, access_log=False, log_config=None, server_header=False,
        timeout_graceful_shutdown=_PATIENCE,
    )  # fmt: skip
