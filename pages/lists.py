"""Lists: what will this person see, and why? Their history, their lists, what moved; somebody new."""

from recsys_core.ui import lists_view, mishap

with mishap.caught():
    page = lists_view.begin()
    lists_view.draw(page)
