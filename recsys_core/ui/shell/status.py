"""The address ``/status``: version, load, memory and queue of this server, as JSON for its operator."""

from __future__ import annotations

import os
import resource
from importlib import metadata
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

import recsys_core
from recsys_core.data import shares
from recsys_core.jobs.runs import MAX_WAITING
from recsys_core.runtime.memory import process_budget
from recsys_core.runtime.threads import n_threads
from recsys_core.ui.shell import session


def describe() -> dict[str, Any]:
    """What the server is doing now: it names no data, no training and no person."""
    states = [run.state for run in session.runs().all() if not run.ended]
    budget, kept = process_budget(), shares.used_by(None)
    return {
        "version": recsys_core.__version__,
        "streamlit": metadata.version("streamlit"),
        "load": {"one_minute": round(os.getloadavg()[0], 2), "processors": n_threads()},
        "memory": {
            "most_so_far": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            "kept": budget.used,
            "kept_at_most": budget.limit,
        },
        "queue": {
            "running": sum(state != "queued" for state in states),
            "waiting": sum(state == "queued" for state in states),
            "at_most": MAX_WAITING,
        },
        "uploads": {"number": kept.uploads, "bytes": kept.n_bytes, "bytes_at_most": shares.MAX_BYTES_IN_ALL},
    }


async def _status(request: Request) -> JSONResponse:
    return JSONResponse(await run_in_threadpool(describe), headers={"cache-control": "no-store"})


ROUTES = (Route("/status", _status),)
