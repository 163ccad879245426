"""Tune: which setting should we ship? One slider, what it costs and gains, and one person's list."""

from recsys_core.ui.shell import error_boundary, open_page
from recsys_core.ui.tune import page as tune

with error_boundary():
    tune.render(open_page("tune"))
