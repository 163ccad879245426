"""What stands before every request: a key, limits on size, rate and time, measures and a log line."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram

from recsys_core.serving.logs import FIELDS

logger = logging.getLogger("recsys_core.serving.requests")

OPEN = ("/health", "/ready")
_MOST_CLIENTS = 10_000
_BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1.0, 5.0)


@dataclass(frozen=True)
class Guarding:
    """The limits of a service.

    Attributes:
        key: that requests must send as X-API-Key, "" for none.
        bytes: the largest body.
        rate: requests a second of one client, in the long run; twice as many at once.
        seconds: after which a request is given up; the first sentence waits for the text encoder to load.
    """

    key: str = ""
    bytes: int = 8_000_000
    rate: float = 500.0
    seconds: float = 60.0


class Measures:
    """Prometheus metrics of one service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "equipoise_requests", "Requests by path and status", ["path", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "equipoise_seconds", "Seconds to answer", ["path"], buckets=_BUCKETS, registry=self.registry
        )
        self.swaps = Counter("equipoise_swaps", "Decisions that took over", registry=self.registry)


class Guard:
    """ASGI middleware around the whole service.

    Args:
        app: what is guarded.
        limits: see ``Guarding``.
        measures: where requests are counted.
    """

    def __init__(self, app: Any, limits: Guarding, measures: Measures) -> None:
        self._app, self._limits, self._measures = app, limits, measures
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noted(event: Any) -> None:
            nonlocal status
            if event["type"] == "http.response.start":
                status = event["status"]
            await send(event)

        try:
            refusal = self._refusal(scope)
            if refusal is not None:
                await _refuse(noted, *refusal)
                return
            body = await self._body(scope, receive)
            if body is None:
                await _refuse(noted, 413, "body", "is too large", f"send at most {self._limits.bytes} bytes")
                return
            await self._answer(scope, body, noted)
        finally:
            route = scope.get("route")
            path = getattr(route, "path", "other")
            seconds = time.perf_counter() - began
            self._measures.requests.labels(path, str(status)).inc()
            self._measures.seconds.labels(path).observe(seconds)
            fields = {
                "method": scope["method"],
                "path": path,
                "status": status,
                "milliseconds": round(1000 * seconds, 2),
            }
            logger.info("request", extra={FIELDS: fields})

    async def _answer(self, scope: Any, body: bytes, send: Any) -> None:
        started = False

        async def noted(event: Any) -> None:
            nonlocal started
            started = started or event["type"] == "http.response.start"
            await send(event)

        sent = False

        async def receive() -> Any:
            nonlocal sent
            if sent:
                await asyncio.Event().wait()  # nothing more comes
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        try:
            async with asyncio.timeout(self._limits.seconds):
                await self._app(scope, receive, noted)
        except TimeoutError:
            if not started:
                await _refuse(send, 503, "request", "took too long", "send fewer candidates, or try again")

    def _refusal(self, scope: Any) -> tuple[int, str, str, str] | None:
        if scope["path"] in OPEN:
            return None
        headers = dict(scope["headers"])
        given = headers.get(b"x-api-key", b"")
        if self._limits.key and not hmac.compare_digest(given, self._limits.key.encode()):
            return 401, "header", "needs the API key", "send it as X-API-Key"
        client = (scope.get("client") or ("", 0))[0]
        if not self._takes(client):
            return 429, "request", "comes too often", f"send at most {self._limits.rate:g} a second"
        length = headers.get(b"content-length", b"0")
        if length.isascii() and length.isdigit() and int(length) > self._limits.bytes:
            return 413, "body", "is too large", f"send at most {self._limits.bytes} bytes"
        return None

    def _takes(self, client: str) -> bool:
        """Whether a client may send one more now (token bucket)."""
        now, room = time.monotonic(), 2 * self._limits.rate
        tokens, seen = self._buckets.pop(client, (room, now))
        tokens = min(room, tokens + (now - seen) * self._limits.rate)
        self._buckets[client] = (tokens - 1 if tokens >= 1 else tokens, now)
        if len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return tokens >= 1

    async def _body(self, scope: Any, receive: Any) -> bytes | None:
        """The whole body, None where it is too large or the client has gone."""
        parts: list[bytes] = []
        size, more = 0, True
        while more:
            event = await receive()
            if event["type"] != "http.request":
                return b""
            part = event.get("body", b"")
            size, more = size + len(part), event.get("more_body", False)
            if size > self._limits.bytes:
                return None
            parts.append(part)
        return b"".join(parts)


async def _refuse(send: Any, status: int, where: str, msg: str, remedy: str) -> None:
    problem = {"loc": [where], "msg": msg, "remedy": remedy, "type": "refused"}
    body = json.dumps({"detail": [problem]}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
