"""Compare: is another model or method better? Fronts side by side, dominated settings grey."""

from recsys_core.ui import mishap
from recsys_core.ui.compare import page

with mishap.caught():
    page.draw(page.begin())
