"""What axe-core finds wrong with a page."""

from axe_playwright_python.sync_playwright import Axe


def serious(page):
    """Serious and critical violations, a line each; "" where there are none."""
    return "\n".join(
        f"{rule['id']}: {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for rule in Axe().run(page).response["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    )
