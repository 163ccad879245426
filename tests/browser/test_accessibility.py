"""axe-core finds nothing serious on any page, in either theme."""

import pytest
from axe_playwright_python.sync_playwright import Axe

READY = {
    "/": "[data-part=advice]:not([disabled])",
    "/lists": ".slope .row",
    "/compare?methods=mmr": ".st-key-card_compare_lists",
    "/who_pays": ".st-key-card_pays_items .js-plotly-plot",
    "/train": ".st-key-card_no_training",
    "/data": ".st-key-card_health [data-testid=stMetric]",
    "/?plain=true": "[data-testid=stMetric]",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", sorted(READY))
def test_no_serious_problem(visit, path, scheme):
    page = visit(path, ready=READY[path], scheme=scheme)
    found = Axe().run(page).response["violations"]
    serious = [
        f"{rule['id']}: {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
    assert not serious, "\n".join(serious)
