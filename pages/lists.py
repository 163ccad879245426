"""Lists: what will this person see? Their history, their list before and at the setting, what moved."""

from recsys_core.ui import frame, lists_view

page = frame.begin("lists")
lists_view.draw(page)
