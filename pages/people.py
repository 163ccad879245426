"""People: what will this person see, and why? Their history, their lists, what moved; somebody new."""

from recsys_core.ui.people import page as people
from recsys_core.ui.shell import error_boundary, open_page

with error_boundary():
    people.render(open_page("people", people.address()))
