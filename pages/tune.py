"""Tune: which setting should we ship? One slider, what it costs, what it buys, and one person's list."""

from recsys_core.ui import frame, tune_view

page = frame.begin("tune")
tune_view.draw(page)
