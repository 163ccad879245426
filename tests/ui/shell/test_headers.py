import base64
import hashlib

import pytest

from recsys_core.ui.shell.document import own_script
from recsys_core.ui.shell.headers import AddHeaders, page_headers


def respond(own=(), kind="http"):
    """The events that reach the server from an app that answers with these headers."""
    sent = []

    async def app(scope, receive, send):
        await send({"type": f"{kind}.response.start", "status": 200, "headers": list(own)})
        await send({"type": f"{kind}.response.body", "body": b"x"})

    async def send(event):
        sent.append(event)

    with pytest.raises(StopIteration):  # nothing here waits, so no event loop is needed
        AddHeaders(app)({"type": kind}, None, send).send(None)
    return sent


def test_every_response_has_the_headers_and_its_own():
    start, body = respond(own=[(b"Content-Type", b"text/plain"), (b"X-Frame-Options", b"DENY")])
    names = [name for name, _ in start["headers"]]
    assert names[:2] == [b"Content-Type", b"X-Frame-Options"]
    assert b"x-frame-options" not in names, "a response's own header stays"
    assert {b"content-security-policy", b"x-content-type-options", b"referrer-policy"} <= set(names)
    assert body == {"type": "http.response.body", "body": b"x"}


def test_other_connections_are_not_touched():
    assert respond(kind="websocket")[0]["headers"] == []


def test_inline_scripts_are_allowed_by_hash_alone():
    policy = dict(page_headers())[b"content-security-policy"].decode()
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src "))
    assert "'unsafe-inline'" not in scripts and "'unsafe-eval'" not in scripts and "http" not in policy
    digest = base64.b64encode(hashlib.sha256(own_script().encode()).digest()).decode()
    assert f"'sha256-{digest}'" in scripts
    assert scripts.count("sha256-") >= 2, "Streamlit's own inline script is allowed, too"
