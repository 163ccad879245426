"""Tune: which setting should we ship? One slider, what it costs, what it buys, and one person's list."""

from recsys_core.ui import frame, mishap, tune_view

with mishap.caught():
    page = frame.begin("tune")
    tune_view.draw(page)
