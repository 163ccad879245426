"""The HTML document under every address: Streamlit's, with the dashboard's own script ahead of Streamlit's.

The script must run first: it decides what becomes an entry of the browser's history, and an entry that is
there already can be taken back only by going through it, which makes Streamlit run the page a second time.
The modules that every page needs are named as well, so that they arrive with the first ones, not one by one
as the page comes to use them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit

from recsys_core.ui.shell.header import ASSETS

STATIC = Path(streamlit.__file__).parent / "static"
_EVERYWHERE = ("Html", "BidiComponent", "Button")  # Streamlit's own module names, before the hash
_MODULES = STATIC / "static" / "js"
_IMPORTED = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


@cache
def own_script() -> str:
    """Files of this package and nothing else: what a visitor typed never gets here."""
    names = ("history.js", "escape.js", "save.js", "theme.js")
    return "".join((ASSETS / name).read_text(encoding="utf-8") for name in names)


@cache
def streamlit_page() -> bytes:
    """Streamlit's document as it is installed."""
    return (STATIC / "index.html").read_bytes()


@cache
def page() -> bytes:
    """The document with the script and the names of the modules, both at the end of its head."""
    start, head_end, rest = streamlit_page().partition(b"</head>")
    present = start.decode()
    links = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in sorted(_with_imports(_EVERYWHERE))
        if name not in present
    )
    return start + f"<script>{own_script()}</script>{links}".encode() + head_end + rest


class ServePage:
    """ASGI middleware that answers with ``page`` where Streamlit answers with its own document."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Handle one connection."""
        held: list[Any] = []  # the start of an answer that may turn out to be the document

        async def send_page(event: Any) -> None:
            if event["type"] == "http.response.start" and _is_document(event):
                held.append(event)
                return
            if held and event["type"] == "http.response.body":
                start = held.pop()
                if event.get("body", b"") == streamlit_page() and not event.get("more_body"):
                    body = page()
                    start = {**start, "headers": _headers(start, len(body))}
                    event = {**event, "body": body}
                await send(start)
            await send(event)

        if scope["type"] == "http":
            scope = {**scope, "headers": _uncompressed(scope.get("headers", ()))}
        await self._app(scope, receive, send_page if scope["type"] == "http" else send)


def _with_imports(stems: Iterable[str]) -> set[str]:
    """File names of modules and of all that they import; nothing of a module that this Streamlit lacks."""
    found: set[str] = set()
    waiting = [path.name for stem in stems for path in _MODULES.glob(f"{stem}.*.js")]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _IMPORTED.findall((_MODULES / name).read_text(encoding="utf-8"))
    return found


def _uncompressed(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The request's headers; a document is asked for uncompressed, since it is recognised by its bytes."""
    wants_page = any(name == b"accept" and b"text/html" in value for name, value in headers)
    return [each for each in headers if not (wants_page and each[0] == b"accept-encoding")]


def _is_document(start: Any) -> bool:
    kind = dict(start.get("headers", ())).get(b"content-type", b"")
    return bool(start["status"] == 200 and kind.startswith(b"text/html"))


def _headers(start: Any, length: int) -> list[tuple[bytes, bytes]]:
    """Those of the answer but for what described Streamlit's own bytes."""
    about_bytes = (b"content-length", b"etag", b"last-modified")
    kept = [(name, value) for name, value in start["headers"] if name.lower() not in about_bytes]
    return [*kept, (b"content-length", str(length).encode())]
