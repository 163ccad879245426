"""The memo on paper: the decision and the line to sign on one page, whatever it holds."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_decision_journey import memo_of

A4 = {"width": 703, "height": 1032}  # pixels inside the margins
REASON = ("We want to see how people take to broader lists before the fair opens in spring. " * 6)[:490]


@pytest.mark.long
@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/", ""),
        ("/?reranker=mmr&variety=60&worse=15&group=activity:10&raise=ild_text&rules=most.2", REASON),
        ("/?reranker=msd&variety=2", REASON),
    ],
)
def test_the_first_page_ends_with_the_line_to_sign(visit, chromium, address, reason):
    page = visit(address)
    expect(page.locator("[data-part=badge]")).to_be_visible()
    paper = chromium.new_page(viewport=A4)
    paper.emulate_media(media="print")
    paper.set_content(memo_of(page, reason))
    bottom = paper.evaluate("document.querySelector('.sign').getBoundingClientRect().bottom")
    paper.close()
    assert 900 < bottom <= A4["height"]
