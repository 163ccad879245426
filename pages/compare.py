"""Compare: is another model or method better? Fronts side by side, dominated settings grey."""

from recsys_core.ui.compare import page as compare
from recsys_core.ui.shell import error_boundary, open_page

with error_boundary():
    compare.render(open_page("compare", compare.address()))
