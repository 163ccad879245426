"""People: what will this person see, and why? Their history, their lists, what moved; somebody new."""

from recsys_core.ui.people import page as people
from recsys_core.ui.shell import error_boundary

with error_boundary.caught():
    page = people.begin()
    people.draw(page)
