"""axe-core finds nothing serious on any page, in either theme."""

import pytest
from axe_playwright_python.sync_playwright import Axe

READY = {
    "/": "[data-part=advice]:not([disabled])",
    "/people": ".slope .row",
    "/compare?methods=mmr": ".st-key-card_compare_lists",
    "/impact": ".st-key-card_pays_items .js-plotly-plot",
    "/train": ".st-key-card_no_training",
    "/data": ".st-key-card_health [data-testid=stMetric]",
    "/?plain=true": "[data-testid=stMetric]",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", sorted(READY))
def test_no_serious_problem(visit, path, scheme):
    page = visit(path, ready=READY[path], scheme=scheme)
    # What is about to be replaced is faded for a moment, which is no matter of contrast.
    page.wait_for_selector("[data-test-script-state=notRunning]")
    page.wait_for_function("!document.querySelector('[data-stale=true]')")
    page.wait_for_timeout(400)
    found = Axe().run(page).response["violations"]
    serious = [
        f"{rule['id']}: {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
    assert not serious, "\n".join(serious)


def test_every_link_of_the_navigation_shows_where_the_keyboard_is(visit):
    page = visit("/learn", ready="h1")
    links = page.locator("[data-testid=stTopNavLink]")
    names = links.all_inner_texts()
    ringed = []
    for _ in range(len(names) + 2):  # two before them: skip to content, the product's name
        page.keyboard.press("Tab")
        at = page.evaluate(
            "[document.activeElement.innerText, getComputedStyle(document.activeElement).outline]"
        )
        ringed += [at[0]] if "solid 2px" in at[1] else []
    assert len(names) == 7 and ringed == names
