"""Start one of the two services in a process of its own; prints a line when it answers."""

from __future__ import annotations

import json
import sys
import time

import uvicorn

from benchmarks.serving_bare import bare_app
from recsys_core.handoff import saved
from recsys_core.serving.app import create_app
from recsys_core.serving.bodies import ListBody
from recsys_core.serving.guards import Guarding
from recsys_core.serving.served import Holder, prepare
from recsys_core.store import Store


def main(kind: str, port: int) -> None:
    """Serve until killed. ``kind``: "service", or "bare" with the answer as JSON on stdin."""
    began = time.perf_counter()
    if kind == "bare":
        app = bare_app(ListBody.model_validate(json.loads(sys.stdin.readline())))
    else:
        store = Store.open()
        app = create_app(Holder(store, prepare(saved.load(store, "benchmark"))), Guarding(rate=1e6))
    print(json.dumps({"ready_after": time.perf_counter() - began}), flush=True)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
