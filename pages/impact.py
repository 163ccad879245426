"""Impact: who loses and who gains? Groups of people, the worst off, and the items shown instead."""

from recsys_core.ui.impact import page as impact
from recsys_core.ui.shell import error_boundary, open_page

with error_boundary():
    impact.render(open_page("impact"))
