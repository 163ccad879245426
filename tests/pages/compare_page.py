"""Reading the Compare page: waiting until everything is computed, and what its ranking says."""

import re
from html import unescape

from recsys_core.ui.shell.session import open_workbench

NINE = ["mmr", "msd", "dpp", "cover", "ssd", "xquad", "gist", "random", "calibration"]
HEADLINES = ("Within your limits, ",)


def bench():
    return open_workbench("sample")


def settle(page):
    """Wait for everything that is being computed, and look again."""
    bench().comparison.wait()
    page.run()
    assert not page.exception, page.exception
    assert not page.get("progress")
    return page


def lines(page):
    """Texts of the ranking, a list a line: the name first."""
    rows = "".join(html.proto.body for html in page.get("html") if "eq-name" in html.proto.body)
    found = []
    for line in rows.split('<div class="eq-name">')[1:]:
        texts = (unescape(text).strip() for text in re.split(r"<[^>]*>", line))
        found.append([text for text in texts if text])
    return found


def names(page):
    """Of the pairs, as they are ranked."""
    return [line[0] for line in lines(page) if "test" not in line]


def plain(element):
    """A text as it is read, without the marks of markdown."""
    return element.value.replace("\\", "").replace("**", "")


def headline(page):
    return next(said for said in map(plain, page.markdown) if said.startswith(HEADLINES))


def tables(page):
    """At this setting, over all, differences where there are two pairs or more, personal settings."""
    return [table.value for table in page.table]


def chosen(page):
    return [pills.value for pills in page.get("pills")]
