import re

import pytest

from recsys_core.ui.shell.visitor import COOKIE, GiveKey


def cookies(request=(), kind=b"text/html; charset=utf-8", scheme="http"):
    """Cookies that an app's response sets, given the headers of the request."""
    sent = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})

    async def send(event):
        sent.append(event)

    with pytest.raises(StopIteration):  # nothing here waits, so no event loop is needed
        GiveKey(app)({"type": "http", "headers": list(request), "scheme": scheme}, None, send).send(None)
    return [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]


def test_a_page_gives_a_browser_a_key_that_scripts_cannot_read():
    (one,), (other,) = cookies(), cookies()
    assert re.match(rf"{COOKIE}=[\w-]{{32}}; Path=/; ", one) and one != other
    assert "HttpOnly" in one and "SameSite=Lax" in one and "Secure" not in one
    assert cookies(scheme="https")[0].endswith("; Secure")


def test_a_browser_with_a_key_keeps_it_and_files_give_none():
    assert cookies([(b"cookie", f"a=b; {COOKIE}=abc".encode())]) == []
    assert cookies(kind=b"text/javascript") == []
    assert len(cookies([(b"cookie", b"a=b")])) == 1
