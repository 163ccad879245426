"""Is the interface instant? The Tune page beside a bare app, in one browser, in turns.

    python -m benchmarks.interface --json

A real headless Chromium drags the slider of the real page (MovieLens 100K) and of a page that is nothing but
a slider and a text, served with the same configuration. Ratios hold on a busy machine where milliseconds do
not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page

from benchmarks.interface_browser import (
    App,
    Release,
    bare,
    chromium,
    drag,
    load_times,
    open_page,
    real,
    record_drag,
    release,
)
from benchmarks.interface_server import Server, serve
from benchmarks.interface_torch import PAGES, ask
from benchmarks.load_truth import Truth
from benchmarks.report import Check, Report, arguments, log

BLOCKS = 4
RELEASES = 12  # a side and block
LOADS = 3
FRESH_SERVERS = 5
DRAG_STEPS = 40
WARM_UPS = 3


def main() -> None:
    """Run everything and print the report; also where a goal is missed."""
    options = arguments(__doc__)
    report = Report()
    truth = Truth()
    user = truth.people(20)[-1]
    blocks, releases, loads = (1, 4, 2) if options.quick else (BLOCKS, RELEASES, LOADS)
    with serve("app.py") as ours, serve("benchmarks/bare_app.py") as other, chromium() as browser:
        sides = {"page": real(f"{ours.address}/?user={user}&variety=30"), "bare": bare(other.address)}
        pages = {name: open_page(browser, app) for name, app in sides.items()}
        pages["page"].wait_for_function(_ADVISED, timeout=600_000)
        drags, lets_go = moves(pages, sides, blocks, releases)
        judge_drags(report, drags, lets_go["page"], truth, user)
        judge_releases(report, lets_go)
        for page in pages.values():
            page.context.close()
        judge_loads(report, cold_loads(browser, sides, blocks, loads))
        judge_torch(report, browser, ours)
        tracebacks = ours.tracebacks
        judge_first_visits(report, browser, 2 if options.quick else FRESH_SERVERS)
    report.add(Check("tracebacks in the server's log", tracebacks, 0, 0, at_most=True))
    report.show(as_json=options.json)


# The first visitor's advice arrives a little later and draws once more.
_ADVISED = "() => window.__probe.find('[data-part=recommended]')?.disabled === false"


def moves(
    pages: dict[str, Page], sides: dict[str, App], blocks: int, n: int
) -> tuple[list[dict[str, Any]], dict[str, list[Release]]]:
    """Drags and releases, the sides in turns; the first few of each side are thrown away."""
    drags: list[dict[str, Any]] = []
    found: dict[str, list[Release]] = {name: [] for name in sides}
    at = dict.fromkeys(sides, 0.3)
    for block in range(blocks):
        for name, app in sides.items():
            page = pages[name]
            page.bring_to_front()
            for count in range(n + (WARM_UPS if block == 0 else 0)):
                to = 0.15 + 0.7 * ((count * 5 + block * 3) % 11) / 11
                to = to if abs(to - at[name]) > 0.05 else 0.95 - to
                if name == "page" and count % 4 == 3:
                    drags += record_drag(page, app, at[name], to, DRAG_STEPS)
                else:
                    drag(page, app, at[name], to)
                one = release(page)
                if block or count >= WARM_UPS:
                    found[name].append(one)
                at[name] = to
        log(f"block {block + 1} of {blocks}: {summary([one.painted for one in found['page']])}")
    return drags, found


def judge_drags(
    report: Report, drags: list[dict[str, Any]], lets_go: list[Release], truth: Truth, user: str
) -> None:
    """Time of each event of a drag, what was shown meanwhile, and silence towards the server."""
    updated = summary([one["updated"] for one in drags])
    name = "drag: list, marker, sentence updated and laid out, p95 of an event (ms)"
    report.add(Check(name, updated["p95"], 16, 16, at_most=True))
    wrong = [(name, shown) for shown in drags for name in truth.wrong_drag(user, shown)]
    markers = len({(one["t"], one["marker"]) for one in drags}) - len({one["t"] for one in drags})
    stuck = markers + (len({one["marker"] for one in drags}) < 0.9 * len({one["t"] for one in drags}))
    report.add(Check(f"drag: wrong values in {len(drags)} events", len(wrong) + stuck, 0, 0, at_most=True))
    before = sum(one.sent_before for one in lets_go)
    report.add(Check(f"messages sent before {len(lets_go)} releases", before, 0, 0, at_most=True))
    after = max(one.sent_after for one in lets_go)
    report.add(Check("messages sent on a release, at most", after, 1, 1, at_most=True))
    report.details["drag, one event (ms)"] = {
        "updated": updated, "painted": summary([one["painted"] for one in drags]), "wrong": wrong[:10],
    }  # fmt: skip


def judge_releases(report: Report, lets_go: dict[str, list[Release]]) -> None:
    """From letting go until the last change that followed was on the screen, against the bare app."""
    sides = {name: summary([one.painted for one in found]) for name, found in lets_go.items()}
    for key, floor, goal in (("p95", 8, 4), ("median", 8, 4)):
        ratio = sides["page"][key] / sides["bare"][key]
        name = f"release to everything painted, {key} against the bare app (ratio)"
        report.add(Check(name, ratio, floor, goal, at_most=True))
    report.details["release to painted (ms)"] = sides
    report.details["release to the server's last message (ms)"] = {
        name: summary([one.answered for one in found]) for name, found in lets_go.items()
    }
    rest = summary([one.at_rest for one in lets_go["page"]])
    report.details["release until rows have slid to their places (ms)"] = rest


def cold_loads(
    browser: Browser, sides: dict[str, App], blocks: int, n: int
) -> dict[str, list[tuple[float, float]]]:
    """Opened with an empty browser cache, the sides in turns."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in sides}
    for _ in range(blocks * n):
        for name, app in sides.items():
            page = open_page(browser, app)
            found[name].append(load_times(page, app))
            page.context.close()
    return found


def judge_loads(report: Report, found: dict[str, list[tuple[float, float]]]) -> None:
    """When the slider can be used and all charts are there, against the bare app's slider and text."""
    slider = {name: summary([one[0] for one in times]) for name, times in found.items()}
    charts = {name: summary([one[1] for one in times]) for name, times in found.items()}
    ratio = slider["page"]["median"] / slider["bare"]["median"]
    report.add(Check("cold cache: slider usable, against the bare app", ratio, 1.3, 1.3, at_most=True))
    ratio = charts["page"]["median"] / charts["bare"]["median"]
    report.add(Check("cold cache: all charts, against the bare app", ratio, 2.5, 2.5, at_most=True))
    report.details["cold cache (ms)"] = {"slider": slider, "charts": charts}


def judge_first_visits(report: Report, browser: Browser, n: int) -> None:
    """Time until all figures are shown: the first visitor of a new server against the second."""
    first: list[float] = []
    second: list[float] = []
    for _ in range(n):
        with serve("app.py") as fresh:
            for found in (first, second):
                app = real(f"{fresh.address}/")
                page = open_page(browser, app)
                found.append(load_times(page, app)[1])
                page.context.close()
    ratio = float(np.median(np.divide(first, second)))
    report.add(Check("first visitor of a fresh server against the second", ratio, 1.5, 1.5, at_most=True))
    report.details["first and second visitor (ms)"] = {"first": first, "second": second}


def judge_torch(report: Report, browser: Browser, server: Server) -> None:
    """No page of these loads torch: asked in a process of its own, and of the server that served them."""
    loaded = ask()
    mapped = {}
    for page in PAGES:
        app = App(f"{server.address}/{'' if page == 'tune' else page}", "h1, h2, h3", ())
        open_page(browser, app).context.close()
        mapped[page] = any("/torch/" in one.path for one in server.process.memory_maps())
    guilty = [page for page in PAGES if loaded[page] or mapped[page]]
    report.add(Check("pages of five that load torch", len(guilty), 0, 0, at_most=True))
    report.details["torch"] = {"in sys.modules": loaded, "mapped into the server": mapped}


def summary(values: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile, highest and number."""
    return {
        "median": float(np.median(values)),
        "p95": float(np.percentile(values, 95)),
        "highest": float(np.max(values)),
        "n": len(values),
    }


if __name__ == "__main__":
    main()
