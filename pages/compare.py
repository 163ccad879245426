"""Compare: is another model or method better? Fronts side by side, dominated settings grey."""

from recsys_core.ui.compare import page

page.draw(page.begin())
