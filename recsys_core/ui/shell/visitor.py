"""The key by which a browser is known again: uploads and trainings have shares, and uploads an owner."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any

import streamlit as st

from recsys_core.ui.shell import sign_in
from recsys_core.ui.shell.state import visit_state

COOKIE = "equipoise_visitor"
_YEAR = 365 * 24 * 3600


def browser_key() -> str:
    """The key that this browser keeps, "" where it keeps no cookies."""
    found = st.context.cookies.get(COOKIE, "")
    return found if isinstance(found, str) else ""  # without a server there are no cookies, only a stand-in


def visitor_key() -> str:
    """This visitor's key: of who is signed in, else the browser's, else the session's."""
    if signed := sign_in.signed_in():
        return f"signed in: {signed}"
    if found := browser_key():
        return found
    state = visit_state()
    state.visitor = state.visitor or secrets.token_urlsafe(24)
    return state.visitor


class GiveKey:
    """ASGI middleware that gives a browser without a key one with the first page that it opens."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Handle one connection."""
        if scope["type"] != "http" or _has_key(scope["headers"]):
            await self._app(scope, receive, send)
            return

        async def send_with_key(event: Any) -> None:
            if event["type"] == "http.response.start" and _is_page(event):
                secure = "; Secure" if scope.get("scheme") == "https" else ""
                value = (
                    f"{COOKIE}={secrets.token_urlsafe(24)}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Lax"
                )
                event = {**event, "headers": [*event["headers"], (b"set-cookie", (value + secure).encode())]}
            await send(event)

        await self._app(scope, receive, send_with_key)


def _has_key(headers: Any) -> bool:
    text = "; ".join(value.decode("latin-1") for name, value in headers if name.lower() == b"cookie")
    try:
        return COOKIE in SimpleCookie(text)
    except CookieError:
        return False


def _is_page(event: Any) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in event.get("headers", ())
    )
