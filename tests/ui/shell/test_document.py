import pytest

from recsys_core.ui.shell.document import ServePage, own_script, page, streamlit_page

HTML = [(b"content-type", b"text/html; charset=utf-8"), (b"etag", b'"1"'), (b"Content-Length", b"9")]


def respond(body, headers=HTML, status=200, more=False):
    """Start and body that reach the server from an app that answers with these."""
    sent = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": more})

    async def send(event):
        sent.append(event)

    with pytest.raises(StopIteration):  # nothing here waits, so no event loop is needed
        ServePage(app)({"type": "http"}, None, send).send(None)
    start, body_event = sent
    return start["headers"], body_event["body"]


@pytest.mark.parametrize(("accept", "kept"), [(b"text/html,*/*", False), (b"*/*", True)])
def test_only_a_document_is_asked_for_uncompressed(accept, kept):
    seen = []

    async def app(scope, receive, send):
        seen.extend(name for name, _ in scope["headers"])

    headers = [(b"accept", accept), (b"accept-encoding", b"gzip"), (b"cookie", b"a=b")]
    with pytest.raises(StopIteration):
        ServePage(app)({"type": "http", "headers": headers}, None, None).send(None)
    assert seen == [b"accept", *([b"accept-encoding"] if kept else []), b"cookie"]


def test_the_script_stands_ahead_of_streamlits_own_module():
    text = page().decode()
    head = text[: text.index("</head>")]
    assert f"<script>{own_script()}</script>" in head
    assert "</script" not in own_script()
    assert text.removeprefix(head) == streamlit_page().decode()[-len(text.removeprefix(head)) :]


def test_modules_of_every_page_are_named_once_with_what_they_import():
    text = page().decode()
    for stem in ("Html", "BidiComponent", "Button", "purify.es", "serialization", "recordbatch"):
        assert text.count(f'href="./static/js/{stem}.') == 1, stem
    assert text.count("modulepreload") == len(set(text.split("modulepreload")[1:])), "no module twice"


def test_streamlits_document_is_replaced_and_headers_fit_the_new_one():
    headers, body = respond(streamlit_page())
    assert body == page()
    assert headers == [HTML[0], (b"content-length", str(len(page())).encode())]


@pytest.mark.parametrize(
    "answer",
    [
        {"body": b"<p>other</p>"},
        {"body": streamlit_page(), "headers": [(b"content-type", b"text/plain")]},
        {"body": streamlit_page(), "status": 404},
        {"body": streamlit_page(), "more": True},
    ],
)
def test_every_other_answer_passes_as_it_is(answer):
    headers, body = respond(**answer)
    assert (headers, body) == (answer.get("headers", HTML), answer["body"])
