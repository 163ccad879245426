"""The pages work under their own headers, and what the headers forbid does not happen."""

import pytest

from recsys_core.ui.shell.navigation import PAGES
from tests.browser.conditions import PATIENCE, wait_until

COLLECT = (
    "window.refused = []; addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective))"
)


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    context.add_init_script(COLLECT)
    found = context.new_page()
    found.set_default_timeout(PATIENCE)
    yield found
    context.close()


def settled(page, address):
    page.goto(address)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    assert "replace" in page.evaluate("history.pushState.toString()")  # our own inline script ran
    return page


@pytest.mark.parametrize("name", PAGES)
def test_no_page_needs_what_its_headers_refuse(page, dashboard, name):
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2] if "://" in request.url else ""))
    settled(page, f"{dashboard}/{'' if name == PAGES[0] else name}")
    assert page.evaluate("refused") == []
    assert hosts - {""} == {dashboard.split("/")[2]}


def test_a_script_that_got_into_a_page_does_not_run(page, dashboard):
    settled(page, f"{dashboard}/learn")
    page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.intruder = true';
            document.body.append(script);
            const image = document.createElement('img');
            image.src = 'https://example.org/pixel.png';
            document.body.append(image);
        }"""
    )
    wait_until(page, lambda: len(page.evaluate("refused")) == 2)
    assert sorted(page.evaluate("refused")) == ["img-src", "script-src-elem"]
    assert page.evaluate("window.intruder") is None


def test_no_other_site_shows_the_dashboard_in_a_frame(page, dashboard):
    page.set_content(f"<iframe src='{dashboard}/learn'></iframe>")
    (frame,) = [frame for frame in page.frames if frame.parent_frame]
    frame.wait_for_load_state()
    assert frame.url.startswith("chrome-error:")
