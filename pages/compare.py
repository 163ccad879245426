"""Compare: is another model or method better? Fronts side by side, dominated settings grey."""

from recsys_core.ui.compare import page
from recsys_core.ui.shell import error_boundary

with error_boundary.caught():
    page.draw(page.begin())
