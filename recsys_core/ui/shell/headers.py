"""What a browser may do with a page of the dashboard: headers on every response of the server.

Scripts run only from this server: Streamlit's bundle, components, which Streamlit hands to the browser as
blobs, and the inline scripts of the one document, known by their hash. Nothing is loaded from or sent to
another host, and no other site can show the dashboard in a frame.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from starlette.middleware import Middleware

from recsys_core.ui.shell.document import ServePage, page
from recsys_core.ui.shell.visitor import GiveKey

_INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


@cache
def page_headers() -> tuple[tuple[bytes, bytes], ...]:
    """Names and values, the same for every response."""
    hashes = " ".join(map(_hash, _INLINE.findall(page())))
    policy = {
        "default-src": "'self'",
        "script-src": f"'self' blob: 'wasm-unsafe-eval' {hashes}",  # Streamlit's messages use WebAssembly
        "style-src": "'self' 'unsafe-inline'",  # Streamlit and Plotly write styles while they draw
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    headers = {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-frame-options": "SAMEORIGIN",  # for browsers that do not know frame-ancestors
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",  # an address names data, people and trainings
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
    return tuple((name.encode(), value.encode()) for name, value in headers.items())


class AddHeaders:
    """ASGI middleware that adds ``page_headers`` to every response; one that sets a header keeps its own."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Handle one connection."""

        async def send_with_headers(event: Any) -> None:
            if event["type"] == "http.response.start":
                present = {name.lower() for name, _ in event.get("headers", ())}
                added = [header for header in page_headers() if header[0] not in present]
                event = {**event, "headers": [*event.get("headers", ()), *added]}
            await send(event)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


MIDDLEWARE = (Middleware(AddHeaders), Middleware(GiveKey), Middleware(ServePage))


def _hash(script: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
