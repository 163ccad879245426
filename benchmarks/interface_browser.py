"""A headless Chromium, and the two gestures that are timed in it: a drag, and letting go."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PROBE = Path(__file__).parent / "interface_probe.js"
QUIET_MS = 350  # nothing sent, received or changed for so long: what a release caused is over
_STEPS = 8


@dataclass(frozen=True)
class App:
    """A page with one slider.

    Attributes:
        address: where it is.
        slider: selector of what can be dragged, as wide as the slider.
        charts: selectors of every drawing, the slider's own included.
        inset: pixels at either end that the middle of the thumb does not reach.
    """

    address: str
    slider: str
    charts: tuple[str, ...]
    inset: float = 0.0

    def at(self, position: float) -> App:
        """The same page, opened with the slider elsewhere; only the real page can."""
        return App(f"{self.address}/?variety={position * 100:g}", self.slider, self.charts, self.inset)


def real(address: str) -> App:
    """The Tune page."""
    charts = (".tile .value", ".plot svg path", ".slope .row", ".rug path")
    return App(address, "input[type=range]", charts, inset=14.0)


def bare(address: str) -> App:
    """The page of one slider and one text."""
    return App(address, "[data-testid=stSlider] [role=group]", ("[data-testid=stText]",))


@dataclass(frozen=True)
class Release:
    """One release of the slider, in milliseconds from letting go.

    Attributes:
        painted: until the last change that followed was on the screen.
        answered: until the server's last message arrived.
        at_rest: until rows of the list had slid to their places; 0 where nothing slides.
        sent_before: messages sent between pressing and letting go.
        sent_after: messages sent from then on.
    """

    painted: float
    answered: float
    at_rest: float
    sent_before: int
    sent_after: int


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser until the block ends.

    Raises:
        RuntimeError: none is installed.
    """
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        path = path or (str(own) if own.exists() else None)
        if path is None:
            raise RuntimeError("no Chromium was found: install one with `python tests/install_browser.py`")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def open_page(browser: Browser, app: App, timeout: float = 600_000) -> Page:
    """A page in a context of its own, hence with an empty cache, once everything on it is painted."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US", bypass_csp=True)
    page = context.new_page()
    wanted = [app.slider, *app.charts]
    page.add_init_script(f"{PROBE.read_text(encoding='utf-8')}\nwindow.__probe.await({json.dumps(wanted)});")
    page.goto(app.address, wait_until="commit")
    try:
        page.wait_for_function(
            "wanted => wanted.every(one => window.__probe.ready[one] > 0)", arg=wanted, timeout=timeout
        )
    except PlaywrightTimeout as error:
        shown = page.locator("body").inner_text()
        raise RuntimeError(f"{app.address} never showed {wanted}; it says:\n{shown}") from error
    return page


def load_times(page: Page, app: App) -> tuple[float, float]:
    """Milliseconds from navigation until the slider, and until every chart was painted."""
    ready: dict[str, float] = page.evaluate("() => window.__probe.ready")
    return ready[app.slider], max(ready[name] for name in app.charts)


def press(page: Page, app: App, position: float) -> tuple[float, float]:
    """Take hold of the slider where it stands; returns its left end and its width in pixels."""
    box = page.locator(app.slider).bounding_box()
    if box is None:
        raise RuntimeError(f"{app.slider} is not visible")
    left, width = box["x"] + app.inset, box["width"] - 2 * app.inset
    page.mouse.move(left + position * width, box["y"] + box["height"] / 2)
    page.evaluate("() => { window.__probe.sent = []; window.__probe.received = []; }")
    page.mouse.down()
    return left, width


def drag(page: Page, app: App, start: float, end: float, steps: int = _STEPS) -> None:
    """Move the slider from ``start`` to ``end`` without letting go."""
    left, width = press(page, app, start)
    for step in range(1, steps + 1):
        page.mouse.move(left + (start + (end - start) * step / steps) * width, _height(page, app))


def record_drag(page: Page, app: App, start: float, end: float, steps: int) -> list[dict[str, Any]]:
    """Every input event of a drag: how long until updated and painted, and what the page then showed."""
    page.evaluate("() => { window.__probe.drags = []; }")
    drag(page, app, start, end, steps)
    page.wait_for_function("() => window.__probe.drags.every(one => one.painted !== null)")
    found: list[dict[str, Any]] = page.evaluate("() => window.__probe.drags")
    page.evaluate("() => { window.__probe.drags = null; }")
    return found


def release(page: Page) -> Release:
    """Let go, and wait until nothing happens any more."""
    before = int(page.evaluate("() => window.__probe.sent.length"))
    page.mouse.up()
    page.wait_for_function(
        """quiet => {
          const { sent, received, changed, sliding } = window.__probe;
          const last = Math.max(changed, sliding, ...sent.slice(-1), ...received.slice(-1));
          return received.length > 0 && performance.now() - last > quiet;
        }""",
        arg=QUIET_MS,
        polling=50,
    )
    seen = page.evaluate(
        """() => { const { painted, released, received, sliding, sent } = window.__probe;
          return { painted: painted - released, answered: received[received.length - 1] - released,
            at_rest: Math.max(0, sliding - released), sent: sent.length }; }"""
    )
    return Release(seen["painted"], seen["answered"], seen["at_rest"], before, seen["sent"] - before)


def _height(page: Page, app: App) -> float:
    box = page.locator(app.slider).bounding_box()
    return 0.0 if box is None else box["y"] + box["height"] / 2
