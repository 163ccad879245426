"""Tune: which setting should we ship? One slider, what it costs and gains, and one person's list."""

from recsys_core.ui.shell import error_boundary, frame
from recsys_core.ui.tune import page as tune

with error_boundary.caught():
    page = frame.begin("tune")
    tune.draw(page)
